import Billing
import BillingCalendar

/// The books of a run that was rehearsed and approved: only approved boundaries are closed, and only to what was
/// shown.
struct ApprovedBooks: ClosingBooks {
    let books: any BillingBooks
    /// The id of the rehearsal.
    let rehearsal: String

    func closing<Result: Sendable>(
        _ body: @Sendable (any ClosingTransaction) async throws -> Result
    ) async throws -> Result {
        try await books.transaction { real in
            try await body(ApprovedTransaction(real: real, rehearsal: rehearsal))
        }
    }
}

private struct ApprovedTransaction: ClosingTransaction {
    let real: any BillingTransaction
    let rehearsal: String

    func claimDue(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [ClaimedSubscription] {
        try await real.claimApproved(rehearsal, limit: limit)
    }

    func isAnyLeft(_ scope: RunScope, asOf: Instant) async throws -> Bool {
        try await real.isAnyApprovedLeft(rehearsal)
    }

    func catalog() async throws -> CatalogInForce { try await real.catalog() }

    func usageTotals(_ windows: [UsageWindow]) async throws -> UsageTotals {
        try await real.usageTotals(windows)
    }

    func recentTotals(of claimed: [ClaimedSubscription]) async throws -> [String: RecentTotals] {
        try await real.recentTotals(of: claimed)
    }

    func write(_ outcomes: [BillingOutcome], run: String?) async throws -> [Invoice] {
        if let first = try await real.differences(outcomes, from: rehearsal).first {
            throw RunError.differsFromApproved(rehearsal: rehearsal, first)
        }
        let invoices = try await real.write(outcomes, run: run)
        try await real.markExecuted(outcomes, of: rehearsal, run: run)
        return invoices
    }

    /// It was shown as billable.
    func park(_ parked: ParkedSubscription) async throws {
        throw RunError.noLongerBillable(
            rehearsal: rehearsal, subscription: parked.subscription, reason: parked.reason)
    }

    func write(_ notices: [Notice]) async throws { try await real.write(notices) }
}
