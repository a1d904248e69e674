import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres

/// Writes use once, however often it is sent (rule 5.1), and marks what came too late for its period (rule
/// 5.7).
struct UsageRecorder {
    let session: PostgresSession
    /// The meters of the catalogue in force.
    let meters: Set<String>

    private struct LockedSubscription {
        let id: String
        let account: String
        let startedAt: Instant
        let periodStart: Instant
    }

    /// What was stored of one subscription.
    private struct Stored {
        let subscription: String
        let count: Int64
        let earliest: Instant
    }

    func record(_ events: [UsageEvent]) throws -> UsageRecording {
        guard !events.isEmpty else { return UsageRecording(recorded: 0, repeated: 0) }
        let subscriptions = try lock(events)
        let distinct = try withoutRepeats(events)
        try session.execute(
            SQL.command.makeUsagePartitions, [.instants(Array(Set(distinct.map(\.at.startOfHour))))])
        let stored = try insert(distinct)
        let recorded = stored.reduce(0) { $0 + Int($1.count) }
        if recorded < distinct.count { try refuseDiffering(distinct) }
        try markLate(stored, of: subscriptions)
        return UsageRecording(recorded: recorded, repeated: events.count - recorded)
    }

    private func lock(_ events: [UsageEvent]) throws -> [String: LockedSubscription] {
        let ids = Set(events.map(\.subscription))
        let locked = try session.rows(
            SQL.command.lockRecordedSubscriptions, [.textArray(Array(ids))]
        ) { row in
            LockedSubscription(
                id: try row.text("id"), account: try row.text("account_id"),
                startedAt: try row.instant("started_at"),
                periodStart: try row.instant("current_period_start"))
        }
        let byID = Dictionary(uniqueKeysWithValues: locked.map { ($0.id, $0) })
        for event in events {
            guard let subscription = byID[event.subscription], subscription.account == event.account else {
                throw BillingError.unknown(
                    kind: "subscription of account \"\(event.account)\"", id: event.subscription)
            }
            guard meters.contains(event.meter) else {
                throw BillingError.unknown(kind: "meter", id: event.meter)
            }
            try event.check(startedAt: subscription.startedAt)
        }
        return byID
    }

    /// The batch itself may hold an event twice.
    private func withoutRepeats(_ events: [UsageEvent]) throws -> [UsageEvent] {
        struct Key: Hashable {
            var account: String
            var id: String
        }
        var known: [Key: UsageEvent] = [:]
        known.reserveCapacity(events.count)
        var distinct: [UsageEvent] = []
        for event in events {
            let earlier = known.updateValue(event, forKey: Key(account: event.account, id: event.id))
            guard let earlier else {
                distinct.append(event)
                continue
            }
            guard event.repeats(earlier) else { throw Self.conflict(event, with: earlier) }
        }
        return distinct
    }

    private func insert(_ events: [UsageEvent]) throws -> [Stored] {
        try session.rows(
            SQL.command.insertUsage,
            [
                .textArray(events.map(\.account)), .textArray(events.map(\.id)),
                .textArray(events.map(\.subscription)), .textArray(events.map(\.meter)),
                .numericArray(events.map { "\($0.quantity)" }), .instants(events.map(\.at)),
                .instants(events.map(\.recordedAt)), .textArray(events.map(\.key)),
            ]
        ) { row in
            Stored(
                subscription: try row.text("subscription_id"), count: try row.int64("recorded"),
                earliest: try row.instant("earliest"))
        }
    }

    /// Throws for the first event whose id stands for another use.
    private func refuseDiffering(_ events: [UsageEvent]) throws {
        let differing = try session.row(
            SQL.command.differingUsage,
            [
                .textArray(events.map(\.account)), .textArray(events.map(\.id)),
                .textArray(events.map(\.subscription)), .textArray(events.map(\.meter)),
                .numericArray(events.map { "\($0.quantity)" }), .instants(events.map(\.at)),
                .textArray(events.map(\.key)),
            ]
        ) { row in
            let event = events[Int(try row.int64("place")) - 1]
            var known = event
            known.subscription = try row.text("subscription_id")
            known.meter = try row.text("meter")
            known.quantity = try ExactDecimal(parsing: try row.decimal("quantity"))
            known.at = try row.instant("at")
            known.key = try row.optionalText("key")
            return (event: event, known: known)
        }
        if let differing { throw Self.conflict(differing.event, with: differing.known) }
    }

    private func markLate(_ stored: [Stored], of subscriptions: [String: LockedSubscription]) throws {
        let late = stored.compactMap { stored in
            subscriptions[stored.subscription].flatMap { subscription in
                stored.earliest < subscription.periodStart ? (subscription, stored.earliest) : nil
            }
        }
        guard !late.isEmpty else { return }
        try session.execute(
            SQL.command.markLateUsage,
            [
                .textArray(late.map(\.0.account)), .textArray(late.map(\.0.id)), .instants(late.map(\.1)),
            ])
    }

    private static func conflict(_ event: UsageEvent, with known: UsageEvent) -> RunError {
        .conflictingUsage(
            id: event.id, account: event.account, difference: event.difference(from: known))
    }
}

extension Instant {
    /// Few instants that lie in the same months as many.
    fileprivate var startOfHour: Instant {
        let part = secondsSinceEpoch % 3_600
        return adding(seconds: part < 0 ? -part - 3_600 : -part)
    }
}
