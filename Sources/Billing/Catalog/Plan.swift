public import BillingCalendar
public import Monetary

/// A plan that can be subscribed to.
public struct Plan: Sendable, Hashable, Codable {
    /// The name in orders, lines and `appliesTo`.
    public var id: String
    /// As it stands on documents.
    public var name: String
    /// Picks the rate of its plan, usage, late and minimum lines (8.1).
    public var taxCode: String
    /// What its charges, and the credits that take them back, are counted by (4.2).
    public var proration: ProrationBasis
    /// One for each currency and interval it is sold in.
    public var prices: [Price]
    /// By meter id; a meter that is not named costs nothing.
    public var limits: [String: Limit]
    /// Least spend of a full period (section 6); minor units by currency.
    public var minimumSpendMinorUnits: [Currency: Int64]
    /// Free-form facts shown with the plan.
    public var features: [String: FeatureValue]

    /// A plan with all its terms.
    public init(
        id: String, name: String, taxCode: String = "standard", proration: ProrationBasis = .second,
        prices: [Price], limits: [String: Limit] = [:], minimumSpendMinorUnits: [Currency: Int64] = [:],
        features: [String: FeatureValue] = [:]
    ) {
        self.id = id
        self.name = name
        self.taxCode = taxCode
        self.proration = proration
        self.prices = prices
        self.limits = limits
        self.minimumSpendMinorUnits = minimumSpendMinorUnits
        self.features = features
    }
}

/// What an in-advance price costs for one interval.
public struct Price: Sendable, Hashable, Codable {
    /// The account's must be the same.
    public var currency: Currency
    /// nil for one-time add-ons.
    public var interval: BillingInterval?
    /// For a quantity of one and a full period; minor units.
    public var amountMinorUnits: Int64

    /// A price with all its parts.
    public init(currency: Currency, interval: BillingInterval?, amountMinorUnits: Int64) {
        self.currency = currency
        self.interval = interval
        self.amountMinorUnits = amountMinorUnits
    }
}

/// By what parts of a period are counted (4.2).
public enum ProrationBasis: String, Sendable, Hashable, Codable, CaseIterable {
    case second, day
}

/// What a plan allows of a meter (5.6).
public enum Limit: Sendable, Hashable, Codable {
    case unlimited
    /// No use past it: the limit check refuses, nothing is charged.
    case hard(included: ExactDecimal)
    /// Use past `included` is charged; the price by currency.
    case metered(included: ExactDecimal, overage: [Currency: Overage])
}

/// The price of use past what is included.
public struct Overage: Sendable, Hashable, Codable {
    /// Prices billable units only, those past what is included (5.4).
    public var model: PriceModel
    /// The most a line may come to for a full period (5.5); minor units.
    public var maxChargeMinorUnits: Int64?

    /// An overage price with its cap; nil: none.
    public init(model: PriceModel, maxChargeMinorUnits: Int64? = nil) {
        self.model = model
        self.maxChargeMinorUnits = maxChargeMinorUnits
    }
}

/// How billable units become an amount (5.5). Prices are exact decimals in major units.
public enum PriceModel: Sendable, Hashable, Codable {
    case perUnit(unitPrice: ExactDecimal)
    case graduated(tiers: [Tier])
    case volume(tiers: [Tier])
    case package(size: ExactDecimal, price: ExactDecimal)

    /// One tier: holds quantities up to and including `upTo`; nil in the last one.
    public struct Tier: Sendable, Hashable, Codable {
        /// The last quantity it holds; not scaled by a segment's share (5.5).
        public var upTo: ExactDecimal?
        /// Major units for each unit.
        public var unitPrice: ExactDecimal
        /// Major units, added when the tier is entered or fallen in; scaled for `sum` and `count` (5.3, 5.5).
        public var flat: ExactDecimal

        /// A tier with its bound and both prices.
        public init(upTo: ExactDecimal?, unitPrice: ExactDecimal, flat: ExactDecimal = .zero) {
            self.upTo = upTo
            self.unitPrice = unitPrice
            self.flat = flat
        }
    }
}

/// A fact shown with a plan; Dueday attaches no meaning to it.
public indirect enum FeatureValue: Sendable, Hashable, Codable {
    case none
    case flag(Bool)
    case number(ExactDecimal)
    case text(String)
    case list([FeatureValue])
    case map([String: FeatureValue])
}

/// Something sold beside a plan.
public struct AddOn: Sendable, Hashable, Codable {
    /// Whether it is charged every period or when it is bought (3.3, 3.4).
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case recurring
        case oneTime = "one_time"
    }

    /// The name in orders, lines and `appliesTo`; add-on lines are ordered by it (3.10).
    public var id: String
    /// As it stands on documents.
    public var name: String
    /// An order that treats it as the other kind is refused.
    public var kind: Kind
    /// Picks the rate of its lines, whatever the plan's is (8.1).
    public var taxCode: String
    /// Units that each one adds to a meter's included quantity (5.4).
    public var raises: [String: ExactDecimal]
    /// One for each currency and, of a recurring one, interval it is sold in.
    public var prices: [Price]

    /// An add-on with all its terms.
    public init(
        id: String, name: String, kind: Kind, taxCode: String = "standard",
        raises: [String: ExactDecimal] = [:], prices: [Price]
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.taxCode = taxCode
        self.raises = raises
        self.prices = prices
    }
}
