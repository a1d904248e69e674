import Billing
import BillingCalendar
import BillingFormats
import Monetary

/// An invoice's arithmetic, line by line and step by step.
struct InvoiceExplanation {
    private let invoice: Invoice
    private let lines: [(line: InvoiceLine, steps: [ExplanationStep])]

    init(_ invoice: Invoice, units: [String: String]) throws {
        self.invoice = invoice
        lines = try invoice.content.lines.map { line in
            (line, try line.explanationSteps(currency: invoice.content.currency, unit: units[line.item]))
        }
    }

    func print() {
        let content = invoice.content
        let amount = content.currency.majorUnits
        Terminal.print("\(invoice.number), \(content.currency.code), issued \(content.issuedAt)")
        for (line, steps) in lines {
            Terminal.print("\n\(line.kind.rawValue) \(line.item), \(line.period.start) – \(line.period.end)")
            var table = Table([.left("  STEP"), .left("CALCULATION"), .right("RESULT")])
            for step in steps { table.add("  \(step.label)", step.formula, step.result) }
            table.print()
            for discount in line.discounts {
                Terminal.print("  coupon \(discount.coupon) takes off \(amount(discount.minorUnits))")
            }
            Terminal.print(
                "  net \(amount(line.amountMinorUnits)) − \(amount(line.discountMinorUnits)) = \(amount(line.netMinorUnits))"
            )
        }
        Terminal.print()
        for tax in content.taxes {
            Terminal.print(
                "tax \(tax.jurisdiction) \(tax.name ?? tax.category.rawValue): \(amount(tax.baseMinorUnits)) at "
                    + "\(tax.rate) % = \(amount(tax.amountMinorUnits))"
                    + (content.taxIsIncluded ? ", included" : ""))
        }
        Terminal.print(
            "total \(amount(content.totalMinorUnits)) = from balance \(amount(content.balanceAppliedMinorUnits)) "
                + "+ due \(amount(content.amountDueMinorUnits))")
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
                        "steps": .array(
                            steps.map { step in
                                [
                                    "label": .string(step.label), "formula": .string(step.formula),
                                    "result": .string(step.result),
                                ]
                            }),
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
            "total": .string(amount(invoice.content.totalMinorUnits)),
        ]
    }
}
