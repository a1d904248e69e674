public import BillingCalendar
public import Monetary

/// Starts a subscription (SCENARIO `subscribe`).
public struct SubscribeOrder: Sendable, Hashable, Codable {
    public var subscription: String
    public var account: String
    public var plan: String
    public var interval: BillingInterval
    public var quantity: ExactDecimal
    /// Recurring add-ons with their quantities.
    public var addOns: [String: ExactDecimal]
    public var coupon: String?
    public var trialDays: Int
    public var anchorDay: Int?
    public var dunning: String

    public init(
        subscription: String, account: String, plan: String, interval: BillingInterval,
        quantity: ExactDecimal = .one, addOns: [String: ExactDecimal] = [:], coupon: String? = nil,
        trialDays: Int = 0, anchorDay: Int? = nil, dunning: String = "default"
    ) {
        self.subscription = subscription
        self.account = account
        self.plan = plan
        self.interval = interval
        self.quantity = quantity
        self.addOns = addOns
        self.coupon = coupon
        self.trialDays = trialDays
        self.anchorDay = anchorDay
        self.dunning = dunning
    }
}

/// When a change takes effect.
public enum ChangeTime: String, Sendable, Hashable, Codable, CaseIterable {
    case now
    case periodEnd = "period_end"
}

/// What a change inside a period does with its lines (4.3).
public enum ProrationBehavior: String, Sendable, Hashable, Codable, CaseIterable {
    case createProrations = "create_prorations"
    case alwaysInvoice = "always_invoice"
    case none
}

/// Changes plan, interval or quantity; what is nil keeps its value.
public struct ChangeOrder: Sendable, Hashable, Codable {
    public var subscription: String
    public var plan: String?
    public var interval: BillingInterval?
    public var quantity: ExactDecimal?
    public var proration: ProrationBehavior
    public var when: ChangeTime

    public init(
        subscription: String, plan: String? = nil, interval: BillingInterval? = nil,
        quantity: ExactDecimal? = nil, proration: ProrationBehavior = .createProrations,
        when: ChangeTime = .now
    ) {
        self.subscription = subscription
        self.plan = plan
        self.interval = interval
        self.quantity = quantity
        self.proration = proration
        self.when = when
    }
}

/// Attaches, detaches (0) or re-counts recurring add-ons and buys one-time ones.
public struct AddOnOrder: Sendable, Hashable, Codable {
    public var subscription: String
    public var set: [String: ExactDecimal]
    public var buy: [String: ExactDecimal]
    public var proration: ProrationBehavior
    public var when: ChangeTime

    public init(
        subscription: String, set: [String: ExactDecimal] = [:], buy: [String: ExactDecimal] = [:],
        proration: ProrationBehavior = .createProrations, when: ChangeTime = .now
    ) {
        self.subscription = subscription
        self.set = set
        self.buy = buy
        self.proration = proration
        self.when = when
    }
}

/// Ends a subscription (4.7).
public struct CancelOrder: Sendable, Hashable, Codable {
    public var subscription: String
    public var when: ChangeTime
    public var prorate: Bool

    public init(subscription: String, when: ChangeTime = .periodEnd, prorate: Bool = false) {
        self.subscription = subscription
        self.when = when
        self.prorate = prorate
    }
}

/// Puts money on an account's balance (section 9).
public struct CreditOrder: Sendable, Hashable, Codable {
    public var account: String
    public var amountMinorUnits: Int64
    public var expiresAt: Instant?
    public var reason: String?

    public init(account: String, amountMinorUnits: Int64, expiresAt: Instant? = nil, reason: String? = nil) {
        self.account = account
        self.amountMinorUnits = amountMinorUnits
        self.expiresAt = expiresAt
        self.reason = reason
    }
}

/// Adds or replaces a payment method.
public struct PaymentMethodOrder: Sendable, Hashable, Codable {
    public var account: String
    public var method: PaymentMethod
    /// Whether it becomes the default; otherwise a new one is appended as a backup and a known one replaced
    /// in place.
    public var makeDefault: Bool

    public init(account: String, method: PaymentMethod, makeDefault: Bool = true) {
        self.account = account
        self.method = method
        self.makeDefault = makeDefault
    }
}
