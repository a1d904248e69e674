public import BillingCalendar
public import Monetary
import Postgres

/// An invoice as exports list it.
public struct InvoiceRow: Sendable, Hashable {
    /// Its number.
    public var number: String
    /// The account that owes it.
    public var account: String
    /// The buyer's name on it.
    public var accountName: String?
    /// The subscription that it bills.
    public var subscription: String
    /// "start", "cycle", …
    public var kind: String
    /// "open", "paid", …
    public var status: String
    /// The amounts' currency.
    public var currency: Currency
    /// When it was issued.
    public var issuedAt: Instant
    /// When it is due.
    public var dueAt: Instant
    /// When a payment settled it.
    public var paidAt: Instant?
    /// subtotal, discount, tax, total, balance applied, amount due, paid, credited; minor units.
    public var amounts: [Int64]
    fileprivate var sequence: Int64
}

/// Money that arrived, as exports list it.
public struct ReceiptRow: Sendable, Hashable {
    /// When its result was known, or when the bank had it.
    public var at: Instant
    /// The account that paid.
    public var account: String
    /// The number of the invoice that it paid; nil where it stands on the balance.
    public var invoice: String?
    /// The method that was charged; nil for bank transfers.
    public var method: String?
    /// "stripe", "bank", …
    public var processor: String
    /// The amount's currency.
    public var currency: Currency
    /// What arrived.
    public var minorUnits: Int64
    /// The processor's or the bank's.
    public var reference: String?
    /// "payment"; "surplus": a charge that its invoice did not ask for, or not again, which is owed back; "prepaid": paid
    /// at a checkout and put on the balance.
    public var countsAs: String
}

/// A tax row of an invoice, as exports list it.
public struct TaxRowRecord: Sendable, Hashable {
    /// The invoice's number.
    public var invoice: String
    /// When it was issued.
    public var issuedAt: Instant
    /// "open", "void", …
    public var status: String
    /// The amounts' currency.
    public var currency: Currency
    /// Country, or country and region.
    public var jurisdiction: String
    /// nil for what is not taxed.
    public var name: String?
    /// UNTDID 5305.
    public var category: String
    /// Percent.
    public var rate: String
    /// Σ net of its lines.
    public var baseMinorUnits: Int64
    /// The tax.
    public var taxMinorUnits: Int64
}

extension FinanceReader {
    /// The invoices issued in [from, until), in the order of issue, page by page.
    public func invoices(
        from: Instant, until: Instant, take: @escaping @Sendable ([InvoiceRow]) throws -> Void
    ) async throws {
        try await snapshot { session in
            try pages(
                SQL.finance.invoicesPage, [.instant(from), .instant(until)],
                after: [.instant(from), .int8(-1)], session
            ) { row in
                let invoice = try InvoiceRow(row)
                return (invoice, [.instant(invoice.issuedAt), .int8(invoice.sequence)])
            } _: { page in
                try take(page)
            }
        }
    }

    /// The money that arrived in [from, until), account by account, page by page.
    public func receipts(
        from: Instant, until: Instant, take: @escaping @Sendable ([ReceiptRow]) throws -> Void
    ) async throws {
        try await snapshot { session in
            try pages(
                SQL.finance.paymentsPage, [.instant(from), .instant(until)], after: [.text(""), .text("")],
                session
            ) { row in
                let receipt = ReceiptRow(
                    at: try row.instant("at"), account: try row.text("account_id"),
                    invoice: try row.optionalText("invoice_number"), method: try row.optionalText("method"),
                    processor: try row.text("processor"),
                    currency: try Self.currency(row, of: "payment_attempt"),
                    minorUnits: try row.int64("minor_units"), reference: try row.optionalText("reference"),
                    countsAs: try row.text("counts_as"))
                return (receipt, [.text(receipt.account), .text(try row.text("id"))])
            } _: { page in
                try take(page)
            }
        }
    }

    /// The tax rows of the invoices issued in [from, until), account by account, page by page.
    public func taxRows(
        from: Instant, until: Instant, take: @escaping @Sendable ([TaxRowRecord]) throws -> Void
    ) async throws {
        try await snapshot { session in
            try pages(
                SQL.finance.taxPage, [.instant(from), .instant(until)],
                after: [.text(""), .text(""), .int4(0)], session
            ) { row in
                let tax = TaxRowRecord(
                    invoice: try row.text("number"), issuedAt: try row.instant("issued_at"),
                    status: try row.text("status"), currency: try Self.currency(row, of: "invoice"),
                    jurisdiction: try row.text("jurisdiction"), name: try row.optionalText("name"),
                    category: try row.text("category"),
                    rate: "\(try ExactDecimal(parsing: row.text("rate")))",
                    baseMinorUnits: try row.int64("base_minor_units"),
                    taxMinorUnits: try row.int64("amount_minor_units"))
                let place: [Parameter] = [
                    .text(try row.text("account_id")), .text(try row.text("id")),
                    .int4(try row.int32("line")),
                ]
                return (tax, place)
            } _: { page in
                try take(page)
            }
        }
    }
}

extension InvoiceRow {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            number: try row.text("number"), account: try row.text("account_id"),
            accountName: try row.optionalText("account_name"), subscription: try row.text("subscription_id"),
            kind: try row.text("kind"), status: try row.text("status"),
            currency: try FinanceReader.currency(row, of: "invoice"), issuedAt: try row.instant("issued_at"),
            dueAt: try row.instant("due_at"), paidAt: try row.optionalInstant("paid_at"),
            amounts: [
                try row.int64("subtotal_minor_units"), try row.int64("discount_minor_units"),
                try row.int64("tax_minor_units"), try row.int64("total_minor_units"),
                try row.int64("balance_applied_minor_units"), try row.int64("amount_due_minor_units"),
                try row.int64("amount_paid_minor_units"), try row.int64("amount_credited_minor_units"),
            ], sequence: try row.int64("number_sequence"))
    }
}
