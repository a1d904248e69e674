public import BillingCalendar
public import Monetary

/// A discount that can be redeemed by its code (7.1).
public struct Coupon: Sendable, Hashable, Codable {
    /// What it takes off the covered lines of an invoice (7.3).
    public enum Discount: Sendable, Hashable, Codable {
        case percent(ExactDecimal)
        case amount(minorUnits: Int64, currency: Currency)
    }

    /// How many billing periods it covers from the first one on (7.2).
    public enum Duration: Sendable, Hashable, Codable {
        case periods(Int)
        case forever
    }

    /// What the customer enters; compared as written.
    public var code: String
    /// A percentage, or an amount in one currency.
    public var discount: Discount
    /// Counts periods, not months or invoices.
    public var duration: Duration
    /// Plan and add-on ids; nil means all.
    public var appliesTo: [String]?
    /// Redeeming at or after it is refused.
    public var expiresAt: Instant?
    /// By all accounts together; nil: as many as there come.
    public var maxRedemptions: Int?
    /// Only for accounts without an older subscription.
    public var newAccountsOnly: Bool

    /// A coupon with all its terms.
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
