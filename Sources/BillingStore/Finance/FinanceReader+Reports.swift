public import Billing
public import BillingCalendar
public import Monetary
import Postgres

/// What is asked for and late, of one currency.
public struct AgingRow: Sendable, Hashable {
    /// The amounts' currency.
    public var currency: Currency
    /// 0 not yet due, 1 to 30 days past the due date, 2 to 60, 3 to 90, 4 more.
    public var bucket: Int
    /// How many invoices.
    public var invoices: Int
    /// Of how many accounts.
    public var accounts: Int
    /// What is still asked for.
    public var minorUnits: Int64
}

/// Tax of one place, name and rate.
public struct TaxReportRow: Sendable, Hashable {
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
    /// Of the invoices issued in the range.
    public var baseMinorUnits: Int64
    /// Of the invoices issued in the range.
    public var taxMinorUnits: Int64
    /// Taken back in the range by credit notes and voids.
    public var creditedBaseMinorUnits: Int64
    /// Taken back in the range by credit notes and voids.
    public var creditedTaxMinorUnits: Int64
}

/// Monthly recurring revenue of one currency in one month: opening + new + expansion − contraction − churn = closing.
public struct RecurringRevenueRow: Sendable, Hashable {
    /// The month's first day.
    public var month: String
    /// The amounts' currency.
    public var currency: Currency
    /// Just before the month, or the range, begins.
    public var openingMinorUnits: Int64
    /// Of subscriptions that had nothing at its beginning.
    public var newMinorUnits: Int64
    /// What those have more that had something.
    public var expansionMinorUnits: Int64
    /// What those have less that still have something.
    public var contractionMinorUnits: Int64
    /// Of those that have nothing at its end.
    public var churnMinorUnits: Int64
    /// Just before the next month begins, or the range ends.
    public var closingMinorUnits: Int64
    /// How many have something at its end.
    public var subscriptions: Int
}

/// A line of a statement of account.
public struct StatementRow: Sendable, Hashable {
    /// When.
    public var at: Instant
    /// "issued", "paid", "credit_note", "manual_payment", "voided", "uncollectible", "balance", …
    public var kind: String
    /// The invoice that it is about.
    public var invoice: String?
    /// The credit note's number.
    public var creditNote: String?
    /// The bank's reference.
    public var reference: String?
    /// The method that was charged.
    public var method: String?
    /// Above zero what the account owes more.
    public var minorUnits: Int64
}

/// A statement of account: opening + Σ rows = closing.
public struct AccountStatement: Sendable, Hashable {
    /// The account's currency.
    public var currency: Currency
    /// What it owed before; below zero what it had to its credit.
    public var openingMinorUnits: Int64
    /// In the order of the books.
    public var rows: [StatementRow]
    /// What it owes after.
    public var closingMinorUnits: Int64 { rows.reduce(openingMinorUnits) { $0 + $1.minorUnits } }
}

extension FinanceReader {
    /// What was still asked for at an instant, by how late it was then.
    public func aging(at: Instant) async throws -> [AgingRow] {
        try await snapshot { session in
            try session.rows(SQL.finance.aging, [.instant(at)]) { row in
                AgingRow(
                    currency: try Self.currency(row, of: "invoice"), bucket: Int(try row.int32("bucket")),
                    invoices: Int(try row.int64("invoices")), accounts: Int(try row.int64("accounts")),
                    minorUnits: try row.int64("minor_units"))
            }
        }
    }

    /// Tax on what was issued and taken back in [from, until).
    public func tax(from: Instant, until: Instant) async throws -> [TaxReportRow] {
        try await snapshot { session in
            try session.rows(SQL.finance.tax, [.instant(from), .instant(until)]) { row in
                TaxReportRow(
                    currency: try Self.currency(row, of: "invoice"),
                    jurisdiction: try row.text("jurisdiction"),
                    name: try row.optionalText("name"), category: try row.text("category"),
                    rate: "\(try ExactDecimal(parsing: row.text("rate")))",
                    baseMinorUnits: try row.int64("base"), taxMinorUnits: try row.int64("tax"),
                    creditedBaseMinorUnits: try row.int64("credited_base"),
                    creditedTaxMinorUnits: try row.int64("credited_tax"))
            }
        }
    }

