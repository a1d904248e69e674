/// When a notice that could not be delivered is tried again: soon at first, then ever later, ten tries in about three
/// days. Pure: the same try of the same delivery always waits as long.
public enum DeliveryRetry {
    /// Tries after which a delivery is given up.
    public static var mostTries: Int { waits.count + 1 }

    /// Days for which a delivery may wait for a channel that is not set up; older news helps nobody.
    public static let mostDaysWaiting = 7

    private static let waits: [Int64] = [
        60, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600, 14 * 3_600, 20 * 3_600, 24 * 3_600,
    ]

    /// Seconds until the next try; nil when this one was the last.
    ///
    /// - Parameters:
    ///   - tries: how many there were, this one included; from 1.
    ///   - delivery: spreads deliveries that failed together by up to a tenth either way.
    ///   - asked: the least that the receiver asks for (Retry-After); at most a day of it is heeded.
    public static func secondsUntilNext(afterTries tries: Int, delivery: Int64, asked: Int64 = 0) -> Int64? {
        guard tries >= 1, tries <= waits.count else { return nil }
        let wait = waits[tries - 1]
        let hundredths = (delivery &* 31 &+ Int64(tries) &* 7).magnitude % 21
        let spread = wait * (Int64(hundredths) - 10) / 100
        return max(wait + spread, min(max(asked, 0), 24 * 3_600))
    }
}
