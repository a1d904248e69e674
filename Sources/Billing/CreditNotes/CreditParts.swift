import Monetary

/// A line of an invoice, or what is credited of it, taken apart: its net without tax, and its part of each row of the
/// invoice's tax table. Minor units.
public struct CreditParts: Sendable, Hashable, Codable {
    /// The line's part of one row of the tax table.
    public struct Tax: Sendable, Hashable, Codable {
        /// The row's place on the invoice, from 1.
        public var row: Int
        /// The line's part of it.
        public var minorUnits: Int64
    }

    /// Without tax, also where prices hold it.
    public var baseMinorUnits: Int64
    /// One for every row that taxes the line, zero ones included, in the order of the rows.
    public var taxes: [Tax]

    /// With tax.
    public var totalMinorUnits: Int64 { taxes.reduce(baseMinorUnits) { $0 + $1.minorUnits } }

    /// Whether nothing is in it.
    var isZero: Bool { baseMinorUnits == 0 && taxes.allSatisfy { $0.minorUnits == 0 } }

    /// The base and the taxes, in this order.
    var amounts: [Int64] { [baseMinorUnits] + taxes.map(\.minorUnits) }

    /// Sets one of ``amounts``.
    mutating func set(_ minorUnits: Int64, column: Int) {
        if column == 0 { baseMinorUnits = minorUnits } else { taxes[column - 1].minorUnits = minorUnits }
    }

    /// The same rows with other amounts, in the order of ``amounts``.
    func with(_ amounts: ArraySlice<Int64>) -> CreditParts {
        var parts = self
        parts.baseMinorUnits = amounts.first ?? 0
        for (index, amount) in zip(parts.taxes.indices, amounts.dropFirst()) {
            parts.taxes[index].minorUnits = amount
        }
        return parts
    }

    /// What is left after a credit of the same line.
    mutating func subtract(_ credited: CreditParts) {
        self = with(zip(amounts, credited.amounts).map { $0 - $1 }[...])
    }
}

extension InvoiceDraft {
    /// Every line taken apart, so that all parts of a tax row add up to the row.
    ///
    /// A row's tax was rounded once over its lines (8.3) or over a group of them (8.4); each line gets the exact tax on
    /// its own net, rounded so that the sum comes out.
    func lineParts() throws(MonetaryError) -> [CreditParts] {
        var parts = lines.map { line in
            CreditParts(
                baseMinorUnits: line.netMinorUnits,
                taxes: taxes.indices.filter { taxes[$0].taxes(line) }.map {
                    .init(row: $0 + 1, minorUnits: 0)
                })
        }
        if taxIsIncluded {
            try takeIncludedTaxes(out: &parts)
        } else {
            for (index, row) in taxes.enumerated() {
                let taxed = lines.indices.filter { row.taxes(lines[$0]) }
                var exact: [Ratio] = []
                for line in taxed {
                    let tax = try Ratio(lines[line].netMinorUnits) * row.rate.ratio / Ratio(100)
                    exact.append(taxRounding == .line ? Ratio(try tax.rounded()) : tax)
                }
                let shares = try apportion(row.amountMinorUnits, near: exact)
                for (line, share) in zip(taxed, shares) { parts[line].add(share, row: index + 1) }
            }
        }
        return parts
    }

    /// Inclusive prices: lines with the same components share one tax, which was taken out of their sum (8.4).
    private func takeIncludedTaxes(out parts: inout [CreditParts]) throws(MonetaryError) {
        var groups: [[LineTax.Component]: [Int]] = [:]
        for (index, line) in lines.enumerated() {
            guard case .components(let components)? = line.tax else { continue }
            groups[components, default: []].append(index)
        }
        for (components, members) in groups {
            let gross = members.reduce(0) { $0 + lines[$1].netMinorUnits }
            let shares = try TaxTotals.includedTaxes(of: gross, components)
            let divisor = try TaxTotals.sum(of: components) + Ratio(100)
            for (component, share) in zip(components, shares) {
                guard let row = taxes.firstIndex(where: { $0.isRow(of: component) }) else { continue }
                var exact: [Ratio] = []
                for line in members {
                    exact.append(try Ratio(lines[line].netMinorUnits) * component.rate.ratio / divisor)
                }
                for (line, part) in zip(members, try apportion(share, near: exact)) {
                    parts[line].add(part, row: row + 1)
                    parts[line].baseMinorUnits -= part
                }
            }
        }
    }
}

extension CreditParts {
    fileprivate mutating func add(_ minorUnits: Int64, row: Int) {
        guard let index = taxes.firstIndex(where: { $0.row == row }) else { return }
        taxes[index].minorUnits += minorUnits
    }
}

extension TaxAmount {
    /// Whether the row is one of those that the line stands in.
    fileprivate func taxes(_ line: InvoiceLine) -> Bool {
        switch line.tax {
        case .components(let components)?: components.contains(where: isRow)
        case .none(let category, let country)?:
            name == nil && category == self.category && country == jurisdiction
        case nil: false
        }
    }

    fileprivate func isRow(of component: LineTax.Component) -> Bool {
        component.jurisdiction == jurisdiction && component.name == name && component.rate == rate
    }
}
