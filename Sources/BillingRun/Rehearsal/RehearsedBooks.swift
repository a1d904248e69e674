import Billing
import BillingCalendar

/// The books as they would be: closing boundaries on them reads the real ones and writes nothing but drafts.
///
/// What a boundary changes for those after it (the next boundary of the same subscription, the balance of the
/// account) is remembered here, so that the rehearsal of many missed boundaries comes to what the run comes to.
actor RehearsedBooks: ClosingBooks {
    private let books: any BillingBooks
    private let rehearsal: String
    private var state: RehearsalState

    /// - Parameter rehearsal: the id of the run under which the drafts are kept.
    init(_ books: any BillingBooks, rehearsal: String) {
        self.books = books
        self.rehearsal = rehearsal
        state = RehearsalState()
    }

    func closing<Result: Sendable>(
        _ body: @Sendable (any ClosingTransaction) async throws -> Result
    ) async throws -> Result {
        // What the body changes counts when its drafts are committed, as everywhere.
        let before = state
        let rehearsal = rehearsal
        let (result, after) = try await books.transaction { real in
            let transaction = RehearsedTransaction(real, rehearsal: rehearsal, state: before)
            let result = try await body(transaction)
            return (result, await transaction.state)
        }
        state = after
        return result
    }
}

/// One transaction of a rehearsal.
private actor RehearsedTransaction: ClosingTransaction {
    private let real: any BillingTransaction
    private let rehearsal: String
    private(set) var state: RehearsalState
    /// Invoices before the claimed ones, by subscription.
    private var recentTotals: [String: RecentTotals] = [:]

    init(_ real: any BillingTransaction, rehearsal: String, state: RehearsalState) {
        self.real = real
        self.rehearsal = rehearsal
        self.state = state
    }

    /// It reads what others hold as well.
    func isAnyLeft(_ scope: RunScope, asOf: Instant) -> Bool { false }

    func claimDue(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [ClaimedSubscription] {
        while state.needsMore(than: limit) {
            state.add(
                try await real.due(scope, asOf: asOf, after: state.cursor, limit: limit), isLast: limit)
        }
        state.asOf = asOf
        let claimed = state.first(limit)
        recentTotals = try await real.recentTotals(of: claimed)
        return claimed
    }

    func catalog() async throws -> CatalogInForce { try await real.catalog() }

    func usageTotals(_ windows: [UsageWindow]) async throws -> UsageTotals {
        try await real.usageTotals(windows)
    }

    func recentTotals(of claimed: [ClaimedSubscription]) -> [String: RecentTotals] { recentTotals }

    func write(_ outcomes: [BillingOutcome], run: String?) async throws -> [Invoice] {
        var drafts: [DraftInvoice] = []
        for outcome in outcomes {
            let id = outcome.subscription.id
            guard let boundary = outcome.boundary else { continue }
            drafts.append(
                DraftInvoice(
                    subscription: id, account: outcome.subscription.accountID, boundary: boundary,
                    outcome: outcome.invoice == nil ? .nothing : .invoice,
                    plan: outcome.subscription.terms.plan, content: outcome.invoice,
                    previousTotalMinorUnits: state.lastTotals[id] ?? recentTotals[id]?.lastMinorUnits,
                    reason: nil))
            state.close(outcome)
        }
        try await real.write(drafts, rehearsal: rehearsal)
        return drafts.compactMap(\.content).map { content in
            Invoice(id: "\(content.subscription) \(content.identity.at)", number: "", content: content)
        }
    }

    func park(_ parked: ParkedSubscription) async throws {
        let plan = state.plan(of: parked.subscription)
        state.remove(parked.subscription)
        guard let boundary = parked.boundary else { return }
        let draft = DraftInvoice(
            subscription: parked.subscription, account: parked.account, boundary: boundary, outcome: .parked,
            plan: plan ?? "", content: nil,
            previousTotalMinorUnits: recentTotals[parked.subscription]?.lastMinorUnits, reason: parked.reason)
        try await real.write([draft], rehearsal: rehearsal)
    }

    /// Nobody is told of what has not happened.
    func write(_ notices: [Notice]) {}
}
