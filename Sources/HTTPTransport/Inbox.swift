import CLibcurl
import Glibc

/// What callers hand to the curl thread. The only state that both sides touch.
final class Inbox: Sendable {
    /// A request that waits for its answer.
    struct Job: Sendable {
        let request: HTTPRequest
        let continuation: CheckedContinuation<HTTPOutcome, Never>
        /// Monotonic milliseconds at which its total time-out is over.
        let endsAt: Int64

        init(_ request: HTTPRequest, _ continuation: CheckedContinuation<HTTPOutcome, Never>) {
            self.request = request
            self.continuation = continuation
            endsAt = Inbox.monotonicMilliseconds() + Int64(request.totalTimeoutMilliseconds)
        }
    }

    /// What the curl thread finds when it looks.
    struct Delivery: Sendable {
        let jobs: [Job]
        /// Nil while the transport is open; then the monotonic milliseconds at which everything is to be over.
        let closesAt: Int64?
    }

    private struct State {
        /// The handle that is woken up; nil when the thread has let go of it.
        var multi: UnsafeMutableRawPointer?
        var jobs: [Job] = []
        /// The thread has been woken and has not looked since: once is enough, however many jobs it will find.
        var isWoken = false
        var closesAt: Int64?
        var waiters: [CheckedContinuation<Void, Never>] = []

        mutating func wake() {
            guard let multi, !isWoken else { return }
            isWoken = true
            curl_multi_wakeup(multi)
        }
    }

    private let state: Locked<State>

    init(multi: sending UnsafeMutableRawPointer) {
        state = Locked(State(multi: multi))
    }

    /// Takes the job unless the transport is closing.
    func add(_ job: Job) -> Bool {
        state.withLock { state in
            guard state.closesAt == nil, state.multi != nil else { return false }
            state.jobs.append(job)
            state.wake()
            return true
        }
    }

    func take() -> Delivery {
        state.withLock { state in
            defer { state.jobs.removeAll(keepingCapacity: true) }
            state.isWoken = false
            return Delivery(jobs: state.jobs, closesAt: state.closesAt)
        }
    }

    /// Refuses further jobs and tells the thread when to give up those under way. The first call's time stands.
    func close(graceMilliseconds: Int) {
        state.withLock { state in
            if state.closesAt == nil {
                state.closesAt = Self.monotonicMilliseconds() + Int64(graceMilliseconds)
            }
            state.wake()
        }
    }

    /// Returns when the thread has freed everything.
    func waitForEnd() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if state.multi != nil { state.waiters.append(continuation) }
                return state.multi == nil
            }
            if hasEnded { continuation.resume() }
        }
    }

    /// Called by the thread before it frees the multi handle: from here on nobody wakes it. Returns who waits.
    func letGo() -> [CheckedContinuation<Void, Never>] {
        state.withLock { state in
            state.multi = nil
            defer { state.waiters = [] }
            return state.waiters
        }
    }

    static func monotonicMilliseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
    }
}
