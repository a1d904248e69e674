/// A rate limit as a pure value: `ratePerSecond` tokens flow in, at most `burst` are kept.
struct TokenBucket: Sendable {
    private static let nanosecondsPerSecond: Int64 = 1_000_000_000
    /// Longer pauses count as this long; it keeps the products far from overflow.
    private static let longestPause: Int64 = 3_600 * nanosecondsPerSecond

    private let ratePerSecond: Int64
    /// In billionths of a token.
    private let fullLevel: Int64
    /// In billionths of a token, so that a nanosecond adds exactly `ratePerSecond` of them.
    private var level: Int64
    private var filledAt: Int64

    /// Begins full. The rate is from 1 to 100,000; without a burst one second's worth is kept. A burst of 1 gives
    /// tokens at equal distances.
    init(ratePerSecond: Int, burst: Int? = nil, now nanoseconds: Int64) {
        self.ratePerSecond = Int64(ratePerSecond)
        fullLevel = Int64(burst ?? ratePerSecond) * Self.nanosecondsPerSecond
        level = fullLevel
        filledAt = nanoseconds
    }

    /// Takes a token, on credit if need be, and returns the nanoseconds to wait until it is there. Taking on credit
    /// keeps callers in the order in which they came.
    mutating func take(now nanoseconds: Int64) -> Int64 {
        let pause = min(max(nanoseconds - filledAt, 0), Self.longestPause)
        filledAt = max(filledAt, nanoseconds)
        level = min(level + pause * ratePerSecond, fullLevel)
        level -= Self.nanosecondsPerSecond
        return level >= 0 ? 0 : (-level + ratePerSecond - 1) / ratePerSecond
    }
}
