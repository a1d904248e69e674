public import Billing
import Postgres

/// Invoices and the charges for them.
extension BillingReader {
    /// Invoices, the latest first; what is nil does not restrict.
    public func invoices(
        account: String? = nil, subscription: String? = nil, status: InvoiceStatus? = nil, run: String? = nil,
        page: PageRequest = PageRequest()
    ) async throws -> Page<Invoice> {
        let filter: [Parameter] = [
            .text(account), .text(subscription), .text(status?.rawValue), .text(run), .text(nil),
        ]
        return try await list(SQL.inspect.listInvoices, filter, page) { row in try Invoice(row) }
    }

    /// One invoice by its number or id, with everything about it; nil where there is none.
    public func invoice(_ numberOrID: String) async throws -> InvoiceRecord? {
        try await read { session in
            let record = try session.row(SQL.inspect.invoice, [.text(numberOrID)], InvoiceRecord.init)
            guard var record else { return nil }
            record.attempts = try session.rows(
                SQL.charge.attemptsOfInvoice, [.text(record.buyer.id), .text(record.invoice.id)]
            ) { row in try PaymentAttempt(row) }
            record.creditNotes = try session.rows(
                SQL.correct.creditNotesOfInvoice, [.text(record.buyer.id), .text(record.invoice.id)]
            ) { row in try CreditNote(row) }
            record.manualPayments = try session.rows(
                SQL.correct.paymentsOfInvoice, [.text(record.buyer.id), .text(record.invoice.id)]
            ) { row in try ManualPayment(row) }
            return record
        }
    }

    /// One credit note by its number or id, with what its document is made from; nil where there is none.
    public func creditNote(_ numberOrID: String) async throws -> CreditNoteRecord? {
        try await read { session in
            try session.row(SQL.inspect.creditNote, [.text(numberOrID)]) { row in
                let note = try CreditNote(row)
                let parties = try PartiesAtIssue(row, of: "invoice", key: note.content.invoice)
                return CreditNoteRecord(
                    note: note, seller: parties.seller, buyer: parties.buyer,
                    documentPath: try row.optionalText("path"))
            }
        }
    }

    /// A picture by its SHA-256; nil where there is none.
    public func picture(_ digest: String) async throws -> [UInt8]? {
        try await read { session in try BooksTransaction.pictures([digest], session)[digest] }
    }

    /// Credit notes, the latest first, of an account, an invoice (by number or id) or a number where they are given.
    public func creditNotes(
        account: String? = nil, invoice: String? = nil, number: String? = nil,
        page: PageRequest = PageRequest()
    ) async throws -> Page<CreditNote> {
        let filter: [Parameter] = [.text(account), .text(invoice), .text(number)]
        return try await list(SQL.inspect.listCreditNotes, filter, page) { row in try CreditNote(row) }
    }

    /// Charges, the latest made first; what is nil does not restrict.
    public func payments(
        account: String? = nil, invoice: String? = nil, state: PaymentAttempt.State? = nil,
        page: PageRequest = PageRequest()
    ) async throws -> Page<PaymentRecord> {
        let filter: [Parameter] = [.text(account), .text(invoice), .text(state?.rawValue)]
        return try await list(SQL.inspect.listPayments, filter, page) { row in
            PaymentRecord(attempt: try PaymentAttempt(row), invoiceNumber: try row.text("number"))
        }
    }
}

extension InvoiceRecord {
    fileprivate init(_ row: PostgresRow) throws {
        let invoice = try Invoice(row)
        let parties = try PartiesAtIssue(row, of: "invoice", key: invoice.id)
        self.init(
            invoice: invoice, seller: parties.seller, buyer: parties.buyer,
            collection: try row.isNull("invoice_id") ? nil : try InvoiceCollection(row), attempts: [],
            creditNotes: [], manualPayments: [], documentPath: try row.optionalText("path"),
            run: try row.optionalText("run_id"),
            catalogVersion: Int(try row.int32("catalog_version")))
    }
}
