import Monetary

/// The tax table of an invoice from its taxed lines (8.3, 8.4).
struct TaxTotals {
    private struct Key: Hashable {
        var jurisdiction: String
        var name: String?
        var category: TaxCategory
        var rate: ExactDecimal
    }

    private struct Row {
        var key: Key
        var order: Int
        var base: Int64 = 0
        var amount: Int64 = 0
    }

    private var rows: [Row] = []

    /// - Parameter lines: net amounts in minor units with their taxes, in the order of the invoice.
    static func amounts(
        of lines: [(netMinorUnits: Int64, tax: LineTax)], table: TaxTable
    ) throws -> [TaxAmount] {
        var totals = TaxTotals()
        if table.inclusive {
            try totals.addInclusive(lines)
        } else {
            try totals.addExclusive(lines, rounding: table.rounding)
        }
        return totals.rows.enumerated()
            .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
            .map { _, row in
                TaxAmount(
                    jurisdiction: row.key.jurisdiction, name: row.key.name, category: row.key.category,
                    rate: row.key.rate, baseMinorUnits: row.base, amountMinorUnits: row.amount)
            }
    }

    /// Per component and rate, base = Σ net; the tax once on the base, or line by line.
    private mutating func addExclusive(
        _ lines: [(netMinorUnits: Int64, tax: LineTax)], rounding: TaxTable.Rounding
    ) throws {
        for line in lines {
            switch line.tax {
            case .none(let category, let country):
                rows[index(untaxed: category, country: country)].base += line.netMinorUnits
            case .components(let components):
                for component in components {
                    let index = index(of: component)
                    rows[index].base += line.netMinorUnits
                    guard rounding == .line else { continue }
                    rows[index].amount += try Self.tax(on: line.netMinorUnits, rate: component.rate)
                }
            }
        }
        guard rounding == .invoice else { return }
        for index in rows.indices {
            rows[index].amount = try Self.tax(on: rows[index].base, rate: rows[index].key.rate)
        }
    }

    /// Per group of lines with the same components and rates: tax = G − rounded(G ÷ (1 + Σ rates)), split over
    /// the components by rate.
    private mutating func addInclusive(_ lines: [(netMinorUnits: Int64, tax: LineTax)]) throws {
        var groups: [(components: [LineTax.Component], gross: Int64)] = []
        for line in lines {
            switch line.tax {
            case .none(let category, let country):
                rows[index(untaxed: category, country: country)].base += line.netMinorUnits
            case .components(let components):
                if let index = groups.firstIndex(where: { $0.components == components }) {
                    groups[index].gross += line.netMinorUnits
                } else {
                    groups.append((components, line.netMinorUnits))
                }
            }
        }
        for group in groups {
            let shares = try Self.includedTaxes(of: group.gross, group.components)
            let tax = shares.reduce(0, +)
            for (component, share) in zip(group.components, shares) {
                let index = index(of: component)
                rows[index].base += group.gross - tax
                rows[index].amount += share
            }
        }
    }

    /// The tax that a sum of prices holds, for each of its components: G − rounded(G ÷ (1 + Σ rates)), split by rate.
    static func includedTaxes(
        of gross: Int64, _ components: [LineTax.Component]
    ) throws(MonetaryError) -> [Int64] {
        let divisor = try Ratio.one + sum(of: components) / Ratio(100)
        let tax = gross - (try (Ratio(gross) / divisor).rounded())
        guard tax != 0 else { return components.map { _ in 0 } }
        return try allocate(tax, over: components.map(\.rate.ratio))
    }

    /// Percent of all components together.
    static func sum(of components: [LineTax.Component]) throws(MonetaryError) -> Ratio {
        var rates = Ratio.zero
        for component in components { rates = try rates + component.rate.ratio }
        return rates
    }

    private static func tax(on base: Int64, rate: ExactDecimal) throws -> Int64 {
        if rate.isZero { return 0 }
        return try (Ratio(base) * rate.ratio / Ratio(100)).rounded()
    }

    private mutating func index(of component: LineTax.Component) -> Int {
        let key = Key(
            jurisdiction: component.jurisdiction, name: component.name,
            category: component.rate.isZero ? .zero : .standard, rate: component.rate)
        return index(of: key, order: component.order)
    }

    /// E, AE and O come last.
    private mutating func index(untaxed category: TaxCategory, country: String) -> Int {
        index(of: Key(jurisdiction: country, name: nil, category: category, rate: .zero), order: .max)
    }

    private mutating func index(of key: Key, order: Int) -> Int {
        if let index = rows.firstIndex(where: { $0.key == key }) { return index }
        rows.append(Row(key: key, order: order))
        return rows.count - 1
    }
}
