import BillingCalendar
public import BillingRun
import Postgres

extension BooksTransaction {
    func beginRun(_ run: RunRecord) async throws {
        _ = try await self.run { session in
            try session.execute(
                SQL.report.beginRun,
                [
                    .text(run.id), .instant(run.asOf), .instant(run.startedAt), .text(run.scope.name),
                    .text(run.kind.rawValue),
                ])
        }
    }

    func finishRun(_ id: String, report: String, at: Instant) async throws {
        _ = try await run { session in
            try session.execute(
                SQL.report.finishRun, [.text(id), .jsonb(Array(report.utf8)), .instant(at)])
        }
    }
}

extension RunScope {
    /// How it stands in the list of runs: "everything", "account:acme".
    public var name: String {
        switch self {
        case .everything: "everything"
        case .account(let id): "account:\(id)"
        case .subscription(let id): "subscription:\(id)"
        case .invoices(let ids): "invoices:\(ids.sorted().joined(separator: ","))"
        }
    }
}
