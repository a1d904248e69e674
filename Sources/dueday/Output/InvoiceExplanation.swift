import Billing
import BillingCalendar
import BillingFormats
import Monetary

/// An invoice's arithmetic, line by line and step by step.
struct InvoiceExplanation {
    private let invoice: Invoice
    private let units: [String: String]
    private let lines: [(line: InvoiceLine, steps: [ExplanationStep])]
    /// Coupons, taxes and the total.
    private let steps: [ExplanationStep]

    init(_ invoice: Invoice, units: [String: String]) throws {
        self.invoice = invoice
        self.units = units
        lines = try invoice.content.lines.map { line in
            (line, try line.explanationSteps(currency: invoice.content.currency, unit: units[line.item]))
        }
        steps = try invoice.content.explanationSteps() + invoice.standingSteps()
    }

    func print() {
        let content = invoice.content
        Terminal.print(
            "\(invoice.number), \(content.account), \(content.subscription), \(content.currency.code), "
                + "issued \(content.issuedAt), \(invoice.status.rawValue)")
        for (index, (line, steps)) in lines.enumerated() {
            let words = line.explanation(currency: content.currency, unit: units[line.item])
            Terminal.print(
                "\n\(index + 1)  \(line.kind.rawValue) \(line.item), \(line.period.start) – \(line.period.end)\n"
                    + "   \(words)")
            Self.print(steps)
        }
        Terminal.print("\nCoupons, taxes and the total")
        Self.print(steps)
    }

    private static func print(_ steps: [ExplanationStep]) {
        var table = Table([.left("  STEP"), .left("CALCULATION"), .right("RESULT"), .left("")])
        for step in steps { table.add("  \(step.label)", step.formula, step.result, step.rounding.words) }
        table.print()
    }

    var json: OrderedJSON {
        let amount = invoice.content.currency.majorUnits
        return [
            "invoice": .string(invoice.number), "currency": .string(invoice.content.currency.code),
            "lines": .array(
                lines.map { line, steps in
                    [
                        "kind": .string(line.kind.rawValue), "item": .string(line.item),
                        "amount": .string(amount(line.amountMinorUnits)),
                        "steps": .array(steps.map(Self.json)),
                        "discounts": .array(
                            line.discounts.map { discount in
                                [
                                    "coupon": .string(discount.coupon),
                                    "amount": .string(amount(discount.minorUnits)),
                                ]
                            }),
                        "net": .string(amount(line.netMinorUnits)),
                    ]
                }),
            "steps": .array(steps.map(Self.json)),
            "total": .string(amount(invoice.content.totalMinorUnits)),
        ]
    }

    private static func json(_ step: ExplanationStep) -> OrderedJSON {
        [
            "label": .string(step.label), "formula": .string(step.formula), "result": .string(step.result),
            "rounding": .string(step.rounding.rawValue),
        ]
    }
}

extension ExplanationStep.Rounding {
    /// Behind the result, where it is not the formula's value itself.
    fileprivate var words: String {
        switch self {
        case .exact: ""
        case .halfAwayFromZero: "rounded, half away from zero"
        case .up: "rounded up"
        case .split: "rounded so that the parts add up"
        }
    }
}
