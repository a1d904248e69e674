public import BillingCalendar

/// The order in which boundaries are billed: by instant, then by the subscription's id compared by bytes (3.8).
public struct BoundaryPlace: Sendable, Hashable, Comparable {
    /// The boundary.
    public var at: Instant
    /// The subscription's id.
    public var subscription: String

    /// A place with both parts.
    public init(at: Instant, subscription: String) {
        self.at = at
        self.subscription = subscription
    }

    /// Whether the first is billed before the second.
    public static func < (first: BoundaryPlace, second: BoundaryPlace) -> Bool {
        if first.at != second.at { return first.at < second.at }
        // In memory this decides the order of every due subscription: the bytes as they lie are several times faster.
        var (left, right) = (first.subscription, second.subscription)
        return left.withUTF8 { left in right.withUTF8 { right in left.lexicographicallyPrecedes(right) } }
    }
}
