import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    func claimDue(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [ClaimedSubscription] {
        if case .invoices = scope { return [] }
        let filter = ScopeFilter(scope)
        return try await claims(
            SQL.scan.claimDue,
            [.instant(asOf), .text(filter.account), .text(filter.subscription), .int8(Int64(limit))])
    }

    func usageTotals(_ windows: [UsageWindow]) async throws -> UsageTotals {
        guard !windows.isEmpty else { return UsageTotals() }
        return try await run { session in try UsageQuestions(windows).answers(session) }
    }

    func write(_ outcomes: [BillingOutcome], run id: String?) async throws -> [Invoice] {
        guard !outcomes.isEmpty else { return [] }
        return try await run { session in
            try OutcomeWriter(outcomes: outcomes, run: id, core: core).write(session)
        }
    }

    func park(_ parked: ParkedSubscription) async throws {
        _ = try await run { session in
            try session.execute(
                SQL.invoice.park,
                [
                    .text(parked.account), .text(parked.subscription), .instant(parked.boundary),
                    .text(parked.reason), .instant(parked.parkedAt), .text(parked.run),
                ])
        }
    }
}
