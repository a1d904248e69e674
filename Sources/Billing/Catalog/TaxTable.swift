public import BillingCalendar
public import Monetary

/// The seller's taxes by place (8.1).
public struct TaxTable: Sendable, Hashable, Codable {
    /// Whether tax is rounded once per component and rate or on every line (8.3).
    public enum Rounding: String, Sendable, Hashable, Codable, CaseIterable {
        case invoice, line
    }

    /// Has no effect on inclusive prices (8.4).
    public var rounding: Rounding
    /// Whether prices contain the tax (8.4).
    public var inclusive: Bool
    /// Rows by country ("DE") or country and region ("US-CA"), in the table's order.
    public var jurisdictions: [String: [TaxRow]]

    /// A table with its settings; without jurisdictions nothing is taxed.
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
    /// What a component takes of its base.
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

    /// Names the component within its jurisdiction, and stands on documents ("VAT").
    public var name: String
    /// Percent, in force from `validFrom` until a later row of the same name.
    public var rate: Rate
    /// First day of validity in the seller's zone; nil: always.
    public var validFrom: CivilDate?
    /// Which buyers it is for; nil: all of the jurisdiction.
    public var condition: Condition?

    /// A row with all its columns.
    public init(name: String, rate: Rate, validFrom: CivilDate? = nil, condition: Condition? = nil) {
        self.name = name
        self.rate = rate
        self.validFrom = validFrom
        self.condition = condition
    }
}
