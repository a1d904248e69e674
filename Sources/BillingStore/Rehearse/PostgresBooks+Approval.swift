public import BillingCalendar
public import BillingRun
import Postgres

/// Rehearsals and who decides about them.
extension PostgresBooks {
    /// Whether runs bill only what was rehearsed and approved.
    public func approvalIsRequired() async throws -> Bool {
        try await transact { transaction in
            try await transaction.run { session in
                try session.row(SQL.command.setting, [.text("approval")]) { row in
                    try row.json("value") == Array("true".utf8)
                } ?? false
            }
        }
    }

    /// Switches it.
    public func requireApproval(_ isRequired: Bool) async throws {
        try await transact { transaction in
            try await transaction.run { session in
                _ = try session.execute(
                    SQL.command.setSetting, [.text("approval"), .jsonb(Array("\(isRequired)".utf8))])
            }
        }
    }

    /// Notes how a rehearsal ended; it waits to be decided about from now on, and takes the place of older ones of
    /// its scope that still wait.
    ///
    /// - Returns: its fingerprint: two rehearsals that would bill the same have the same.
    @discardableResult
    public func finishRehearsal(_ id: String, report: String, at: Instant) async throws -> String {
        try await transact { transaction in
            try await transaction.run { session in
                let fingerprint = try session.row(
                    SQL.rehearse.finishRehearsal, [.text(id), .jsonb(Array(report.utf8)), .instant(at)]
                ) { row in try row.text("fingerprint") }
                try session.execute(SQL.rehearse.forgetDrafts, [.text(id)])
                return fingerprint ?? ""
            }
        }
    }

    /// Approves a rehearsal that waits: the next run bills just what it shows, and not what older ones of its scope
    /// showed.
    ///
    /// - Returns: its fingerprint; nil where it does not wait.
    public func approve(_ rehearsal: String, by actor: String, at: Instant) async throws -> String? {
        do {
            return try await transact { transaction in
                let fingerprint = try await transaction.run { session in
                    try session.row(
                        SQL.rehearse.approve, [.text(rehearsal), .text(actor), .instant(at)]
                    ) { row in try row.text("fingerprint") }
                }
                guard let fingerprint else { throw NothingChanged() }
                return fingerprint
            }
        } catch is NothingChanged {
            return nil
        }
    }

    /// Leaves a subscription out of the run that follows a rehearsal.
    ///
    /// - Returns: how many drafts are held now that were not.
    public func hold(
        _ subscription: String, of rehearsal: String, by actor: String, because reason: String?
    ) async throws -> Int {
        try await change(
            SQL.rehearse.hold, [.text(rehearsal), .text(subscription), .text(actor), .text(reason)])
    }

    /// Takes a hold back.
    ///
    /// - Returns: how many drafts were held.
    public func letGo(_ subscription: String, of rehearsal: String) async throws -> Int {
        try await change(SQL.rehearse.hold, [.text(rehearsal), .text(subscription), .text(nil), .text(nil)])
    }

    /// Approved rehearsals that are not executed yet, the oldest first.
    public func approvedRehearsals() async throws -> [String] { try await ids(SQL.rehearse.approved, []) }

    /// The rehearsal of a scope that waits to be decided about; nil where none does.
    public func waitingRehearsal(_ scope: RunScope) async throws -> String? {
        try await ids(SQL.rehearse.waiting, [.text(scope.name)]).first
    }

    /// Notes that a run has gone through approved rehearsals; one that still has held drafts stays approved.
    public func finishApproved(_ rehearsals: [String]) async throws {
        try await transact { transaction in
            try await transaction.run { session in
                _ = try session.execute(SQL.rehearse.finishApproved, [.textArray(rehearsals)])
            }
        }
    }

    private func ids(_ statement: SQLStatement, _ parameters: [Parameter]) async throws -> [String] {
        try await transact { transaction in
            try await transaction.run { session in
                try session.rows(statement, parameters) { row in try row.text("id") }
            }
        }
    }
}
