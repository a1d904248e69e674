import Billing
import BillingCalendar
import BillingRun
import Postgres

/// Late use of claimed subscriptions, and the closed periods it can be felt in (rule 5.7).
enum LateUsageMarks {
    private struct Mark {
        let subscription: String
        let since: Instant
        let period: ClosedPeriod?
    }

    /// The claims with what is late. Asked when the rows are locked: nobody can mark anything after it.
    static func attached(
        to claims: [(account: AccountRecord, subscription: Subscription)], _ session: PostgresSession
    ) throws -> [ClaimedSubscription] {
        let marks = try session.rows(
            SQL.scan.latePeriods,
            [
                .textArray(claims.map(\.account.account.id)), .textArray(claims.map(\.subscription.id)),
            ]
        ) { row in
            let id = try row.text("subscription_id")
            return Mark(
                subscription: id, since: try row.instant("since"),
                period: try row.optionalJSON("content").map {
                    try JSONForm.value(ClosedPeriod.self, $0, of: "closed_period", key: id)
                })
        }
        let bySubscription = Dictionary(grouping: marks, by: \.subscription)
        return claims.map { claim in
            var subscription = claim.subscription
            let marks = bySubscription[subscription.id] ?? []
            subscription.lateUsageSince = marks.first?.since
            return ClaimedSubscription(
                account: claim.account, subscription: subscription,
                closedPeriods: marks.compactMap(\.period))
        }
    }
}
