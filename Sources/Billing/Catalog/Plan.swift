public import BillingCalendar
public import Monetary

/// A plan that can be subscribed to.
public struct Plan: Sendable, Hashable, Codable {
    public var id: String
    public var name: String
    public var taxCode: String
    public var proration: ProrationBasis
    public var prices: [Price]
    public var limits: [String: Limit]
    /// Least spend of a full period (section 6); minor units by currency.
    public var minimumSpendMinorUnits: [Currency: Int64]
    /// Free-form facts shown with the plan.
    public var features: [String: FeatureValue]

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
    public var currency: Currency
    /// nil for one-time add-ons.
    public var interval: BillingInterval?
    public var amountMinorUnits: Int64

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
    public var model: PriceModel
    /// The most a line may come to for a full period (5.5); minor units.
    public var maxChargeMinorUnits: Int64?

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
        public var upTo: ExactDecimal?
        public var unitPrice: ExactDecimal
        public var flat: ExactDecimal

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
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case recurring
        case oneTime = "one_time"
    }

    public var id: String
    public var name: String
    public var kind: Kind
    public var taxCode: String
    /// Units that each one adds to a meter's included quantity (5.4).
    public var raises: [String: ExactDecimal]
    public var prices: [Price]

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
