import CCurl
import CLibcurl
import Glibc

/// The loop of the one thread that touches libcurl's handles: take jobs, let libcurl work, hand out results.
///
/// Not Sendable on purpose: it is made inside the thread and never leaves it.
final class CurlLoop {
    private static let longestPoll: Int64 = 1_000

    private let multi: UnsafeMutableRawPointer
    private let inbox: Inbox
    private let maximumTransfers: Int
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    /// Jobs for which there is no room yet. They wait here and not in libcurl, which does not look at the time-out
    /// of a request that it has put aside (7.88).
    private var waiting: [Inbox.Job] = []

    init(multi: UnsafeMutableRawPointer, inbox: Inbox, maximumTransfers: Int) {
        self.multi = multi
        self.inbox = inbox
        self.maximumTransfers = max(1, maximumTransfers)
    }

    /// Runs until the inbox is closed and everything under way is over or out of time.
    func run() {
        while true {
            let delivery = inbox.take()
            waiting += delivery.jobs
            startWaiting(now: Inbox.monotonicMilliseconds())
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishDone()
            let now = Inbox.monotonicMilliseconds()
            if let closesAt = delivery.closesAt {
                if (transfers.isEmpty && waiting.isEmpty) || closesAt <= now { break }
            }
            let wakeAt = ([delivery.closesAt].compactMap(\.self) + waiting.map(\.endsAt)).min()
            let pause =
                hasRoomForWaiting
                ? 0 : min(wakeAt.map { max($0 - now, 0) } ?? Self.longestPoll, Self.longestPoll)
            curl_multi_poll(multi, nil, 0, Int32(pause), nil)
        }
        end()
    }

    private var hasRoomForWaiting: Bool { !waiting.isEmpty && transfers.count < maximumTransfers }

    /// Gives up those whose time is over and starts as many of the others as there is room for.
    private func startWaiting(now: Int64) {
        if waiting.contains(where: { $0.endsAt <= now }) {
            for job in waiting where job.endsAt <= now {
                job.continuation.resume(returning: .notSent(.notConnected("no free connection in time")))
            }
            waiting.removeAll { $0.endsAt <= now }
        }
        let count = min(max(maximumTransfers - transfers.count, 0), waiting.count)
        for job in waiting.prefix(count) { start(job, remainingMilliseconds: Int(job.endsAt - now)) }
        waiting.removeFirst(count)
    }

    private func start(_ job: Inbox.Job, remainingMilliseconds: Int) {
        var request = job.request
        request.totalTimeoutMilliseconds = remainingMilliseconds
        guard let transfer = Transfer(request, continuation: job.continuation) else {
            job.continuation.resume(returning: .notSent(.notConnected("no memory for a handle")))
            return
        }
        if let refusal = transfer.configure() {
            job.continuation.resume(returning: .notSent(refusal))
            return
        }
        let code = curl_multi_add_handle(multi, transfer.easy)
        guard code == CURLM_OK else {
            let reason = String(cString: curl_multi_strerror(code))
            job.continuation.resume(returning: .notSent(.notConnected(reason)))
            return
        }
        transfers[transfer.easy] = transfer
    }

    private func finishDone() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else {
                continue
            }
            // Read before the handle, and the message with it, is gone.
            let code = message.pointee.data.result
            guard let transfer = transfers.removeValue(forKey: easy) else { continue }
            curl_multi_remove_handle(multi, easy)
            transfer.continuation.resume(returning: transfer.outcome(code))
        }
    }

    private func end() {
        for job in waiting { job.continuation.resume(returning: .notSent(.shutDown)) }
        waiting.removeAll()
        for transfer in transfers.values {
            curl_multi_remove_handle(multi, transfer.easy)
            transfer.continuation.resume(returning: transfer.outcomeAtShutDown)
        }
        transfers.removeAll()
        let waiters = inbox.letGo()
        curl_multi_cleanup(multi)
        for waiter in waiters { waiter.resume() }
    }
}
