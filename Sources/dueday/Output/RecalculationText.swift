import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import Monetary

/// What an account's invoices would be by today's facts, for people and programs.
struct RecalculationText {
    private let result: InvoiceRecalculation.Result

    init(_ result: InvoiceRecalculation.Result) { self.result = result }

    /// Whether something differs that no invoice will bring by itself and no credit note has given back.
    var needsSomebody: Bool { creditedCount < differences.count }

    private var creditedCount: Int { differences.count { $0.remedy == .credited } }
    private var differences: [InvoiceDifference] { result.subscriptions.flatMap(\.invoices) }
    private var invoiceCount: Int { result.subscriptions.reduce(0) { $0 + $1.invoiceCount } }

    private func major(_ minorUnits: Int64) -> String { result.account.currency.majorUnits(minorUnits) }

    /// With its sign.
    private func signed(_ minorUnits: Int64) -> String { (minorUnits > 0 ? "+" : "") + major(minorUnits) }
}

extension RecalculationText {
    /// A table for each invoice that differs, then the late use.
    func print() {
        for difference in differences { print(difference) }
        printLateUsage()
        Terminal.print(
            "\(invoiceCount) invoices of \(result.account.id) worked out again from today's facts, "
                + "\(differences.count) differ"
                + (creditedCount == 0 ? "" : ", \(creditedCount) of them credited already"))
    }

    private func print(_ difference: InvoiceDifference) {
        let content = difference.invoice.content
        Terminal.print(
            "\(difference.invoice.number)  \(content.subscription)  issued \(content.issuedAt)  "
                + "\(difference.invoice.status.rawValue)")
        var table = Table([
            .left("  LINE"), .right("NET THEN"), .right("NOW"), .right("DIFFERENCE"), .left("CAUSE"),
            .left("WHY"),
        ])
        for line in difference.lines {
            let title = "  \(line.number) \(line.issued.kind.rawValue) \(line.issued.item)"
            add(title, line.issued.netMinorUnits, line.netNowMinorUnits, line.parts, to: &table)
        }
        for tax in difference.taxes {
            let title = "  tax \(tax.jurisdiction) \(tax.name)"
            add(title, tax.issuedMinorUnits, tax.nowMinorUnits, tax.parts, to: &table)
        }
        table.add(
            "  total", major(content.totalMinorUnits), major(difference.totalNowMinorUnits),
            signed(difference.differenceMinorUnits), content.currency.code, "")
        for note in difference.creditNotes {
            table.add(
                "  credit note \(note.number)", "", "", signed(note.content.totalMinorUnits),
                "given back", note.content.reason)
        }
        table.print()
        Terminal.print("  " + proposal(difference))
        Terminal.print()
    }

    /// The first cause beside the amounts, each further one on a row of its own.
    private func add(
        _ title: String, _ then: Int64, _ now: Int64, _ parts: [DifferencePart], to table: inout Table
    ) {
        for (index, part) in parts.enumerated() {
            table.add(
                index == 0 ? title : "", index == 0 ? major(then) : "", index == 0 ? major(now) : "",
                signed(part.minorUnits), part.cause.words, part.detail)
        }
    }

    private func proposal(_ difference: InvoiceDifference) -> String {
        let code = result.account.currency.code
        let credited = difference.creditedMinorUnits
        switch difference.remedy {
        case .creditNote(let net, let tax):
            let note = credited == 0 ? "a credit note" : "a further credit note"
            let proposal =
                "proposed: \(note) of \(major(net + tax)) \(code) (net \(major(net)), tax \(major(tax)))"
            guard net == 0 else { return proposal }
            return "\(proposal): dueday invoice credit \(difference.invoice.number) --tax-only "
                + "--amount \(major(tax)) --reason …"
        case .credited:
            return "nothing to do: credit notes have given back \(major(credited)) \(code)"
        case .undercharged(let minorUnits):
            return "\(major(minorUnits)) \(code) too little were billed; no invoice brings them by itself"
        case .totalsAgree:
            return "the total is the same; a credit note cannot mend it"
        }
    }

    private func printLateUsage() {
        let late = result.subscriptions.flatMap { own in own.lateUsage.map { (own.subscription, $0) } }
        guard !late.isEmpty else { return }
        var table = Table([
            .left("LATE USE"), .left("SUBSCRIPTION"), .left("PERIOD"), .right("AMOUNT"),
            .left("WHAT BECOMES OF IT"),
            .left("WHY"),
        ])
        for (subscription, item) in late {
            table.add(
                "\(item.kind.rawValue) \(item.item)", subscription,
                "\(item.period.start) – \(item.period.end)",
                signed(item.minorUnits), item.remedy.words, item.detail)
        }
        table.print()
        Terminal.print()
    }
}

