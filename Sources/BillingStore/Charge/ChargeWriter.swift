import Billing
import BillingCalendar
import BillingRun
import Postgres

/// Writes what charging decided about a batch of invoices, table by table.
struct ChargeWriter {
    let outcomes: [ChargeOutcome]

    func write(_ session: PostgresSession) throws {
        try AttemptRows(outcomes.compactMap(\.attempt)).write(session)
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
        let posted = outcomes.filter { !$0.ledger.isEmpty }
        guard !posted.isEmpty else { return }
        let currencies = Dictionary(
            uniqueKeysWithValues: try session.rows(
                SQL.charge.currencies, [.textArray(Array(Set(posted.map(\.invoice))))]
            ) { row in (try row.text("id"), try row.text("currency")) })
        var ledger = LedgerBatch()
        for outcome in posted {
            let isLoss = outcome.invoiceStatus == .uncollectible
            ledger.add(
                outcome.ledger, kind: isLoss ? .uncollectible : .paid, account: outcome.account,
                source: isLoss ? outcome.invoice : outcome.attempt?.id ?? outcome.invoice,
                currencyCode: currencies[outcome.invoice] ?? "", at: outcome.at)
        }
        try ledger.write(session)
    }
}