    /// Monthly recurring revenue in the calendar months of [from, until), by the zone.
    public func recurringRevenue(
        from: Instant, until: Instant, zone: Zone
    ) async throws -> [RecurringRevenueRow] {
        guard from < until else { return [] }
        return try await snapshot { session in
            try session.rows(
                SQL.finance.mrr, [.instant(from), .instant(until), .text(zone.identifier)]
            ) { row in
                RecurringRevenueRow(
                    month: try row.text("month"), currency: try Self.currency(row, of: "invoice"),
                    openingMinorUnits: try row.int64("opening"), newMinorUnits: try row.int64("new"),
                    expansionMinorUnits: try row.int64("expansion"),
                    contractionMinorUnits: try row.int64("contraction"),
                    churnMinorUnits: try row.int64("churn"), closingMinorUnits: try row.int64("closing"),
                    subscriptions: Int(try row.int64("subscriptions")))
            }
        }
    }

    /// Revenue by the day on which it is earned, from one day to another, both in the range.
    public func revenue(
        from: CivilDate, to: CivilDate, zone: Zone
    ) async throws -> [RevenueRecognition.Day] {
        let start = zone.instant(CivilDateTime(date: from, secondOfDay: 0))
        return try await snapshot { session in
            var recognition = RevenueRecognition(from: from, to: to, zone: zone)
            try pages(
                SQL.finance.revenuePage, [.instant(start)], after: [.text(""), .text("")], session
            ) { row in
                let id = try row.text("id")
                return (
                    try EarningInvoice(row, id: id), [.text(try row.text("account_id")), .text(id)]
                )
            } _: { page in
                for item in page {
                    try recognition.add(item.content, reversals: item.reversals, voidedAt: item.voidedAt)
                }
            }
            return recognition.days
        }
    }

    /// The most rows of a statement: it is read and printed as a whole.
    private static var mostStatementRows: Int { 100_000 }

    /// What an account was billed, paid and credited in [from, until).
    ///
    /// - Throws: `BillingError.unknown` where there is no such account, and `invalid` where it would have more than
    ///   100,000 rows.
    public func statement(of account: String, from: Instant, until: Instant) async throws -> AccountStatement
    {
        try await snapshot { session in
            let code = try session.row(SQL.finance.accountCurrency, [.text(account)]) { row in
                try Self.currency(row, of: "account")
            }
            let opening =
                try session.row(SQL.finance.statementOpening, [.text(account), .instant(from)]) { row in
                    try row.int64("minor_units")
                } ?? 0
            let rows = try session.rows(
                SQL.finance.statement, [.text(account), .instant(from), .instant(until)]
            ) { row in
                StatementRow(
                    at: try row.instant("at"), kind: try row.text("kind"),
                    invoice: try row.optionalText("invoice_number"),
                    creditNote: try row.optionalText("credit_note_number"),
                    reference: try row.optionalText("reference"), method: try row.optionalText("method"),
                    minorUnits: try row.int64("minor_units"))
            }
            guard rows.count <= Self.mostStatementRows else {
                throw BillingError.invalid(
                    "a statement of \(account) from \(from) until \(until)",
                    "it would have more than \(Self.mostStatementRows) rows: ask for fewer days at a time")
            }
            return AccountStatement(
                currency: try code.orUnknown("account", account), openingMinorUnits: opening, rows: rows)
        }
    }
}

/// An invoice with what was taken back of it.
private struct EarningInvoice {
    private struct StoredReversal: Decodable {
        var line: Int
        var baseMinorUnits: Int64
        var at: Instant
    }

    var content: InvoiceDraft
    var reversals: [RevenueRecognition.Reversal]
    var voidedAt: Instant?

    init(_ row: PostgresRow, id: String) throws {
        content = try JSONForm.value(InvoiceDraft.self, row.json("content"), of: "invoice", key: id)
        voidedAt = try row.optionalInstant("voided_at")
        let stored = try row.optionalJSON("reversals").map {
            try JSONForm.value([StoredReversal].self, $0, of: "credit_note", key: id)
        }
        reversals = (stored ?? []).map {
            .init(line: $0.line, baseMinorUnits: $0.baseMinorUnits, at: $0.at)
        }
    }
}
