import Billing
import Monetary

// What stands in the rows of the appendix.
extension UsageAppendix {
    /// None where quantity × price under the line says all already.
    static func rows(of content: DocumentContent) -> [Row] {
        let lines = content.lines.filter { $0.usage != nil }
        guard lines.count > 5 || lines.contains(where: \.needsParts) else { return [] }
        var rows: [Row] = []
        var sum: Int64 = 0
        for line in lines {
            guard let usage = line.usage else { continue }
            rows += self.rows(of: line, usage, content)
            sum += line.amountMinorUnits
        }
        rows.append(
            Row(label: content.texts.appendix.total, amount: content.written(sum), weight: .total))
        return rows
    }

    private static func rows(
        of line: DocumentLine, _ usage: UsageBreakdown, _ content: DocumentContent
    ) -> [Row] {
        let texts = content.texts
        let words = texts.appendix
        let numbers = texts.words.numbers
        let period = texts.dates.text(line.period)
        var rows = [Row(label: line.name + texts.punctuation.comma + period, weight: .heading)]
        rows.append(Row(label: words.used, quantity: numbers.text(usage.used)))
        if !usage.included.isZero {
            rows.append(Row(label: words.included, quantity: numbers.text(usage.included)))
            // A single product says it itself.
            if usage.parts.count != 1 || usage.packageSize != nil || usage.parts[0].tier != nil {
                rows.append(Row(label: words.billable, quantity: numbers.text(usage.billable)))
            }
        }
        rows += usage.parts.map { row(of: $0, usage, content) }
        if usage.share != .one {
            rows.append(Row(label: words.share, quantity: "× " + numbers.text(usage.share)))
        }
        if let cap = usage.cap {
            rows.append(
                Row(label: words.cap, amount: content.texts.words.numbers.price(cap, content.currency)))
        }
        let before = usage.amountMinorUnits - line.amountMinorUnits
        if before != 0 {
            rows.append(Row(label: words.chargedBefore, amount: content.written(-before)))
        }
        rows.append(
            Row(label: words.lineAmount, amount: content.written(line.amountMinorUnits), weight: .sum))
        return rows
    }

    private static func row(
        of part: UsageBreakdown.Part, _ usage: UsageBreakdown, _ content: DocumentContent
    ) -> Row {
        let texts = content.texts
        let numbers = texts.words.numbers
        var label = texts.appendix.billable
        if let tier = part.tier {
            label = texts.appendix.tier("\(tier.number)") + texts.punctuation.brackets(tier.bounds(texts))
        }
        if let size = usage.packageSize { label = "\(texts.words.packagesOf) \(numbers.text(size))" }
        if part.quantity == nil { label += texts.punctuation.comma + texts.appendix.flatFee }
        return Row(
            label: label, quantity: part.quantity.map(numbers.text) ?? "",
            price: numbers.price(part.price, content.currency),
            amount: numbers.price(part.amount, content.currency))
    }
}

extension UsageBreakdown.Tier {
    /// "0 – 5", "5 – 10", "> 10"
    func bounds(_ texts: DocumentTexts) -> String {
        let numbers = texts.words.numbers
        let start = above.map(numbers.text) ?? "0"
        return upTo.map { start + texts.dates.rangeSeparator + numbers.text($0) } ?? "> \(start)"
    }
}

extension DocumentLine {
    /// Whether one product of quantity and price is not the whole charge.
    var needsParts: Bool {
        guard let usage else { return false }
        return usage.parts.count > 1 || usage.packageSize != nil || usage.cap != nil || usage.share != .one
            || usage.amountMinorUnits != amountMinorUnits
    }
}
