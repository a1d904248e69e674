/// Boundary 0 of a subscription, and the day of the month that later boundaries count from (RULES 2.3).
public struct BillingAnchor: Hashable, Sendable, Codable {
    /// Boundary 0.
    public var instant: Instant
    /// 1 to 31; matters for month and year intervals only. An anchor_day of 31 stays 31 where the anchor
    /// itself was clamped to 28 February.
    public var day: Int

    /// An anchor that counts from its own local day.
    public init(at instant: Instant, in zone: Zone) {
        self.init(at: instant, day: zone.date(of: instant).day)
    }

    /// An anchor that counts from `day`, 1 to 31.
    public init(at instant: Instant, day: Int) {
        precondition((1...31).contains(day), "a day of the month is 1 to 31")
        self.instant = instant
        self.day = day
    }
}
