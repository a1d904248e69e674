import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres

extension BooksTransaction {
    func due(
        _ scope: RunScope, asOf: Instant, after place: BoundaryPlace?, limit: Int
    ) async throws -> [ClaimedSubscription] {
        if case .invoices = scope { return [] }
        let filter = ScopeFilter(scope)
        return try await claims(
            SQL.scan.readDue,
            [
                .instant(asOf), .text(filter.account), .text(filter.subscription), .instant(place?.at),
                .text(place?.subscription), .int8(Int64(limit)),
            ])
    }

    func claimApproved(_ rehearsal: String, limit: Int) async throws -> [ClaimedSubscription] {
        try await claims(SQL.rehearse.claimApproved, [.text(rehearsal), .int8(Int64(limit))])
    }

    func isAnyApprovedLeft(_ rehearsal: String) async throws -> Bool {
        try await run { session in
            try session.row(SQL.rehearse.approvedLeft, [.text(rehearsal)]) { row in
                try row.bool("is_any_left")
            } ?? false
        }
    }

    /// Subscriptions with their accounts and what is late of their usage.
    func claims(_ statement: SQLStatement, _ parameters: [Parameter]) async throws -> [ClaimedSubscription] {
        try await run { session in
            let claims = try session.rows(statement, parameters) { row in
                (account: try AccountRecord(row, core: core), subscription: try Subscription(row))
            }
            guard !claims.isEmpty else { return [] }
            return try LateUsageMarks.attached(to: claims, session)
        }
    }

    func recentTotals(of claimed: [ClaimedSubscription]) async throws -> [String: RecentTotals] {
        guard !claimed.isEmpty else { return [:] }
        return try await run { session in
            let rows = try session.rows(
                SQL.scan.recentTotals,
                [
                    .textArray(claimed.map(\.account.account.id)), .textArray(claimed.map(\.subscription.id)),
                ]
            ) { row in
                (
                    try row.text("subscription_id"),
                    RecentTotals(
                        lastMinorUnits: try row.int64("last_minor_units"),
                        largestMinorUnits: try row.int64("largest_minor_units"))
                )
            }
            return Dictionary(uniqueKeysWithValues: rows)
        }
    }

    func write(_ drafts: [DraftInvoice], rehearsal: String) async throws {
        guard !drafts.isEmpty else { return }
        _ = try await run { session in
            try session.execute(
                SQL.rehearse.writeDrafts,
                [
                    .text(rehearsal), .textArray(drafts.map(\.account)),
                    .textArray(drafts.map(\.subscription)), .instants(drafts.map(\.boundary)),
                    .textArray(drafts.map(\.outcome.rawValue)), .textArray(drafts.map(\.plan)),
                    .jsonbArray(try drafts.map { try $0.content.map(JSONForm.bytes) }),
                    .textArray(drafts.map { $0.content?.currency.code }),
                    .int8Array(drafts.map { $0.content?.totalMinorUnits }),
                    .int8Array(drafts.map { $0.content?.taxMinorUnits }),
                    .int8Array(drafts.map { $0.content?.amountDueMinorUnits }),
                    .int8Array(drafts.map(\.previousTotalMinorUnits)), .textArray(drafts.map(\.reason)),
                ])
        }
    }

    func differences(
        _ outcomes: [BillingOutcome], from rehearsal: String
    ) async throws -> [DraftDifference] {
        let closed = outcomes.filter { $0.boundary != nil }
        guard !closed.isEmpty else { return [] }
        return try await run { session in
            try session.rows(
                SQL.rehearse.differences,
                [.text(rehearsal)] + Self.boundaries(closed) + [
                    .jsonbArray(try closed.map { try $0.invoice.map(JSONForm.bytes) }),
                    .int8Array(closed.map { $0.invoice?.totalMinorUnits }),
                    .textArray(closed.map { $0.invoice?.currency.code }),
                ]
            ) { row in
                DraftDifference(
                    subscription: try row.text("subscription_id"), boundary: try row.instant("boundary_at"),
                    approvedMinorUnits: try row.optionalInt64("approved_minor_units"),
                    nowMinorUnits: try row.optionalInt64("now_minor_units"),
                    currencyCode: try row.optionalText("currency"))
            }
        }
    }

    func markExecuted(_ outcomes: [BillingOutcome], of rehearsal: String, run: String?) async throws {
        let closed = outcomes.filter { $0.boundary != nil }
        guard !closed.isEmpty else { return }
        _ = try await self.run { session in
            try session.execute(SQL.rehearse.markExecuted, [.text(rehearsal)] + Self.boundaries(closed))
        }
    }

    private static func boundaries(_ outcomes: [BillingOutcome]) -> [Parameter] {
        [
            .textArray(outcomes.map(\.subscription.accountID)), .textArray(outcomes.map(\.subscription.id)),
            .instants(outcomes.map(\.boundary)),
        ]
    }
}
