public import BillingCalendar
public import Monetary

/// The seller's taxes by place (8.1).
public struct TaxTable: Sendable, Hashable, Codable {
    public enum Rounding: String, Sendable, Hashable, Codable, CaseIterable {
        case invoice, line
    }

    public var rounding: Rounding
    /// Whether prices contain the tax (8.4).
    public var inclusive: Bool
    /// Rows by country ("DE") or country and region ("US-CA"), in the table's order.
    public var jurisdictions: [String: [TaxRow]]

    public init(
        rounding: Rounding = .invoice, inclusive: Bool = false, jurisdictions: [String: [TaxRow]] = [:]
    ) {
        self.rounding = rounding
        self.inclusive = inclusive
        self.jurisdictions = jurisdictions
    }
}

/// One component of a jurisdiction's tax, at the rates valid from a date.
///
/// Rows of one jurisdiction with the same name are one component at several dates.
public struct TaxRow: Sendable, Hashable, Codable {
    public enum Rate: Sendable, Hashable, Codable {
        /// Percent for every tax code.
        case all(ExactDecimal)
        /// Percent by tax code; a code that is not named: 0.
        case byTaxCode([String: ExactDecimal])
    }

    /// How buyer and seller lie to each other, by country and region.
    public enum Condition: String, Sendable, Hashable, Codable, CaseIterable {
        case sameRegion = "same_region"
        case otherRegion = "other_region"
    }

    public var name: String
    public var rate: Rate
    /// First day of validity in the seller's zone; nil: always.
    public var validFrom: CivilDate?
    public var condition: Condition?

    public init(name: String, rate: Rate, validFrom: CivilDate? = nil, condition: Condition? = nil) {
        self.name = name
        self.rate = rate
        self.validFrom = validFrom
        self.condition = condition
    }
}
