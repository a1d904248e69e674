public import BillingCalendar
public import Monetary

/// One recorded use (5.1).
public struct UsageEvent: Sendable, Hashable, Codable {
    /// Unique per account.
    public var id: String
    /// Whose events the id is unique among.
    public var account: String
    /// The id of the subscription that is billed for it.
    public var subscription: String
    /// The id of the meter it counts for.
    public var meter: String
    /// In the meter's unit, not below zero; of a gauge the value from then on.
    public var quantity: ExactDecimal
    /// When it happened.
    public var at: Instant
    /// When it was recorded; never before `at`.
    public var recordedAt: Instant
    /// What `unique` counts.
    public var key: String?

    /// An event with all its columns.
    public init(
        id: String, account: String, subscription: String, meter: String, quantity: ExactDecimal,
        at: Instant, recordedAt: Instant, key: String? = nil
    ) {
        self.id = id
        self.account = account
        self.subscription = subscription
        self.meter = meter
        self.quantity = quantity
        self.at = at
        self.recordedAt = recordedAt
        self.key = key
    }

    /// Refuses use dated before its subscription began: no period would ever bill it (5.1).
    public func check(startedAt: Instant) throws(BillingError) {
        guard at < startedAt else { return }
        throw .rule(
            "5.1",
            "usage \"\(id)\" happened at \(at), before subscription \"\(subscription)\" began at \(startedAt): "
                + "look at its year")
    }

    /// Whether it is the same use written again (5.1); the recording instant does not count.
    public func repeats(_ other: UsageEvent) -> Bool {
        id == other.id && subscription == other.subscription && meter == other.meter
            && quantity == other.quantity && at == other.at && key == other.key
    }

    /// What differs from another event of the same id, by its field's name.
    public func difference(from other: UsageEvent) -> String {
        if subscription != other.subscription { return "subscription" }
        if meter != other.meter { return "meter" }
        if quantity != other.quantity { return "quantity" }
        return at != other.at ? "instant" : "key"
    }
}
