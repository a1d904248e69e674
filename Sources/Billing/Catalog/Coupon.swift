public import BillingCalendar
public import Monetary

/// A discount that can be redeemed by its code (7.1).
public struct Coupon: Sendable, Hashable, Codable {
    public enum Discount: Sendable, Hashable, Codable {
        case percent(ExactDecimal)
        case amount(minorUnits: Int64, currency: Currency)
    }

    public enum Duration: Sendable, Hashable, Codable {
        case periods(Int)
        case forever
    }

    public var code: String
    public var discount: Discount
    public var duration: Duration
    /// Plan and add-on ids; nil means all.
    public var appliesTo: [String]?
    /// Redeeming at or after it is refused.
    public var expiresAt: Instant?
    public var maxRedemptions: Int?
    /// Only for accounts without an older subscription.
    public var newAccountsOnly: Bool

    public init(
        code: String, discount: Discount, duration: Duration, appliesTo: [String]? = nil,
        expiresAt: Instant? = nil, maxRedemptions: Int? = nil, newAccountsOnly: Bool = false
    ) {
        self.code = code
        self.discount = discount
        self.duration = duration
        self.appliesTo = appliesTo
        self.expiresAt = expiresAt
        self.maxRedemptions = maxRedemptions
        self.newAccountsOnly = newAccountsOnly
    }
}
