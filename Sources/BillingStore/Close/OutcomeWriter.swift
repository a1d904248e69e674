import Billing
import BillingCalendar
import BillingRun
import Postgres

/// Writes what a batch of events came to, table by table.
///
/// The order is for the sake of others: what nobody waits for comes first, the invoices with their numbers
/// last.
struct OutcomeWriter {
    let outcomes: [BillingOutcome]
    let run: String?
    let core: StoreCore

    func write(_ session: PostgresSession) throws -> [Invoice] {
        let subscriptions = SubscriptionRows(outcomes.map(\.subscription))
        try subscriptions.write(session)
        try claimBoundaries(session)
        try keepClosedPeriods(session)
        try clearLateUsage(of: subscriptions.subscriptions, session)
        try writeRedemptions(session)

        var invoices = try issue(session)
        try writeBalances(invoices, session)
        try invoices?.write(session)
        return invoices?.issued ?? []
    }

    /// The drafts with their ids; nil when there is none.
    private func issue(_ session: PostgresSession) throws -> InvoiceBatch? {
        let drafts = outcomes.compactMap { outcome in
            outcome.invoice.map {
                InvoiceBatch.Draft(
                    content: $0, boundary: outcome.boundary, subscription: outcome.subscription)
            }
        }
        guard !drafts.isEmpty else { return nil }
        return try InvoiceBatch(
            drafts, accounts: accounts(session), catalog: core.catalogInForce(session), run: run, session)
    }

    private func accounts(_ session: PostgresSession) throws -> [String: Account] {
        let ids = Set(outcomes.map(\.subscription.accountID))
        let accounts = try session.rows(SQL.command.accounts, [.textArray(Array(ids))]) { row in
            try Account(row)
        }
        return Dictionary(uniqueKeysWithValues: accounts.map { ($0.id, $0) })
    }

    /// - Throws: `RunError.boundaryTaken` when one was claimed before; then nothing of the transaction is
    /// kept.
    private func claimBoundaries(_ session: PostgresSession) throws {
        let claims = outcomes.compactMap { outcome in
            outcome.boundary.map { (subscription: outcome.subscription, boundary: $0) }
        }
        guard !claims.isEmpty else { return }
        let parameters: [Parameter] = [
            .textArray(claims.map(\.subscription.accountID)), .textArray(claims.map(\.subscription.id)),
            .instants(claims.map(\.boundary)), .text(run),
        ]
        let made = try session.rows(SQL.invoice.claimBoundaries, parameters) { row in
            "\(try row.instant("boundary_at")) \(try row.text("subscription_id"))"
        }
        guard made.count < claims.count else { return }
        let free = Set(made)
        for claim in claims where !free.contains("\(claim.boundary) \(claim.subscription.id)") {
            throw RunError.boundaryTaken(subscription: claim.subscription.id, boundary: "\(claim.boundary)")
        }
        throw RunError.boundaryTaken(subscription: claims[0].subscription.id, boundary: "twice in one batch")
    }

    private func keepClosedPeriods(_ session: PostgresSession) throws {
        struct Key: Hashable {
            var subscription: String
            var start: Instant
        }
        let closed = outcomes.flatMap { outcome in
            outcome.closedPeriods.map { (account: outcome.subscription.accountID, period: $0) }
        }
        .latest { Key(subscription: $0.period.subscription, start: $0.period.period.start) }
        try ClosedPeriodRows(rows: closed).write(session)
    }

    /// What was late is billed now.
    private func clearLateUsage(of subscriptions: [Subscription], _ session: PostgresSession) throws {
        let billed = subscriptions.filter { $0.lateUsageSince == nil }
        try session.execute(
            SQL.invoice.clearLateUsage,
            [.textArray(billed.map(\.accountID)), .textArray(billed.map(\.id))])
    }

    private func writeRedemptions(_ session: PostgresSession) throws {
        let redeemed = outcomes.compactMap { outcome in
            outcome.redeemed.map { (subscription: outcome.subscription, redemption: $0) }
        }
        guard !redeemed.isEmpty else { return }
        try session.execute(
            SQL.invoice.insertRedemptions,
            [
                .textArray(redeemed.map(\.subscription.accountID)),
                .textArray(redeemed.map(\.subscription.id)),
                .textArray(redeemed.map(\.redemption.code)), .instants(redeemed.map(\.redemption.redeemedAt)),
            ])
    }

    private func writeBalances(_ invoices: InvoiceBatch?, _ session: PostgresSession) throws {
        var batch = BalanceBatch()
        var ledger = LedgerBatch()
        let changed = outcomes.filter { !$0.balanceEntries.isEmpty }
        if !changed.isEmpty {
            let accounts = try invoices?.accounts ?? accounts(session)
            for outcome in changed {
                guard let account = accounts[outcome.subscription.accountID], let draft = outcome.invoice
                else { continue }
                let invoice = invoices?.id(of: draft.identity)
                batch.add(
                    outcome.balanceEntries, balance: outcome.balance, account: account, invoice: invoice,
                    reason: nil)
                ledger.add(
                    outcome.balanceEntries, account: account, source: invoice ?? account.id,
                    bookedAt: draft.issuedAt)
            }
        }
        invoices?.post(to: &ledger)
        try batch.write(session)
        try ledger.write(session)
    }
}
