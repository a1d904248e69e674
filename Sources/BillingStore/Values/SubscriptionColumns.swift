import Billing
import BillingCalendar
import Postgres

extension Subscription {
    /// The columns `state` and, for errors, `subscription_id`.
    ///
    /// - Parameter lateUsageSince: what late_usage says; the state itself does not hold it.
    init(_ row: PostgresRow, lateUsageSince: Instant? = nil) throws {
        let id = try row.text("subscription_id")
        self = try JSONForm.value(Subscription.self, row.json("state"), of: "subscription", key: id)
        self.lateUsageSince = lateUsageSince
    }
}

/// Subscriptions on their way into the table, each at most once.
struct SubscriptionRows {
    let subscriptions: [Subscription]

    init(_ subscriptions: [Subscription]) {
        self.subscriptions = subscriptions.latest(by: \.id)
    }

    /// Writes all; those that are not there yet are new.
    ///
    /// - Throws: `BillingError.duplicate` for a new one whose id another account has.
    func write(_ session: PostgresSession) throws {
        guard !subscriptions.isEmpty else { return }
        let known = Set(
            try session.rows(SQL.invoice.updateSubscriptions, try Self.parameters(subscriptions)) { row in
                try row.text("id")
            })
        guard known.count < subscriptions.count else { return }
        let new = subscriptions.filter { !known.contains($0.id) }
        let parameters = try Self.parameters(new) + [.instants(new.map(\.startedAt))]
        let added = Set(
            try session.rows(SQL.invoice.insertSubscriptions, parameters) { row in try row.text("id") })
        if let refused = new.first(where: { !added.contains($0.id) }) {
            throw BillingError.duplicate(kind: "subscription", id: refused.id)
        }
    }

    private static func parameters(_ subscriptions: [Subscription]) throws -> [Parameter] {
        [
            .textArray(subscriptions.map(\.accountID)), .textArray(subscriptions.map(\.id)),
            .textArray(subscriptions.map(\.status.rawValue)), .textArray(subscriptions.map(\.terms.plan)),
            .textArray(subscriptions.map { "\($0.terms.interval)" }),
            .numericArray(subscriptions.map { "\($0.terms.quantity)" }),
            .instants(subscriptions.map(\.currentPeriod.start)),
            .instants(subscriptions.map(\.currentPeriod.end)), .instants(subscriptions.map(\.nextBoundaryAt)),
            .boolArray(subscriptions.map(\.cancelAtPeriodEnd)), .instants(subscriptions.map(\.canceledAt)),
            .instants(subscriptions.map(\.trialEnd)), .jsonbArray(try subscriptions.map(state)),
        ]
    }

    private static func state(_ subscription: Subscription) throws -> [UInt8] {
        var subscription = subscription
        subscription.lateUsageSince = nil
        return try JSONForm.bytes(subscription)
    }
}
