import Monetary

extension InvoiceVerification {
    /// The tax rows from the lines' own taxes (8.2 to 8.4).
    mutating func verifyTaxes() {
        for (index, line) in invoice.lines.enumerated() where line.tax == nil {
            note(place(index), "nothing says how it is taxed (rule 8.2)")
        }
        let expected = invoice.taxIsIncluded ? includedTaxes() : addedTaxes()
        let rows = expected.rows
        if rows.count != invoice.taxes.count {
            note("taxes", "\(invoice.taxes.count) rows and should be \(rows.count) (rule 8.3)")
        }
        for (index, (row, tax)) in zip(rows, invoice.taxes).enumerated() {
            let place = "tax row \(index + 1) (\(tax.jurisdiction) \(tax.name ?? tax.category.rawValue))"
            if row.jurisdiction != tax.jurisdiction || row.name != tax.name || row.rate != tax.rate
                || row.category != tax.category
            {
                let wanted = "\(row.jurisdiction) \(row.name ?? "") \(row.category.rawValue) \(row.rate)"
                note(place, "here should stand \(wanted) % (rule 8.3)")
                continue
            }
            compare(
                place, "the base", tax.baseMinorUnits, with: row.base,
                rule: invoice.taxIsIncluded ? "8.4" : "8.3")
            compare(
                place, "the tax", tax.amountMinorUnits, with: row.amount,
                rule: invoice.taxIsIncluded ? "8.4" : "8.3")
        }
    }

    /// Exclusive prices: each row gathers the lines that it applies to (8.3).
    private func addedTaxes() -> TaxRows {
        var rows = TaxRows(invoice.lines)
        for index in rows.rows.indices {
            let row = rows.rows[index]
            let nets = invoice.lines.filter { row.applies(to: $0) }
                .map { WideInteger($0.amountMinorUnits) - WideInteger($0.discountMinorUnits) }
            let base = nets.reduce(.zero, +)
            rows.rows[index].base = base
            rows.rows[index].amount =
                switch invoice.taxRounding {
                case .invoice: row.tax(on: base)
                case .line: nets.reduce(.zero) { $0 + row.tax(on: $1) }
                }
        }
        return rows
    }

    /// Inclusive prices: lines with the same components and rates hold one tax, which is split by the rates (8.4).
    private func includedTaxes() -> TaxRows {
        var rows = TaxRows(invoice.lines)
        var groups: [[LineTax.Component]: WideInteger] = [:]
        for line in invoice.lines {
            let net = WideInteger(line.amountMinorUnits) - WideInteger(line.discountMinorUnits)
            switch line.tax {
            case .components(let components)?:
                groups[components, default: .zero] = groups[components, default: .zero] + net
            case .none?: rows.add(base: net, untaxed: line)
            case nil: break
            }
        }
        for (components, gross) in groups {
            let rates = components.map { WideFraction($0.rate).inTrillionths }
            let hundred = WideInteger(100_000_000_000_000 as Int64)
            let base = WideFraction(gross * hundred, over: hundred + rates.reduce(.zero, +)).rounded
            let shares = SplitCheck.shares(of: gross - base, over: rates)
            for (component, share) in zip(components, shares) {
                rows.add(base: base, amount: share, component: component)
            }
        }
        return rows
    }
}

/// The rows that the lines' taxes call for, in their order: country before region, then the table's order, rates in
/// the order of their first line, what is not taxed last.
private struct TaxRows {
    struct Row {
        var jurisdiction: String
        var name: String?
        var rate: ExactDecimal
        var category: TaxCategory
        var order: Int
        var base = WideInteger.zero
        var amount = WideInteger.zero

        func applies(to line: InvoiceLine) -> Bool {
            switch line.tax {
            case .components(let components)?: components.contains(where: isRow)
            case .none(let category, let country)?:
                name == nil && category == self.category && country == jurisdiction
            case nil: false
            }
        }

        func isRow(of component: LineTax.Component) -> Bool {
            component.jurisdiction == jurisdiction && component.name == name && component.rate == rate
        }

        /// The base times the rate in percent, rounded.
        func tax(on base: WideInteger) -> WideInteger {
            (WideFraction(base) * WideFraction(rate) / WideFraction(100)).rounded
        }
    }

    var rows: [Row] = []

    /// One row for each component and rate, and for each way of not being taxed.
    init(_ lines: [InvoiceLine]) {
        for line in lines {
            switch line.tax {
            case .components(let components)?:
                for component in components where !rows.contains(where: { $0.isRow(of: component) }) {
                    rows.append(
                        Row(
                            jurisdiction: component.jurisdiction, name: component.name, rate: component.rate,
                            category: component.rate.isZero ? .zero : .standard, order: component.order))
                }
            case .none(let category, let country)?:
                if rows.contains(where: { $0.applies(to: line) }) { continue }
                rows.append(
                    Row(jurisdiction: country, name: nil, rate: .zero, category: category, order: .max))
            case nil: break
            }
        }
        // Stable: equal places keep the order of their first line.
        let places = rows.enumerated().sorted {
            ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
        }
        rows = places.map(\.element)
    }

    mutating func add(base: WideInteger, untaxed line: InvoiceLine) {
        guard let index = rows.firstIndex(where: { $0.applies(to: line) }) else { return }
        rows[index].base = rows[index].base + base
    }

    mutating func add(base: WideInteger, amount: WideInteger, component: LineTax.Component) {
        guard let index = rows.firstIndex(where: { $0.isRow(of: component) }) else { return }
        rows[index].base = rows[index].base + base
        rows[index].amount = rows[index].amount + amount
    }
}
