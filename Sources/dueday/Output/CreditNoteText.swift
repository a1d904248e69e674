import Billing
import BillingFormats
import Monetary

/// Credit notes, and how a corrected invoice stands, for people and programs.
enum CreditNoteText {
    static func json(_ note: CreditNote) -> OrderedJSON {
        let content = note.content
        func amount(_ minorUnits: Int64) -> OrderedJSON { .string(content.currency.majorUnits(minorUnits)) }
        return [
            "number": .string(note.number), "invoice": .string(content.invoiceNumber),
            "account": .string(content.account), "currency": .string(content.currency.code),
            "issued_at": .string("\(content.issuedAt)"), "reason": .string(content.reason),
            "lines": .array(
                content.lines.map { line in
                    [
                        "line": .integer(line.line), "kind": .string(line.kind.rawValue),
                        "item": .string(line.item), "quantity": .text(line.quantity.map { "\($0)" }),
                        "net": amount(line.netMinorUnits(taxIsIncluded: content.taxIsIncluded)),
                        "total": amount(line.totalMinorUnits),
                    ]
                }),
            "taxes": .array(
                content.taxes.map { tax in
                    [
                        "jurisdiction": .string(tax.jurisdiction), "name": .text(tax.name),
                        "category": .string(tax.category.rawValue), "rate": .string("\(tax.rate)"),
                        "base": amount(tax.baseMinorUnits), "amount": amount(tax.amountMinorUnits),
                    ]
                }),
            "net": amount(content.netMinorUnits), "tax": amount(content.taxMinorUnits),
            "total": amount(content.totalMinorUnits),
            "reduction": amount(content.settlement.reductionMinorUnits),
            "refund": amount(content.settlement.refundMinorUnits),
            "to_balance": amount(content.settlement.balanceMinorUnits),
        ]
    }

    static func print(_ note: CreditNote) {
        let content = note.content
        let amount = content.currency.majorUnits
        Terminal.print(
            "\(note.number)  credit note over \(content.invoiceNumber)  "
                + "\(amount(content.totalMinorUnits)) \(content.currency.code)  \(content.reason)")
        var table = Table([.left("  LINE"), .left("UNITS"), .right("NET"), .right("WITH TAX")])
        for line in content.lines {
            table.add(
                "  \(line.line) \(line.kind.rawValue) \(line.item)", line.quantity.map { "\($0)" } ?? "",
                amount(line.netMinorUnits(taxIsIncluded: content.taxIsIncluded)), amount(line.totalMinorUnits)
            )
        }
        table.print()
        let settlement = content.settlement
        let ways = [
            (settlement.reductionMinorUnits, "off what the invoice asks for"),
            (settlement.refundMinorUnits, "sent back through the processor"),
            (settlement.balanceMinorUnits, "to the account's balance"),
        ]
        for (minorUnits, way) in ways where minorUnits > 0 {
            Terminal.print("  \(amount(minorUnits)) \(way)")
        }
    }

    /// How an invoice stands after a correction.
    static func standing(_ invoice: Invoice) -> OrderedJSON {
        let currency = invoice.content.currency
        return [
            "number": .string(invoice.number), "status": .string(invoice.status.rawValue),
            "currency": .string(currency.code),
            "amount_due": .string(currency.majorUnits(invoice.content.amountDueMinorUnits)),
            "amount_paid": .string(currency.majorUnits(invoice.amountPaidMinorUnits)),
            "amount_credited": .string(currency.majorUnits(invoice.amountCreditedMinorUnits)),
            "outstanding": .string(
                currency.majorUnits(invoice.status == .open ? invoice.outstandingMinorUnits : 0)),
        ]
    }

    static func print(_ invoice: Invoice, _ done: String, _ output: OutputOptions) {
        if output.json { return output.print(["invoice": standing(invoice)]) }
        Terminal.print("\(done) invoice \(invoice.number)")
    }

    static func printStanding(_ invoice: Invoice) {
        let outstanding = invoice.content.currency.majorUnits(invoice.outstandingMinorUnits)
        Terminal.print(
            "  \(invoice.number) is \(invoice.status.rawValue)"
                + (invoice.status == .open ? ", \(outstanding) is still to be paid" : ""))
    }
}
