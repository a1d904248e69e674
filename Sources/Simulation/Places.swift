import BillingCalendar

/// The order in which rounds are begun: the oldest due first, then in the order of issue (3.8).
struct RoundPlace: Comparable, Sendable {
    var dueAt: Instant
    /// The invoice's place in the order of issue.
    var invoice: Int

    static func < (left: Self, right: Self) -> Bool {
        left.dueAt == right.dueAt ? left.invoice < right.invoice : left.dueAt < right.dueAt
    }
}
