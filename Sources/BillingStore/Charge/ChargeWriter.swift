import Billing
import BillingCalendar
import BillingRun
import Postgres

/// Writes what charging decided about a batch of invoices, table by table.
struct ChargeWriter {
    let outcomes: [ChargeOutcome]

    func write(_ session: PostgresSession) throws {
        let watches = outcomes.map { ($0.attempt?.id ?? "", $0.watchSeconds) }
        try AttemptRows(outcomes.compactMap(\.attempt), watching: watches).write(session)
        try writeCollections(session)
        try SubscriptionRows(outcomes.compactMap(\.subscription)).write(session)
        try stopSchedules(session)
        try writeStatuses(session)
        try barMethods(session)
        try post(session)
    }

    private func writeCollections(_ session: PostgresSession) throws {
        let rows = outcomes.latest(by: \.invoice)
        try session.execute(
            SQL.charge.writeCollections,
            [
                .textArray(rows.map(\.account)), .textArray(rows.map(\.invoice)),
                .instants(rows.map(\.collection.nextRoundAt)), .instants(rows.map(\.collection.extraRoundAt)),
                .instants(rows.map(\.collection.firstFailureAt)),
                .boolArray(rows.map(\.collection.hasFailedRound)),
                .int4Array(rows.map { Int32(clamping: $0.collection.round) }),
                .boolArray(rows.map(\.collection.isInRound)),
                .boolArray(rows.map(\.collection.roundIsScheduled)),
                .jsonbArray(try rows.map { try JSONForm.bytes($0.collection.tried) }),
                .textArray(rows.map { $0.collection.lastDecline?.rawValue }),
                .instants(rows.map(\.collection.retryNotBefore)),
                .instants(rows.map(\.collection.customerActionUntil)),
                .instants(rows.map(\.collection.endsAt)),
                .instants(rows.map(\.collection.lastMailAt)), .instants(rows.map(\.collection.warnedAt)),
                .textArray(rows.map(\.collection.onlyMethod)),
            ])
    }

    private func stopSchedules(_ session: PostgresSession) throws {
        let subscriptions = outcomes.filter(\.stopsOtherSchedules).compactMap(\.subscription)
        guard !subscriptions.isEmpty else { return }
        try session.execute(
            SQL.charge.stopSchedules,
            [.textArray(subscriptions.map(\.accountID)), .textArray(subscriptions.map(\.id))])
    }

    private func writeStatuses(_ session: PostgresSession) throws {
        let changed = outcomes.filter { $0.invoiceStatus != nil }.latest(by: \.invoice)
        guard !changed.isEmpty else { return }
        try session.execute(
            SQL.charge.writeStatuses,
            [
                .textArray(changed.map(\.account)), .textArray(changed.map(\.invoice)),
                .textArray(changed.map { $0.invoiceStatus?.rawValue }),
                .int8Array(changed.map(\.amountPaidMinorUnits)), .instants(changed.map(\.paidAt)),
            ])
    }

    private func barMethods(_ session: PostgresSession) throws {
        let barred = outcomes.compactMap { outcome in
            outcome.barred.map { (account: outcome.account, method: $0.method, code: $0.code) }
        }
        guard !barred.isEmpty else { return }
        try session.execute(
            SQL.charge.barMethods,
            [
                .textArray(barred.map(\.account)), .textArray(barred.map(\.method)),
                .textArray(barred.map(\.code.rawValue)),
            ])
    }

    /// A payment is posted once for its attempt, a loss once for its invoice.
    private func post(_ session: PostgresSession) throws {
        let posted = outcomes.compactMap { outcome in outcome.posting.map { (outcome: outcome, posting: $0) }
        }
        guard !posted.isEmpty else { return }
        let invoices = Dictionary(
            uniqueKeysWithValues: try session.rows(
                SQL.charge.amountsDue, [.textArray(Array(Set(posted.map(\.outcome.invoice))))]
            ) { row in
                (
                    try row.text("id"),
                    (due: try row.int64("amount_due_minor_units"), code: try row.text("currency"))
                )
            })
        var ledger = LedgerBatch()
        for (outcome, posting) in posted {
            guard let invoice = invoices[outcome.invoice] else { continue }
            let charged = outcome.attempt?.charge.amountMinorUnits ?? invoice.due
            ledger.add(
                posting.entries(charged: charged, due: invoice.due), kind: posting.kind,
                account: outcome.account,
                source: posting == .uncollectible ? outcome.invoice : outcome.attempt?.id ?? outcome.invoice,
                currencyCode: invoice.code, at: outcome.at)
        }
        try ledger.write(session)
    }
}

extension ChargePosting {
    fileprivate var kind: LedgerBatch.Kind {
        switch self {
        case .paid: .paid
        case .surplus: .surplus
        case .uncollectible: .uncollectible
        }
    }

    fileprivate func entries(charged: Int64, due: Int64) -> [LedgerEntry] {
        switch self {
        case .paid(let wasUncollectible):
            wasUncollectible ? LedgerPosting.recovered(charged) : LedgerPosting.paid(charged)
        case .surplus: LedgerPosting.surplus(charged)
        case .uncollectible: LedgerPosting.uncollectible(due)
        }
    }
}
