import BillingCalendar

/// The order in which boundaries are billed: by instant, then by the subscription's id, compared by bytes (3.8).
struct BoundaryPlace: Comparable, Sendable {
    var at: Instant
    var subscription: String

    static func < (left: Self, right: Self) -> Bool {
        if left.at != right.at { return left.at < right.at }
        return left.subscription.precedesByBytes(right.subscription)
    }
}

/// The order in which rounds are begun: the oldest due first, then in the order of issue (3.8).
struct RoundPlace: Comparable, Sendable {
    var dueAt: Instant
    /// The invoice's place in the order of issue.
    var invoice: Int

    static func < (left: Self, right: Self) -> Bool {
        left.dueAt == right.dueAt ? left.invoice < right.invoice : left.dueAt < right.dueAt
    }
}

extension String {
    /// Ids compare by bytes (3.10).
    func precedesByBytes(_ other: String) -> Bool {
        var (left, right) = (self, other)
        return left.withUTF8 { left in right.withUTF8 { right in left.lexicographicallyPrecedes(right) } }
    }
}
