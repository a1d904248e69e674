import Billing
import Monetary

/// Every amount of every invoice comes out again from the text of its explanation alone, by pocket calculator.
public enum ExplanationProperties {
    /// What does not come out, in words; empty when all is well.
    public static func violations(of played: PlayedScenario) throws -> [String] {
        try played.invoices.flatMap { invoice in
            let standing = invoice.standingSteps()
            let own =
                try violations(of: invoice.content)
                + standing.flatMap { try wrong($0, invoice.content.currency) }
            return own.map { "\(invoice.number): \($0)" }
        }
    }

    static func violations(of invoice: InvoiceDraft) throws -> [String] {
        var violations: [String] = []
        let amount = NumberStyle.english.amount
        for (index, line) in invoice.lines.enumerated() {
            let steps = try line.explanationSteps(currency: invoice.currency)
            violations += try steps.flatMap { try wrong($0, invoice.currency) }
            if steps.last?.result != amount(line.netMinorUnits, invoice.currency) {
                violations.append("line \(index + 1) ends with \(steps.last?.result ?? "nothing")")
            }
        }
        let steps = try invoice.explanationSteps()
        violations += try steps.flatMap { try wrong($0, invoice.currency) }
        func expect(_ label: String, _ minorUnits: Int64) {
            let results = steps.filter { $0.label == label }.map(\.result)
            guard results != [amount(minorUnits, invoice.currency)] else { return }
            violations.append("\(label) comes to \(results) and should be \(minorUnits)")
        }
        for tax in invoice.taxes {
            guard let name = tax.name else { continue }
            expect("Tax \(tax.jurisdiction) \(name) \(tax.rate) %", tax.amountMinorUnits)
        }
        expect("Subtotal", invoice.subtotalMinorUnits)
        if invoice.discountMinorUnits != 0 { expect("Discount", invoice.discountMinorUnits) }
        if invoice.taxMinorUnits != 0, !invoice.taxIsIncluded { expect("Tax", invoice.taxMinorUnits) }
        expect("Total", invoice.totalMinorUnits)
        expect("Amount due", invoice.amountDueMinorUnits)
        return violations + unfounded(steps) + (try wrongSplits(invoice, steps))
    }

    /// Numbers of the total and the amount due that no step before them came to.
    private static func unfounded(_ steps: [ExplanationStep]) -> [String] {
        var known: Set<String> = []
        var violations: [String] = []
        for step in steps {
            let numbers = step.formula.split(whereSeparator: { " ()".contains($0) }).map(String.init)
            if ["Total", "Amount due"].contains(step.label) {
                violations += numbers.filter { !["+", "−"].contains($0) && !known.contains($0) }
                    .map { "\(step.label): nothing says where \($0) comes from" }
            }
            known.insert(step.result)
        }
        return violations
    }

    /// A step whose formula does not give its result.
    private static func wrong(_ step: ExplanationStep, _ currency: Currency) throws -> [String] {
        let exact = try PocketCalculator.value(of: step.formula)
        let result = try PocketCalculator.value(of: step.result)
        var scale = Ratio.one
        for _ in 0..<currency.exponent { scale = try scale * Ratio(10) }
        let isRight =
            switch step.rounding {
            case .exact: exact == result
            case .up: try Ratio(try exact.roundedUp(), over: 1) == result
            case .halfAwayFromZero: try Ratio(try (exact * scale).rounded()) == result * scale
            case .split: try isNext(exact * scale, to: result * scale)
            }
        return isRight ? [] : ["\(step.label): \(step.formula) is not \(step.result)"]
    }

    /// The whole number below or above, by absolute value.
    private static func isNext(_ exact: Ratio, to share: Ratio) throws -> Bool {
        let difference = try exact - share
        return difference < .one && -difference < .one
    }

    /// What coupons took by the steps is what the lines say.
    private static func wrongSplits(_ invoice: InvoiceDraft, _ steps: [ExplanationStep]) throws -> [String] {
        var violations: [String] = []
        for (index, line) in invoice.lines.enumerated() {
            for discount in line.discounts where discount.percent == nil {
                let own = steps.filter { $0.label == "Coupon \(discount.coupon), part of line \(index + 1)" }
                let amount = NumberStyle.english.amount(discount.minorUnits, invoice.currency)
                guard let result = own.first?.result, result != amount else { continue }
                violations.append(
                    "coupon \(discount.coupon) took \(amount) of line \(index + 1), not \(result)")
            }
        }
        return violations
    }
}
