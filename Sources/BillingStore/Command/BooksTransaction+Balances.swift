import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    func claimExpiredGrants(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [AccountRecord] {
        let account: String?
        switch scope {
        case .everything: account = nil
        case .account(let id): account = id
        case .subscription, .invoices: return []
        }
        return try await run { session in
            try session.rows(
                SQL.command.claimExpiredGrants, [.instant(asOf), .text(account), .int8(Int64(limit))]
            ) { row in try AccountRecord(row, core: core) }
        }
    }

    func write(_ changes: [BalanceChange], at: Instant) async throws {
        try await run { session in
            var batch = BalanceBatch()
            var ledger = LedgerBatch()
            for change in changes {
                batch.add(
                    change.entries, balance: change.balance, account: change.account, invoice: nil,
                    reason: change.reason)
                ledger.add(
                    change.entries, account: change.account, source: change.account.id, bookedAt: at)
            }
            try batch.write(session)
            try ledger.write(session)
        }
    }
}
