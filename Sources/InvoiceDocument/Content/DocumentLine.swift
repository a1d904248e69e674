public import Billing
public import Monetary

/// A line as it stands on a document: words in the reader's language, exact figures.
public struct DocumentLine: Sendable, Hashable {
    /// What kind of charge it is.
    public var kind: InvoiceLine.Kind
    /// The item by its name.
    public var name: String
    /// Its own period, where the group's heading does not say it already.
    public var periodText: String?
    /// When the service was given.
    public var period: CivilPeriod
    /// How many; for usage what is billed.
    public var quantity: ExactDecimal
    /// The unit of the quantity, where it has one.
    public var unit: String?
    /// The same as the catalogue has it.
    public var unitSymbol: String?
    /// The price of one in major units; nil where the amount is not made of one price.
    public var unitPrice: ExactDecimal?
    /// How the amount came about.
    public var explanation: String
    /// Tax category of the line.
    public var taxCategory: TaxCategory
    /// Percent of each tax on it; empty for E, AE and O.
    public var taxRates: [ExactDecimal]
    /// Before discounts, minor units.
    public var amountMinorUnits: Int64
    /// What coupons take off, minor units.
    public var discounts: [LineDiscount]

    /// Whether quantity × unit price is all there is to explain.
    public var columnsSayAll: Bool
    /// The parts of a charge for use; nil on other lines.
    public var usage: UsageBreakdown?

    /// What coupons take off in all, minor units.
    public var discountMinorUnits: Int64 { discounts.reduce(0) { $0 + $1.minorUnits } }
}

/// Lines that stand under one heading.
public struct DocumentLineGroup: Sendable, Hashable {
    /// Why the lines stand together.
    public enum Kind: Sendable, Hashable {
        /// Use and minimum of a period that has ended.
        case usage
        /// What earlier periods owe for use that was recorded late.
        case lateUsage
        /// Plan and add-ons in advance.
        case opening
        /// The credit and the charge of one change.
        case change
        /// Bought once.
        case oneTime
        /// What a credit note takes back.
        case credited
    }

    /// Why the lines stand together.
    public var kind: Kind
    /// The heading, with the period.
    public var heading: String
    /// In the order of the invoice.
    public var lines: [DocumentLine]

    /// Sum of the lines before discounts, minor units.
    public var amountMinorUnits: Int64 { lines.reduce(0) { $0 + $1.amountMinorUnits } }
}

/// A row of the tax table (8.3).
public struct DocumentTaxRow: Sendable, Hashable {
    /// UNTDID 5305.
    public var category: TaxCategory
    /// "USt", "CA sales tax"; nil for E, AE and O.
    public var name: String?
    /// "DE" or "US-CA".
    public var jurisdiction: String
    /// Percent.
    public var rate: ExactDecimal
    /// What the rate applies to, minor units.
    public var baseMinorUnits: Int64
    /// The tax, minor units.
    public var amountMinorUnits: Int64

    init(_ tax: TaxAmount) {
        category = tax.category
        name = tax.name
        jurisdiction = tax.jurisdiction
        rate = tax.rate
        baseMinorUnits = tax.baseMinorUnits
        amountMinorUnits = tax.amountMinorUnits
    }
}
