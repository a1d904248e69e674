import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    func claimInvoice(_ numberOrID: String, at: Instant) async throws -> InvoiceStanding {
        try await run { session in
            let account = try session.row(SQL.correct.lockAccountOfInvoice, [.text(numberOrID)]) { row in
                try AccountRecord(row, core: core)
            }
            .orUnknown("invoice", numberOrID)
            let catalog = try core.catalogInForce(session).catalog
            let standing = try session.row(
                SQL.correct.invoiceStanding, [.text(numberOrID), .instant(at)]
            ) { row in
                InvoiceStanding(
                    invoice: try Invoice(row), balance: account.balance,
                    subscription: try Subscription(row, lateUsageSince: row.optionalInstant("since")),
                    catalog: catalog, creditNotes: [], payments: [], liveAttempt: nil,
                    othersAreInArrears: try row.bool("others_are_in_arrears"))
            }
            var result = try standing.orUnknown("invoice", numberOrID)
            let key: [Parameter] = [.text(account.account.id), .text(result.invoice.id)]
            result.creditNotes = try session.rows(SQL.correct.creditNotesOfInvoice, key) { row in
                try CreditNote(row)
            }
            result.payments = try session.rows(SQL.correct.paymentsOfInvoice, key) { row in
                try ManualPayment(row)
            }
            result.closedPeriods = try session.rows(
                SQL.correct.closedPeriodsOfInvoice,
                [
                    .text(account.account.id), .text(result.subscription.id),
                    .int4Array(
                        Set(result.invoice.content.lines.map(\.periodNumber)).map { Int32(clamping: $0) }),
                ]
            ) { row in
                try JSONForm.value(
                    ClosedPeriod.self, row.json("content"), of: "closed_period", key: result.subscription.id)
            }
            let prorated = try session.rows(
                SQL.correct.proratedOfInvoice,
                [
                    .text(account.account.id), .text(result.subscription.id), .text(result.invoice.id),
                    .jsonb(try JSONForm.bytes(result.invoice.content.identity)),
                ]
            ) { row in (Int(try row.int32("line")), try row.int64("minor_units")) }
            result.proratedMinorUnits = Dictionary(uniqueKeysWithValues: prorated)
            result.returnedMinorUnits =
                try session.row(SQL.correct.returnedOfInvoice, key) { row in try row.int64("returned") } ?? 0
            result.liveAttempt = try session.row(
                SQL.charge.liveAttempts, [.textArray([account.account.id]), .textArray([result.invoice.id])]
            ) { row in try PaymentAttempt(row) }
            return result
        }
    }

    func write(
        _ correction: InvoiceCorrection, by author: CorrectionAuthor
    ) async throws -> CreditNote? {
        try await run { session in
            try CorrectionWriter(correction: correction, author: author, core: core).write(session)
        }
    }
}

extension CreditNote {
    /// The columns of `credit_note`.
    init(_ row: PostgresRow) throws {
        let id = try row.text("id")
        self.init(
            id: id, number: try row.text("number"),
            content: try JSONForm.value(CreditNoteDraft.self, row.json("content"), of: "credit_note", key: id)
        )
    }
}

extension ManualPayment {
    /// The columns of `manual_payment`.
    init(_ row: PostgresRow) throws {
        self.init(
            invoice: try row.text("invoice_id"), reference: try row.text("reference"),
            amountMinorUnits: try row.int64("amount_minor_units"),
            appliedMinorUnits: try row.int64("applied_minor_units"),
            receivedAt: try row.instant("received_at"))
    }
}
