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

    func countStoppedAccounts() async throws -> Int {
        try await run { session in
            try session.row(SQL.charge.countStoppedAccounts) { row in Int(try row.int64("accounts")) } ?? 0
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

    func claimAlarm(_ id: Int) async throws -> Alarm? {
        try await run { session in
            try session.row(SQL.charge.claimAlarm, [.int8(Int64(id))]) { row in try Alarm(row) }
        }
    }

    func dismissedCharges(_ references: [String], processor: String) async throws -> Set<String> {
        guard !references.isEmpty else { return [] }
        return try await run { session in
            Set(
                try session.rows(SQL.charge.dismissedCharges, [.text(processor), .textArray(references)]) {
                    row in try row.text("reference")
                })
        }
    }

    func write(_ decision: OrphanDecision, clearing alarm: Int) async throws {
        let parts = PaymentAttempt.parts(of: decision.attemptID)
        try await run { session in
            try session.execute(
                SQL.charge.insertOrphanDecision,
                [
                    .text(decision.processor), .text(decision.reference), .text(decision.attemptID),
                    .text(parts?.invoice), .int4(parts.map { Int32(clamping: $0.sequence) }),
                    .text(decision.verdict.rawValue), .text(decision.decidedBy), .text(decision.reason),
                    .instant(decision.decidedAt), .int8(Int64(alarm)),
                ])
            try session.execute(
                SQL.command.clearAlarm,
                [
                    .int8(Int64(alarm)), .text(decision.decidedBy),
                    .text("\(decision.verdict.rawValue): \(decision.reason)"),
                ])
        }
    }

    func adopt(_ attempt: String, at: Instant) async throws {
        _ = try await run { session in
            try session.execute(SQL.charge.adoptAttempt, [.text(attempt), .instant(at)])
        }
    }

    func note(_ entry: AuditEntry) async throws {
        let parameters = try entry.parameters
        _ = try await run { session in try session.execute(SQL.command.note, parameters) }
    }

    func auditMark(processor: String) async throws -> AuditMark {
        try await run { session in
            let mark = try session.row(SQL.charge.auditMark, [.text(processor)]) { row in
                AuditMark(
                    auditedUntil: try row.optionalInt64("audited_until"),
                    isOfOtherBooks: try row.bool("is_of_other_books"), now: try row.int64("now"))
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