extension RecalculationText {
    /// The same as one value.
    var json: OrderedJSON {
        [
            "account": .string(result.account.id), "currency": .string(result.account.currency.code),
            "invoices_checked": .integer(invoiceCount),
            "differences": .array(differences.map(json)),
            "late_usage": .array(
                result.subscriptions.flatMap { own in own.lateUsage.map { json($0, of: own.subscription) } }),
            "total": .integer(differences.count), "has_more": .bool(false),
        ]
    }

    private func json(_ difference: InvoiceDifference) -> OrderedJSON {
        let content = difference.invoice.content
        return [
            "invoice": .string(difference.invoice.number), "subscription": .string(content.subscription),
            "issued_at": .string("\(content.issuedAt)"),
            "status": .string(difference.invoice.status.rawValue),
            "lines": .array(
                difference.lines.map { line in
                    [
                        "line": .integer(line.number), "kind": .string(line.issued.kind.rawValue),
                        "item": .string(line.issued.item), "period": json(line.issued.period),
                        "net_then": .string(major(line.issued.netMinorUnits)),
                        "net_now": .string(major(line.netNowMinorUnits)),
                        "difference": .string(major(line.netNowMinorUnits - line.issued.netMinorUnits)),
                        "causes": json(line.parts),
                    ]
                }),
            "taxes": .array(
                difference.taxes.map { tax in
                    [
                        "jurisdiction": .string(tax.jurisdiction), "name": .string(tax.name),
                        "tax_then": .string(major(tax.issuedMinorUnits)),
                        "tax_now": .string(major(tax.nowMinorUnits)),
                        "difference": .string(major(tax.nowMinorUnits - tax.issuedMinorUnits)),
                        "causes": json(tax.parts),
                    ]
                }),
            "total_then": .string(major(content.totalMinorUnits)),
            "total_now": .string(major(difference.totalNowMinorUnits)),
            "difference": .string(major(difference.differenceMinorUnits)),
            "credited": .string(major(difference.creditedMinorUnits)),
            "credit_notes": .array(
                difference.creditNotes.map { note in
                    [
                        "number": .string(note.number), "total": .string(major(note.content.totalMinorUnits)),
                        "tax": .string(major(note.content.taxMinorUnits)),
                        "reason": .string(note.content.reason),
                    ]
                }),
            "proposal": json(difference.remedy),
        ]
    }

    private func json(_ parts: [DifferencePart]) -> OrderedJSON {
        .array(
            parts.map { part in
                [
                    "cause": .string(part.cause.rawValue), "amount": .string(major(part.minorUnits)),
                    "detail": .string(part.detail),
                ]
            })
    }

    private func json(_ period: Period) -> OrderedJSON {
        ["start": .string("\(period.start)"), "end": .string("\(period.end)")]
    }

    private func json(_ remedy: InvoiceDifference.Remedy) -> OrderedJSON {
        switch remedy {
        case .creditNote(let net, let tax):
            [
                "kind": "credit_note", "net": .string(major(net)), "tax": .string(major(tax)),
                "total": .string(major(net + tax)),
            ]
        case .credited: ["kind": "credited"]
        case .undercharged(let minorUnits): ["kind": "undercharged", "total": .string(major(minorUnits))]
        case .totalsAgree: ["kind": "totals_agree"]
        }
    }

    private func json(_ late: LateDifference, of subscription: String) -> OrderedJSON {
        var boundary: Instant?
        if case .nextInvoice(let at) = late.remedy { boundary = at }
        return [
            "subscription": .string(subscription), "kind": .string(late.kind.rawValue),
            "item": .string(late.item), "period": json(late.period),
            "amount": .string(major(late.minorUnits)),
            "detail": .string(late.detail),
            "remedy": boundary == nil ? "not_billed" : "next_invoice",
            "billed_at": .text(boundary.map { "\($0)" }),
        ]
    }
}

extension DifferenceCause {
    fileprivate var words: String { rawValue.replacing("_", with: " ") }
}

extension LateDifference.Remedy {
    fileprivate var words: String {
        switch self {
        case .nextInvoice(let at): "the invoice of \(at) brings it"
        case .notBilled: "kept and not billed: canceled (rule 5.7)"
        }
    }
}
