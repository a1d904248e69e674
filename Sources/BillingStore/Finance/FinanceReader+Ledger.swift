public import BillingCalendar
public import Monetary
import Postgres

/// A booking with its entries, which add up to zero.
public struct PostingRecord: Sendable, Hashable {
    /// The account that it concerns.
    public var account: String
    /// Its number within the books.
    public var id: Int64
    /// When.
    public var at: Instant
    /// "issued", "paid", "credit_note", …
    public var kind: String
    /// The id of what it records.
    public var source: String
    /// The invoice that it is about.
    public var invoice: String?
    /// The amounts' currency.
    public var currency: Currency
    /// Ledger accounts with debits above zero and credits below.
    public var entries: [Entry]

    /// One side.
    public struct Entry: Sendable, Hashable {
        /// "receivable", "tax:US-CA:CA sales tax", …
        public var account: String
        /// Debits above zero.
        public var minorUnits: Int64
    }
}

/// What an account of the ledger comes to.
public struct LedgerBalance: Sendable, Hashable {
    /// "receivable", "tax:US-CA:CA sales tax", …
    public var account: String
    /// The amount's currency.
    public var currency: Currency
    /// Debits above zero.
    public var minorUnits: Int64
}

/// The ledger over a stretch of time.
public struct LedgerExtract: Sendable, Hashable {
    /// What the accounts came to before it.
    public var opening: [LedgerBalance]
    /// What they come to at its end.
    public var closing: [LedgerBalance]
}

extension FinanceReader {
    /// The ledger of [from, until): first what it opens and closes with, then its postings page by page.
    public func ledger(
        from: Instant, until: Instant, begin: @escaping @Sendable (LedgerExtract) throws -> Void,
        take: @escaping @Sendable ([PostingRecord]) throws -> Void
    ) async throws {
        try await snapshot { session in
            try begin(
                LedgerExtract(
                    opening: try balances(before: from, session),
                    closing: try balances(before: until, session)))
            var account = ""
            var id: Int64 = 0
            while true {
                let page = try postings(from: from, until: until, after: (account, id), session)
                guard let last = page.last else { return }
                try take(page)
                (account, id) = (last.account, last.id)
            }
        }
    }

    private func balances(before: Instant, _ session: PostgresSession) throws -> [LedgerBalance] {
        try session.rows(SQL.finance.ledgerBalances, [.instant(before)]) { row in
            LedgerBalance(
                account: try row.text("ledger_account"),
                currency: try Self.currency(row, of: "ledger_posting"),
                minorUnits: try row.int64("minor_units"))
        }
    }

    private func postings(
        from: Instant, until: Instant, after: (String, Int64), _ session: PostgresSession
    ) throws -> [PostingRecord] {
        var page: [PostingRecord] = []
        let rows = try session.rows(
            SQL.finance.ledgerPage,
            [.instant(from), .instant(until), .text(after.0), .int8(after.1), .int8(1_000)]
        ) { row in
            PostingRecord(
                account: try row.text("account_id"), id: try row.int64("posting_id"),
                at: try row.instant("at"),
                kind: try row.text("kind"), source: try row.text("source_id"),
                invoice: try row.optionalText("invoice_number"),
                currency: try Self.currency(row, of: "ledger_posting"),
                entries: [
                    .init(account: try row.text("ledger_account"), minorUnits: try row.int64("minor_units"))
                ])
        }
        for row in rows {
            if let last = page.indices.last, page[last].account == row.account, page[last].id == row.id {
                page[last].entries += row.entries
            } else {
                page.append(row)
            }
        }
        return page
    }
}
