import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    /// Seconds for which a claimed delivery is this worker's: longer than a claim's deliveries take one after the
    /// other at their time-outs.
    private static let deliveryLeaseSeconds: Int64 = 600

    func write(_ notices: [Notice]) async throws {
        guard !notices.isEmpty else { return }
        _ = try await run { session in
            try session.execute(
                SQL.notify.writeNotices,
                [
                    .textArray(notices.map(\.id)), .textArray(notices.map(\.kind.rawValue)),
                    .textArray(notices.map(\.account)), .instants(notices.map(\.at)),
                    .jsonbArray(try notices.map { try JSONForm.bytes($0.facts) }),
                ])
        }
    }

    func distributeNotices(_ scope: RunScope, limit: Int) async throws -> Int {
        let mailed = Notice.Kind.allCases.filter(\.isForCustomers).map(\.rawValue)
        return try await run { session in
            try session.execute(
                SQL.notify.distributeNotices,
                ScopeFilter(scope).parameters + [.textArray(mailed), .int8(Int64(limit))])
        }
    }

    func expireDeliveries(by channel: Delivery.Channel, days: Int) async throws -> Int {
        try await run { session in
            try session.execute(
                SQL.notify.expireDeliveries, [.text(channel.rawValue), .int8(Int64(days))])
        }
    }

    func claimDeliveries(
        _ scope: RunScope, channels: Set<Delivery.Channel>, passingOver lanes: Set<Delivery.Lane>, limit: Int
    ) async throws -> [Delivery] {
        let open = channels.filter { $0 != .mail || !lanes.contains(.mail) }.map(\.rawValue)
        let lost = lanes.compactMap { lane -> String? in
            if case .endpoint(let id) = lane { id } else { nil }
        }
        guard !open.isEmpty else { return [] }
        return try await run { session in
            let parameters =
                ScopeFilter(scope).parameters + [
                    .textArray(open), .textArray(lost), .int8(Int64(limit)),
                    .int8(Self.deliveryLeaseSeconds), .text(core.settings.worker),
                ]
            let rows = try session.rows(SQL.notify.claimDeliveries, parameters, ClaimedDelivery.init)
            return try DeliveryReader(session: session, core: core).deliveries(rows)
        }
    }

    func write(_ results: [DeliveryResult]) async throws {
        guard !results.isEmpty else { return }
        _ = try await run { session in
            try session.execute(
                SQL.notify.writeResults,
                [
                    .int8Array(results.map(\.delivery)), .textArray(results.map(\.state.rawValue)),
                    .textArray(results.map(\.outcome)), .int8Array(results.map(\.secondsUntilNext)),
                    .boolArray(results.map(\.isPutBack)),
                ])
        }
    }

    func waitingDeliveries(_ scope: RunScope) async throws -> [Delivery.Channel: Int] {
        try await run { session in
            let rows = try session.rows(
                SQL.notify.waitingDeliveries, ScopeFilter(scope).parameters
            ) { row in (Delivery.Channel(rawValue: try row.text("channel")), Int(try row.int64("waiting"))) }
            return rows.reduce(into: [:]) { counts, row in
                if let channel = row.0 { counts[channel] = row.1 }
            }
        }
    }
}
