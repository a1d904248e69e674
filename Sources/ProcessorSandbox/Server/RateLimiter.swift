/// Counts requests as a processor does: a burst of one second's worth, and so many a second after it.
struct RateLimiter: Sendable {
    private let requestsPerSecond: Double
    private var level: Double
    private var filledAt: ContinuousClock.Instant

    init(requestsPerSecond: Int, at now: ContinuousClock.Instant = .now) {
        self.requestsPerSecond = Double(requestsPerSecond)
        level = Double(requestsPerSecond)
        filledAt = now
    }

    /// Whether there is room for one more at an instant.
    mutating func take(at now: ContinuousClock.Instant = .now) -> Bool {
        level = min(level + filledAt.duration(to: now) / .seconds(1) * requestsPerSecond, requestsPerSecond)
        filledAt = now
        guard level >= 1 else { return false }
        level -= 1
        return true
    }
}
