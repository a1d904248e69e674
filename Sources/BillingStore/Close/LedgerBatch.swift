import Billing
import BillingCalendar
import Monetary
import Postgres

/// Postings on their way into the ledger.
struct LedgerBatch {
    /// What a posting records; with its source, a thing is posted once.
    enum Kind: String {
        case issued, paid, uncollectible, balance, voided, surplus, refunded
        /// Money of the account's balance that came in through a processor, goes back through it, or is disputed there.
        case prepaid
        case refundFailed = "refund_failed"
        case disputeWithdrawn = "dispute_withdrawn"
        case disputeReinstated = "dispute_reinstated"
        case disputeLost = "dispute_lost"
        case creditNote = "credit_note"
        case manualPayment = "manual_payment"
        /// Made by hand on a processor's own pages.
        case refundedOutside = "refunded_outside"
        case refundOutsideFailed = "refund_outside_failed"
    }

    private struct Posting {
        var account: String
        var kind: Kind
        var source: String
        var currencyCode: String
        var at: Instant
        var entries: [LedgerEntry]
    }

    private var postings: [Posting] = []

    /// Adds a posting, unless nothing moves.
    mutating func add(
        _ entries: [LedgerEntry], kind: Kind, account: String, source: String, currencyCode: String,
        at: Instant
    ) {
        guard !entries.isEmpty else { return }
        postings.append(
            Posting(
                account: account, kind: kind, source: source, currencyCode: currencyCode, at: at,
                entries: entries))
    }

    private static let prepaid: Set<BalanceEntry.Cause> = [.prepaid, .returned, .disputed]

    /// Adds the postings of balance changes; what invoices do to a balance is in their own.
    ///
    /// - Parameter bookedAt: when it is booked. Credit may have expired before: its row says when, and the ledger of a
    ///   month that has ended stays as it was.
    mutating func add(
        _ entries: [BalanceEntry], account: Account, source: String, bookedAt: Instant
    ) {
        for entry in entries {
            add(
                LedgerPosting.balance(entry), kind: Self.prepaid.contains(entry.cause) ? .prepaid : .balance,
                account: account.id, source: source, currencyCode: account.currency.code, at: bookedAt)
        }
    }

    func write(_ session: PostgresSession) throws {
        guard !postings.isEmpty else { return }
        let ids = try session.rows(SQL.invoice.reservePostings, [.int8(Int64(postings.count))]) { row in
            try row.int64("id")
        }
        try session.execute(
            SQL.invoice.insertPostings,
            [
                .textArray(postings.map(\.account)), .int8Array(ids),
                .textArray(postings.map(\.kind.rawValue)),
                .textArray(postings.map(\.source)), .textArray(postings.map(\.currencyCode)),
                .instants(postings.map(\.at)),
            ])
        let entries = zip(postings, ids).flatMap { posting, id in
            posting.entries.enumerated().map { (posting.account, id, Int32($0.offset + 1), $0.element) }
        }
        try session.execute(
            SQL.invoice.insertEntries,
            [
                .textArray(entries.map(\.0)), .int8Array(entries.map(\.1)), .int4Array(entries.map(\.2)),
                .textArray(entries.map(\.3.account.name)), .int8Array(entries.map(\.3.minorUnits)),
            ])
    }
}
