import Monetary

/// The taxes of an invoice by today's facts beside those it was issued with.
struct TaxComparison {
    private(set) var differences: [TaxDifference] = []
    private(set) var totalMinorUnits: Int64 = 0

    /// - Parameter lines: the issued lines, in the order of the invoice, with today's nets and today's taxes.
    init(_ invoice: InvoiceDraft, today lines: [TaxedLine], table: TaxTable) throws {
        let followed = try TaxTotals.amounts(
            of: lines.compactMap { line in line.issued.tax.map { (line.netMinorUnits, $0) } },
            table: TaxTable(rounding: invoice.taxRounding, inclusive: invoice.taxIsIncluded))
        let today = try TaxTotals.amounts(
            of: lines.compactMap { line in line.tax.map { (line.netMinorUnits, $0) } }, table: table)
        let net = lines.reduce(0) { $0 + $1.netMinorUnits }
        totalMinorUnits = net + (table.inclusive ? 0 : today.reduce(0) { $0 + $1.amountMinorUnits })

        var places: [TaxPlace] = []
        for row in invoice.taxes + today where row.name != nil && !places.contains(row.place) {
            places.append(row.place)
        }
        for place in places {
            let issued = invoice.taxes.sum(of: place)
            let follows = followed.sum(of: place)
            let now = today.sum(of: place)
            guard issued != now, let name = place.name else { continue }
            var parts: [DifferencePart] = []
            if follows != issued {
                parts.append(
                    DifferencePart(
                        cause: .follows, minorUnits: follows - issued,
                        detail: "the lines' net amounts are others"))
            }
            if now != follows {
                let reason = Self.reason(for: place, lines, invoice: invoice, table: table)
                parts.append(
                    DifferencePart(cause: reason.cause, minorUnits: now - follows, detail: reason.detail))
            }
            differences.append(
                TaxDifference(
                    jurisdiction: place.jurisdiction, name: name, issuedMinorUnits: issued,
                    nowMinorUnits: now, parts: parts))
        }
    }

    /// A line with what it comes to and how it is taxed today.
    struct TaxedLine {
        var issued: InvoiceLine
        var netMinorUnits: Int64
        var tax: LineTax?
    }

    /// Why a tax is another: the first line whose tax changed at this place tells.
    private static func reason(
        for place: TaxPlace, _ lines: [TaxedLine], invoice: InvoiceDraft, table: TaxTable
    ) -> (cause: DifferenceCause, detail: String) {
        for line in lines {
            guard let before = line.issued.tax, let now = line.tax,
                let reason = reason(for: place, before, now)
            else { continue }
            return reason
        }
        let way = table.inclusive ? "included in prices" : "added to prices"
        return (.changedTaxMethod, "taxes are \(way) and rounded by \(table.rounding.rawValue) now")
    }

    private static func reason(
        for place: TaxPlace, _ before: LineTax, _ now: LineTax
    ) -> (cause: DifferenceCause, detail: String)? {
        switch (before, now) {
        case (.none(let category, _), .components):
            return (category.cause, "category \(category.rawValue) then, taxed now")
        case (.components, .none(let category, _)):
            return (category.cause, "taxed then, category \(category.rawValue) now")
        case (.none(let before, _), .none(let now, _)):
            return before == now ? nil : (now.cause, "category \(before.rawValue) then, \(now.rawValue) now")
        case (.components(let before), .components(let now)):
            let (old, new) = (before.first(where: place.isOf)?.rate, now.first(where: place.isOf)?.rate)
            switch (old, new) {
            case (let old?, let new?):
                return old == new ? nil : (.changedTaxRate, "\(old) % then, \(new) % now")
            case (let old?, nil): return (.changedTaxPlace, "\(old) % then, not in force now")
            case (nil, let new?): return (.changedTaxPlace, "not in force then, \(new) % now")
            case (nil, nil): return nil
            }
        }
    }
}

/// A component of a jurisdiction, whatever its rate.
private struct TaxPlace: Hashable {
    var jurisdiction: String
    var name: String?

    func isOf(_ component: LineTax.Component) -> Bool {
        component.jurisdiction == jurisdiction && component.name == name
    }
}

extension TaxAmount {
    fileprivate var place: TaxPlace { TaxPlace(jurisdiction: jurisdiction, name: name) }
}

extension [TaxAmount] {
    fileprivate func sum(of place: TaxPlace) -> Int64 {
        reduce(0) { $0 + ($1.place == place ? $1.amountMinorUnits : 0) }
    }
}

extension TaxCategory {
    fileprivate var cause: DifferenceCause {
        switch self {
        case .exempt: .exemption
        case .reverseCharge: .reverseCharge
        case .standard, .zero, .outside: .changedTaxPlace
        }
    }
}
