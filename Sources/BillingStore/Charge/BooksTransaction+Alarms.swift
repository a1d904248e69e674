import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    func raise(_ alarms: [Alarm]) async throws {
        guard !alarms.isEmpty else { return }
        _ = try await run { session in
            try session.execute(
                SQL.charge.raiseAlarms,
                [
                    .textArray(alarms.map(\.kind.rawValue)), .textArray(alarms.map(\.account)),
                    .textArray(alarms.map(\.processor)), .textArray(alarms.map(\.subject)),
                    .textArray(alarms.map(\.detail)), .instants(alarms.map(\.raisedAt)),
                ])
        }
    }

    func alarmsOfProcessors() async throws -> [Alarm] {
        try await run { session in
            try session.rows(SQL.charge.alarmsOfProcessors) { row in try Alarm(row) }
        }
    }

    func alarms(ofAccount id: String) async throws -> [Alarm] {
        try await run { session in
            try session.rows(SQL.charge.alarmsOfAccount, [.text(id)]) { row in try Alarm(row) }
        }
    }

    func auditMark(processor: String) async throws -> AuditMark {
        try await run { session in
            let mark = try session.row(SQL.charge.auditMark, [.text(processor)]) { row in
                AuditMark(auditedUntil: try row.optionalInt64("audited_until"), now: try row.int64("now"))
            }
            return try mark.orUnknown("processor", processor)
        }
    }

    func noteAudit(processor: String, until: Int64) async throws {
        _ = try await run { session in
            try session.execute(SQL.charge.noteAudit, [.text(processor), .int8(until)])
        }
    }
}

extension Alarm {
    /// The columns of `alarm`.
    init(_ row: PostgresRow) throws {
        let kindName = try row.text("kind")
        guard let kind = Kind(rawValue: kindName) else {
            throw StoreError.unreadable(
                table: "alarm", key: "\(try row.int64("id"))", reason: "kind \(kindName)")
        }
        self.init(
            kind: kind, account: try row.optionalText("account_id"), processor: try row.text("processor"),
            subject: try row.text("subject"), detail: try row.text("detail"),
            raisedAt: try row.instant("raised_at"))
    }
}
