import Billing
import BillingCalendar
import Monetary

/// Gathers neighbouring lines that belong together and gives them names and a heading; the order of the
/// invoice (3.10) stays.
struct LineGrouping {
    let currency: Currency
    let names: ItemNames
    let texts: DocumentTexts
    let zone: Zone

    func groups(of lines: [InvoiceLine]) -> [DocumentLineGroup] {
        let severalPlans = Set(lines.filter { $0.kind == .usage }.map(\.plan)).count > 1
        var groups: [DocumentLineGroup] = []
        var index = lines.startIndex
        while index < lines.endIndex {
            let key = Key(lines[index])
            let end = lines[index...].firstIndex { Key($0) != key } ?? lines.endIndex
            groups.append(group(Array(lines[index..<end]), key.kind, namesPlans: severalPlans))
            index = end
        }
        return groups
    }

    private struct Key: Equatable {
        var kind: DocumentLineGroup.Kind
        var period: Int
        /// Where a change cut the period.
        var changedAt: Instant?

        init(_ line: InvoiceLine) {
            kind = Self.kind(of: line)
            period = line.periodNumber
            changedAt = kind == .change ? line.period.start : nil
        }

        private static func kind(of line: InvoiceLine) -> DocumentLineGroup.Kind {
            switch line.kind {
            case .usage: .usage
            case .minimum:
                if case .minimum(let inputs) = line.derivation, inputs.minimumBeforeMinorUnits != 0 {
                    .lateUsage
                } else {
                    .usage
                }
            case .lateUsage: .lateUsage
            case .plan, .addon: .opening
            case .prorationCredit, .prorationCharge: .change
            case .oneTime: .oneTime
            }
        }
    }

    private func group(
        _ lines: [InvoiceLine], _ kind: DocumentLineGroup.Kind, namesPlans: Bool
    ) -> DocumentLineGroup {
        let whole = Period(
            start: lines.map(\.period.start).min() ?? lines[0].period.start,
            end: lines.map(\.period.end).max() ?? lines[0].period.end)
        let period = CivilPeriod(whole, in: zone)
        let written = texts.dates.text(period)
        let heading =
            switch kind {
            case .usage: texts.usageGroup(written)
            case .lateUsage: texts.lateUsageGroup(written)
            case .opening: texts.openingGroup(written)
            case .change: texts.changeGroup(texts.dates.text(period.start.date))
            case .oneTime: texts.oneTimeGroup
            case .credited: ""
            }
        return DocumentLineGroup(
            kind: kind, heading: heading,
            lines: lines.map { line in
                let headingSaysPeriod = line.period == whole && kind != .change && kind != .oneTime
                return documentLine(line, showsPeriod: !headingSaysPeriod, namesPlan: namesPlans)
            })
    }

    private func documentLine(_ line: InvoiceLine, showsPeriod: Bool, namesPlan: Bool) -> DocumentLine {
        let period = CivilPeriod(line.period, in: zone)
        let isMetered = line.kind == .usage || line.kind == .lateUsage
        let unit = isMetered ? names.units[line.item] : nil
        let taxes = line.tax.documentTaxes
        return DocumentLine(
            kind: line.kind,
            name: name(kind: line.kind, item: line.item, plan: line.plan, namesPlan: namesPlan),
            periodText: showsPeriod ? texts.dates.text(period) : nil, period: period, quantity: line.quantity,
            unit: unit.map { texts.words.name(of: $0, for: line.quantity.ratio) }, unitSymbol: unit,
            unitPrice: unitPrice(line),
            explanation: line.explanation(currency: currency, unit: unit, words: texts.words),
            taxCategory: taxes.category, taxRates: taxes.rates, amountMinorUnits: line.amountMinorUnits,
            discounts: line.discounts, columnsSayAll: line.isWholeCharge && line.discounts.isEmpty,
            usage: line.breakdown)
    }

    /// What a line is called.
    func name(kind: InvoiceLine.Kind, item: String, plan: String, namesPlan: Bool) -> String {
        let name = names.plans[item] ?? names.addOns[item] ?? item
        switch kind {
        case .plan: return names.plans[item] ?? item
        case .addon, .oneTime: return names.addOns[item] ?? item
        case .prorationCredit: return texts.unusedTime(name)
        case .prorationCharge: return texts.remainingTime(name)
        case .minimum: return texts.minimumSpend(name)
        case .usage, .lateUsage:
            let meter = Self.readable(item, unit: names.units[item])
            return namesPlan ? meter + texts.punctuation.brackets(names.plans[plan] ?? plan) : meter
        }
    }

    /// "api_calls" as "API calls", "storage_gb" as "Storage GB": meters have ids and units, but no names.
    private static func readable(_ id: String, unit: String?) -> String {
        let words = id.split { $0 == "_" || $0 == "-" }.map { word in
            if let unit, word.lowercased() == unit.lowercased() { return unit }
            return abbreviations.contains(String(word)) ? word.uppercased() : String(word)
        }.joined(separator: " ")
        return words.isEmpty ? id : words.prefix(1).uppercased() + words.dropFirst()
    }

    private static let abbreviations: Set<String> = [
        "ai", "api", "cdn", "cpu", "db", "dns", "gb", "gpu", "ip", "kb", "mb", "pdf", "ram", "sms", "sql",
        "ssl",
        "tb", "url", "vm", "vpn",
    ]

    private func unitPrice(_ line: InvoiceLine) -> ExactDecimal? {
        switch line.derivation {
        case .charge(_, let minorUnits, _):
            return try? ExactDecimal(parsing: currency.majorUnits(minorUnits))
        case .usage(let inputs), .lateUsage(let inputs, _, _):
            guard case .perUnit(let price) = inputs.model else { return nil }
            return price
        case .credit, .minimum:
            return nil
        }
    }
}

extension InvoiceLine {
    /// A charge of quantity × price for a whole period.
    fileprivate var isWholeCharge: Bool {
        guard case .charge(_, _, let share) = derivation else { return false }
        return share.part == share.whole && share.part != 0
    }

    /// The parts of a charge for use.
    fileprivate var breakdown: UsageBreakdown? {
        switch derivation {
        case .usage(let inputs), .lateUsage(let inputs, _, _): try? inputs.breakdown()
        case .charge, .credit, .minimum: nil
        }
    }

}

extension LineTax? {
    /// Category and rates; a line of an issued invoice has its taxes.
    var documentTaxes: (category: TaxCategory, rates: [ExactDecimal]) {
        switch self {
        case .some(.components(let components)):
            (components.contains { !$0.rate.isZero } ? .standard : .zero, components.map(\.rate))
        case .some(.none(let category, _)):
            (category, [])
        case nil:
            (.outside, [])
        }
    }
}
