import Billing
import BillingCalendar
import BillingFormats
import Monetary
import Simulation

/// An invoice for people and programs; the JSON has the form of a simulation's answer (SCENARIO).
enum InvoiceText {
    static func json(_ invoice: Invoice) -> OrderedJSON { SimulationAnswer.Invoice(invoice).json }

    static func print(_ invoice: Invoice, units: [String: String]) {
        let content = invoice.content
        let amount = content.currency.majorUnits
        Terminal.print(
            "\(invoice.number)  \(content.kind.rawValue)  \(invoice.status.rawValue)  "
                + "\(amount(content.totalMinorUnits)) \(content.currency.code)")
        Terminal.print("  account \(content.account), subscription \(content.subscription)")
        Terminal.print("  issued \(content.issuedAt), due \(content.dueAt)")
        Terminal.print()
        var table = Table([
            .left("  LINE"), .left("PERIOD"), .right("AMOUNT"), .right("DISCOUNT"), .right("NET"),
            .left("HOW"),
        ])
        for line in content.lines {
            table.add(
                "  \(line.kind.rawValue) \(line.item)", "\(line.period.start) – \(line.period.end)",
                amount(line.amountMinorUnits), amount(line.discountMinorUnits), amount(line.netMinorUnits),
                line.explanation(currency: content.currency, unit: units[line.item]))
        }
        table.print()
        Terminal.print()
        var totals = Table([.left("  "), .right(content.currency.code), .left("")])
        totals.add("  subtotal", amount(content.subtotalMinorUnits), "")
        if content.discountMinorUnits != 0 {
            totals.add("  discount", "-\(amount(content.discountMinorUnits))", "")
        }
        for tax in content.taxes {
            totals.add(
                "  tax \(tax.jurisdiction) \(tax.name ?? tax.category.rawValue)",
                amount(tax.amountMinorUnits),
                "\(tax.rate) % of \(amount(tax.baseMinorUnits)), category \(tax.category.rawValue)"
                    + (content.taxIsIncluded ? ", included" : ""))
        }
        totals.add("  total", amount(content.totalMinorUnits), "")
        totals.add("  from balance", amount(content.balanceAppliedMinorUnits), "")
        totals.add("  amount due", amount(content.amountDueMinorUnits), "")
        if invoice.amountCreditedMinorUnits > 0 {
            totals.add("  credited", amount(invoice.amountCreditedMinorUnits), "by credit notes")
        }
        totals.add("  paid", amount(invoice.amountPaidMinorUnits), invoice.paidAt.map { "at \($0)" } ?? "")
        totals.print()
    }
}
