import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    /// At most one case a subscription: a second one would carry the subscription as it was before the first.
    func claimRoundsDue(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [CollectionCase] {
        try await run { session in
            var keys = try claim(SQL.charge.claimRoundsUnderWay, scope, asOf: asOf, limit: limit, session)
            if keys.count < limit {
                keys += try claim(
                    SQL.charge.claimRoundsDue, scope, asOf: asOf, limit: limit - keys.count, session)
            }
            // The locks are held, so this is a second look: an attempt may have begun meanwhile.
            let cases = try CaseReader(session: session, core: core, asOf: asOf).cases(keys)
            var subscriptions: Set<String> = []
            return cases.filter { item in
                item.invoice.status == .open && item.attempt == nil
                    && subscriptions.insert(item.subscription.id).inserted
            }
        }
    }

    private func claim(
        _ statement: SQLStatement, _ scope: RunScope, asOf: Instant, limit: Int, _ session: PostgresSession
    ) throws -> [CaseReader.InvoiceKey] {
        let parameters = [.instant(asOf), .int8(Int64(limit))] + ScopeFilter(scope).parameters
        return try session.rows(statement, parameters) { row in
            CaseReader.InvoiceKey(account: try row.text("account_id"), invoice: try row.text("invoice_id"))
        }
    }

    func claimCases(ofAttempts ids: [String], asOf: Instant) async throws -> [CollectionCase] {
        try await run { session in
            try session.execute(SQL.charge.lockAccountsOfAttempts, [.textArray(ids)])
            let reader = CaseReader(session: session, core: core, asOf: asOf)
            let attempts = try reader.attempts(SQL.charge.attemptsById, [.textArray(ids)])
            let cases = try reader.cases(
                attempts.map { CaseReader.InvoiceKey(account: $0.account, invoice: $0.invoice) })
            return zip(cases, attempts).map { item, attempt in
                var item = item
                item.attempt = attempt
                return item
            }
        }
    }

    func claimUnsettled(_ scope: RunScope, limit: Int) async throws -> [UnsettledAttempt] {
        try await run { session in
            let parameters =
                ScopeFilter(scope).parameters + [
                    .int8(Int64(limit)), .int8(core.settings.leaseSeconds), .text(core.settings.worker),
                ]
            return try session.rows(SQL.charge.claimUnsettled, parameters) { row in
                UnsettledAttempt(
                    attempt: try PaymentAttempt(row),
                    secondsSinceFirstSend: try row.optionalInt64("seconds_since_first_send"),
                    secondsSinceLastSend: try row.optionalInt64("seconds_since_last_send"))
            }
        }
    }

    func markSent(_ ids: [String], at: Instant) async throws -> [PaymentAttempt] {
        guard !ids.isEmpty else { return [] }
        return try await run { session in
            try session.execute(SQL.charge.lockAccountsOfAttempts, [.textArray(ids)])
            return try session.rows(
                SQL.charge.markSent,
                [
                    .textArray(ids), .instant(at), .int8(core.settings.leaseSeconds),
                    .text(core.settings.worker),
                ]
            ) { row in try PaymentAttempt(row) }
        }
    }

    func write(_ outcomes: [ChargeOutcome]) async throws {
        guard !outcomes.isEmpty else { return }
        try await run { session in try ChargeWriter(outcomes: outcomes).write(session) }
    }

    func chargingIsOn() async throws -> Bool {
        try await run { session in
            try session.row(SQL.charge.chargingIsOn) { row in try row.bool("is_on") } ?? true
        }
    }
}
