import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres

/// Writes one correction of an invoice, table by table; a credit note's number comes last, so that its row is locked
/// for moments.
struct CorrectionWriter {
    let correction: InvoiceCorrection
    let author: CorrectionAuthor
    let core: StoreCore

    func write(_ session: PostgresSession) throws -> CreditNote? {
        let invoice = correction.invoice
        try session.execute(
            SQL.correct.writeInvoice,
            [
                .text(invoice.content.account), .text(invoice.id), .text(invoice.status.rawValue),
                .int8(invoice.amountPaidMinorUnits), .int8(invoice.amountCreditedMinorUnits),
                .instant(invoice.paidAt),
            ])
        if let subscription = correction.subscription { try SubscriptionRows([subscription]).write(session) }
        try ClosedPeriodRows(
            rows: correction.closedPeriods.map { (account: invoice.content.account, period: $0) }
        ).write(session)
        switch correction.act {
        case .voided: try settle(.voided, source: invoice.id, subject: invoice.number, session)
        case .writtenOff: try settle(.uncollectible, source: invoice.id, subject: invoice.number, session)
        case .paid(let payment):
            let id = try insert(payment, session)
            try settle(.manualPayment, source: id, subject: invoice.number, session)
        case .credited(let note):
            let id =
                try session.row(
                    SQL.correct.creditNoteId,
                    [.text(invoice.id), .int4(Int32(clamping: note.identity.ordinal))]
                ) { row in try row.text("id") } ?? ""
            try settle(.creditNote, source: id, subject: invoice.number, session)
            return try issue(note, id: id, session)
        }
        return nil
    }

    /// The balance, the booking and the audit trail.
    private func settle(
        _ kind: LedgerBatch.Kind, source: String, subject: String, _ session: PostgresSession
    ) throws {
        let content = correction.invoice.content
        var ledger = LedgerBatch()
        ledger.add(
            correction.posting, kind: kind, account: content.account, source: source,
            currencyCode: content.currency.code, at: correction.at)
        if !correction.balanceEntries.isEmpty {
            let account = try session.rows(SQL.command.accounts, [.textArray([content.account])]) { row in
                try Account(row)
            }
            .first.orUnknown("account", content.account)
            var balances = BalanceBatch()
            balances.add(
                correction.balanceEntries, balance: correction.balance, account: account,
                invoice: correction.invoice.id, reason: author.reason)
            ledger.add(
                correction.balanceEntries, account: account, source: account.id, bookedAt: correction.at)
            try balances.write(session)
        }
        try ledger.write(session)
        try session.execute(
            SQL.command.note,
            [
                .text(author.name), .text(correction.act.command), .text(content.account), .text(subject),
                .text(author.reason), .jsonb(try JSONForm.bytes(correction.facts)),
            ])
    }

    private func insert(_ payment: ManualPayment, _ session: PostgresSession) throws -> String {
        let content = correction.invoice.content
        return try session.row(
            SQL.correct.insertManualPayment,
            [
                .text(content.account), .text(payment.invoice), .text(payment.reference),
                .int8(payment.amountMinorUnits), .int8(payment.appliedMinorUnits),
                .text(content.currency.code), .instant(payment.receivedAt),
            ]
        ) { row in try row.text("id") }
        .orUnknown("payment", payment.reference)
    }

    private func issue(
        _ note: CreditNoteDraft, id: String, _ session: PostgresSession
    ) throws -> CreditNote {
        // Whoever issued the invoice, in whose name its pages are drawn, also when another seller is in force by now.
        let seller = try session.row(
            SQL.correct.sellerOfInvoice, [.text(note.account), .text(note.invoice)]
        ) { row in
            try JSONForm.value(Seller.self, row.json("seller"), of: "invoice", key: note.invoice)
        }
        .orUnknown("invoice", note.invoice)
        let year = try core.zone(seller.timeZoneID).date(of: note.issuedAt).year
        let content = try JSONForm.bytes(note)
        // From here to the commit others wait for their numbers.
        let sequence =
            try session.row(
                SQL.correct.takeCreditNoteNumber, [.text(seller.id), .int4(Int32(clamping: year))]
            ) { row in try row.int64("last_number") } ?? 0
        let number = seller.creditNoteNumberFormat.number(year: year, sequence: sequence)
        try session.execute(
            SQL.correct.insertCreditNote,
            [
                .text(note.account), .text(id), .text(seller.id), .text(number), .int4(Int32(clamping: year)),
                .int8(sequence), .text(note.invoice), .int4(Int32(clamping: note.identity.ordinal)),
                .text(note.currency.code), .instant(note.issuedAt), .text(note.reason),
                .int8(note.taxMinorUnits), .int8(note.totalMinorUnits),
                .int8(note.settlement.reductionMinorUnits), .int8(note.settlement.refundMinorUnits),
                .int8(note.settlement.balanceMinorUnits), .jsonb(content),
            ])
        return CreditNote(id: id, number: number, content: note)
    }
}

extension InvoiceCorrection.Act {
    /// The command in the audit trail.
    fileprivate var command: String {
        switch self {
        case .credited: "invoice credit"
        case .paid: "payment record"
        case .voided: "invoice void"
        case .writtenOff: "invoice write-off"
        }
    }
}

extension InvoiceCorrection {
    /// What the audit trail says beside the command.
    fileprivate var facts: [String: String] {
        let currency = invoice.content.currency
        var facts = ["currency": currency.code, "status": invoice.status.rawValue]
        switch act {
        case .credited(let note): facts["amount"] = currency.majorUnits(note.totalMinorUnits)
        case .paid(let payment):
            facts["amount"] = currency.majorUnits(payment.amountMinorUnits)
            facts["reference"] = payment.reference
        case .voided: facts["amount"] = currency.majorUnits(invoice.content.totalMinorUnits)
        case .writtenOff: facts["amount"] = currency.majorUnits(invoice.outstandingMinorUnits)
        }
        return facts
    }
}
