public import Monetary

/// How one line is taxed: decided at issue, kept for the credits that may take the line back (4.8).
public enum LineTax: Sendable, Hashable, Codable {
    case components([Component])
    /// E, AE or O: no tax, one row with the buyer's country (8.2).
    case none(category: TaxCategory, country: String)

    /// A tax that applies to the line, at the rate of the line's tax code.
    public struct Component: Sendable, Hashable, Codable {
        /// Country ("DE") or country and region ("US-CA").
        public var jurisdiction: String
        /// The component's, as in the table.
        public var name: String
        /// Percent.
        public var rate: ExactDecimal
        /// Place in the table: country before region, then the table's order.
        public var order: Int
    }
}

extension LineTax {
    /// The same components at a rate of zero: for the rest of a charge whose tax was given back.
    var withoutTax: LineTax {
        guard case .components(let components) = self else { return self }
        return .components(
            components.map {
                Component(jurisdiction: $0.jurisdiction, name: $0.name, rate: .zero, order: $0.order)
            })
    }
}

/// UNTDID 5305 as EN 16931 uses it.
public enum TaxCategory: String, Sendable, Hashable, Codable, CaseIterable {
    /// Standard rated.
    case standard = "S"
    case zero = "Z"
    case exempt = "E"
    case reverseCharge = "AE"
    /// Outside the scope of the seller's taxes.
    case outside = "O"
}

/// One row of an invoice's tax table.
public struct TaxAmount: Sendable, Hashable, Codable {
    /// Country ("DE") or country and region ("US-CA"); for E, AE and O the buyer's country (8.2).
    public var jurisdiction: String
    /// nil for E, AE and O.
    public var name: String?
    /// Of all lines in the row.
    public var category: TaxCategory
    /// Percent.
    public var rate: ExactDecimal
    /// Σ net of its lines; where the tax is included, less the tax (8.3, 8.4).
    public var baseMinorUnits: Int64
    /// Zero-rate rows are kept (8.3).
    public var amountMinorUnits: Int64
}
