public import BillingCalendar
public import Monetary

/// Starts a subscription (SCENARIO `subscribe`).
public struct SubscribeOrder: Sendable, Hashable, Codable {
    /// The id of the new subscription; refused where one has it.
    public var subscription: String
    /// The id of the account that is billed.
    public var account: String
    /// The plan's id.
    public var plan: String
    /// The plan and every add-on must have a price for it.
    public var interval: BillingInterval
    /// Above zero; multiplies the plan's price, not its limits (5.4).
    public var quantity: ExactDecimal
    /// Recurring add-ons with their quantities.
    public var addOns: [String: ExactDecimal]
    /// A code that is redeemed at once and so covers from period 0 (7.2); nil: none.
    public var coupon: String?
    /// Local days (2.3); 0: no trial.
    public var trialDays: Int
    /// Day of the month, 1 to 31, of the anchor (2.3); nil: the subscribe instant or the trial's end is it.
    public var anchorDay: Int?
    /// The name of a dunning policy in the catalogue.
    public var dunning: String
    /// Who bills it instead; nil: it is billed here.
    public var outsideBilling: OutsideBilling?

    /// An order with all its parts, to be billed here.
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
    /// The id of the subscription.
    public var subscription: String
    /// The new plan's id.
    public var plan: String?
    /// Another one makes the change the anchor of a new period (4.5).
    public var interval: BillingInterval?
    /// Above zero.
    public var quantity: ExactDecimal?
    /// What happens to what was charged in advance.
    public var proration: ProrationBehavior
    /// Whatever it says, a change that waited is replaced (4.6).
    public var when: ChangeTime

    /// An order with all its parts.
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
    /// The id of the subscription.
    public var subscription: String
    /// Recurring add-ons with the quantity they have from then on; those not named stay.
    public var set: [String: ExactDecimal]
    /// One-time add-ons with how many are bought; at once, whatever `when` says.
    public var buy: [String: ExactDecimal]
    /// What happens to the lines it makes.
    public var proration: ProrationBehavior
    /// When `set` takes effect.
    public var when: ChangeTime

    /// An order with all its parts.
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
    /// The id of the subscription.
    public var subscription: String
    /// `periodEnd` can be taken back by resume, `now` cannot.
    public var when: ChangeTime
    /// With `now`: whether the unused rest of every window is credited.
    public var prorate: Bool

    /// An order with all its parts.
    public init(subscription: String, when: ChangeTime = .periodEnd, prorate: Bool = false) {
        self.subscription = subscription
        self.when = when
        self.prorate = prorate
    }
}

/// Puts money on an account's balance (section 9).
public struct CreditOrder: Sendable, Hashable, Codable {
    /// The id of the account that gains it.
    public var account: String
    /// Above zero, in the account's currency.
    public var amountMinorUnits: Int64
    /// At or after it what is left is gone (9.1); nil: never.
    public var expiresAt: Instant?
    /// Why, for those who read the row; no rule looks at it.
    public var reason: String?

    /// An order with all its parts.
    public init(account: String, amountMinorUnits: Int64, expiresAt: Instant? = nil, reason: String? = nil) {
        self.account = account
        self.amountMinorUnits = amountMinorUnits
        self.expiresAt = expiresAt
        self.reason = reason
    }
}

/// Adds or replaces a payment method.
public struct PaymentMethodOrder: Sendable, Hashable, Codable {
    /// The id of the account.
    public var account: String
    /// One whose id the account has already replaces that one and lifts its bar (11.2).
    public var method: PaymentMethod
    /// Whether it becomes the default; otherwise a new one is appended as a backup and a known one replaced
    /// in place.
    public var makeDefault: Bool

    /// An order with all its parts.
    public init(account: String, method: PaymentMethod, makeDefault: Bool = true) {
        self.account = account
        self.method = method
        self.makeDefault = makeDefault
    }
}
