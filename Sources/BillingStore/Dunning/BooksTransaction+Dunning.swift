import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    func claimReminders(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [CollectionCase] {
        try await run { session in
            let parameters = [.instant(asOf), .int8(Int64(limit))] + ScopeFilter(scope).parameters
            let keys = try session.rows(SQL.dunning.claimReminders, parameters) { row in
                CaseReader.InvoiceKey(
                    account: try row.text("account_id"), invoice: try row.text("invoice_id"))
            }
            return try CaseReader(session: session, core: core, asOf: asOf).cases(keys)
        }
    }

    func claimExpiringCards(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [ExpiringCard] {
        try await run { session in
            let parameters =
                [.instant(asOf), .int8(Int64(limit))] + ScopeFilter(scope).parameters + [
                    .int4Array(CardExpiry.noticeDays.map { Int32($0) })
                ]
            return try session.rows(SQL.dunning.claimExpiringCards, parameters) { row in
                ExpiringCard(
                    account: try row.text("account_id"), method: try PaymentMethod(row),
                    expiresAt: try row.instant("expires_at"), days: Int(try row.int32("days")))
            }
        }
    }

    func note(_ told: [ExpiringCard]) async throws {
        _ = try await run { session in
            try session.execute(
                SQL.dunning.noteExpiryTold,
                [
                    .textArray(told.map(\.account)), .textArray(told.map(\.method.id)),
                    .int4Array(told.map { Int32($0.days) }),
                ])
        }
    }
}
