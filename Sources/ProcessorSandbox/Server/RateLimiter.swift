/// Counts requests as a processor does: a burst of one second's worth, and so many a second after it.
struct RateLimiter: Sendable {
    private let requestsPerSecond: Double
    private var level: Double
    private var filledAt = ContinuousClock.now

    init(requestsPerSecond: Int) {
        self.requestsPerSecond = Double(requestsPerSecond)
        level = Double(requestsPerSecond)
    }

    /// Whether there is room for one more now.
    mutating func take() -> Bool {
        let now = ContinuousClock.now
        level = min(level + filledAt.duration(to: now) / .seconds(1) * requestsPerSecond, requestsPerSecond)
        filledAt = now
        guard level >= 1 else { return false }
        level -= 1
        return true
    }
}
