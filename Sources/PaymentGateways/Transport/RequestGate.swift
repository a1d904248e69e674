/// Lets so many requests start per second and so many be under way at once, in the order in which they came.
actor RequestGate {
    private let clock = ContinuousClock()
    private let startedAt: ContinuousClock.Instant
    private var bucket: TokenBucket
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(ratePerSecond: Int, maximumInFlight: Int) {
        startedAt = clock.now
        // Paced: a second's worth at once would be twice the rate in the first second, and answered with 429. Where
        // thousands a second are allowed, those of ten milliseconds go together.
        bucket = TokenBucket(ratePerSecond: ratePerSecond, burst: max(1, ratePerSecond / 100), now: 0)
        free = maximumInFlight
    }

    /// Runs the work when its turn has come; nil when the task was cancelled before, in which case the work has not
    /// begun.
    func run<Result: Sendable>(_ work: @Sendable () async -> Result) async -> Result? {
        await takePlace()
        defer { leavePlace() }
        let wait = bucket.take(now: nanosecondsSinceStart())
        if wait > 0 { try? await clock.sleep(for: .nanoseconds(wait)) }
        return Task.isCancelled ? nil : await work()
    }

    private func takePlace() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// The place goes straight to the one who has waited longest, so that nobody overtakes.
    private func leavePlace() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }

    private func nanosecondsSinceStart() -> Int64 {
        let (seconds, attoseconds) = startedAt.duration(to: clock.now).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
