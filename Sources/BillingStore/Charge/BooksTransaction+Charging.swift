import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    /// At most one case a subscription: a second one would carry the subscription as it was before the first.
    func claimRoundsDue(
        _ scope: RunScope, asOf: Instant, passingOver passedOver: Set<String>, limit: Int
    ) async throws -> [CollectionCase] {
        try await run { session in
            func claim(_ statement: SQLStatement, limit: Int) throws -> [CaseReader.InvoiceKey] {
                let parameters = [.instant(asOf), .int8(Int64(limit))] + ScopeFilter(scope).parameters
                return try session.rows(statement, parameters + [.textArray(passedOver.sorted())]) { row in
                    CaseReader.InvoiceKey(
                        account: try row.text("account_id"), invoice: try row.text("invoice_id"))
                }
            }
            var keys = try claim(SQL.charge.claimRoundsUnderWay, limit: limit)
            if keys.count < limit {
                keys += try claim(SQL.charge.claimRoundsDue, limit: limit - keys.count)
            }
            // The locks are held, so this is a second look: an attempt may have begun meanwhile.
            let cases = try CaseReader(session: session, core: core, asOf: asOf).casesToTry(keys)
            var subscriptions: Set<String> = []
            return cases.filter { item in
                item.invoice.status == .open && item.attempt == nil
                    && subscriptions.insert(item.subscription.id).inserted
            }
        }
    }

    func claimInvoices(_ ids: [String], asOf: Instant) async throws -> [CollectionCase] {
        guard !ids.isEmpty else { return [] }
        return try await run { session in
            let keys = try session.rows(SQL.charge.lockAccountsOfInvoices, [.textArray(ids)]) { row in
                CaseReader.InvoiceKey(
                    account: try row.text("account_id"), invoice: try row.text("invoice_id"))
            }
            return try CaseReader(session: session, core: core, asOf: asOf).cases(keys)
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

    func claimUnsettled(_ scope: RunScope, _ page: SweepPage) async throws -> [UnsettledAttempt] {
        try await run { session in
            let parameters =
                ScopeFilter(scope).parameters + [
                    .int8(Int64(page.limit)), .int8(core.settings.leaseSeconds), .text(core.settings.worker),
                    .int8(page.after), .int8(page.quietSeconds),
                ]
            return try session.rows(SQL.charge.claimUnsettled, parameters) { row in
                UnsettledAttempt(
                    attempt: try PaymentAttempt(row),
                    secondsSinceFirstSend: try row.optionalInt64("seconds_since_first_send"),
                    secondsSinceLastSend: try row.optionalInt64("seconds_since_last_send"),
                    position: try row.int64("position"),
                    customerActionUntil: try row.optionalInstant("customer_action_until"),
                    invoiceIsOpen: try row.bool("is_open"),
                    secondsSinceWatchEnded: try row.optionalInt64("seconds_since_watch_ended"))
            }
        }
    }

    func watch(_ attempts: [String: Int64]) async throws {
        let rows = attempts.sorted { $0.key < $1.key }
        _ = try await run { session in
            try session.execute(
                SQL.charge.writeWatches, [.textArray(rows.map(\.key)), .int8Array(rows.map(\.value))])
        }
    }

    func markSent(
        _ ids: [String], at: Instant, besides stopped: Set<String>
    ) async throws -> [PaymentAttempt] {
        guard !ids.isEmpty else { return [] }
        return try await run { session in
            try session.execute(SQL.charge.lockAccountsOfAttempts, [.textArray(ids)])
            return try session.rows(
                SQL.charge.markSent,
                [
                    .textArray(ids), .instant(at), .int8(core.settings.leaseSeconds),
                    .text(core.settings.worker), .textArray(stopped.sorted()),
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

    func attempts(of processor: String, firstSentAtOrAfter seconds: Int64) async throws -> [PaymentAttempt] {
        try await run { session in
            try session.rows(SQL.charge.attemptsSentSince, [.text(processor), .int8(seconds)]) { row in
                try PaymentAttempt(row)
            }
        }
    }

    func attempts(_ ids: [String]) async throws -> [PaymentAttempt] {
        try await run { session in
            try session.rows(SQL.charge.attemptsById, [.textArray(ids)]) { row in try PaymentAttempt(row) }
        }
    }
}
