public import Billing
public import BillingCalendar
public import BillingRun
public import Postgres

/// What an operator does to the books beside running them.
extension PostgresBooks {
    /// Brings the schema and its views up to date; doing it again changes nothing.
    ///
    /// - Returns: the migrations that were missing.
    @discardableResult
    public func migrate() async throws -> [Migration] {
        do {
            let connection = try await PostgresConnection.connect(options)
            let applied = try await Migrator(SQL.migrations).migrate(connection)
            try await connection.transaction { transaction in
                // Two processes must not replace the same view at once.
                try await transaction.execute(SQL.command.lockCatalog)
                for view in SQL.views { try await transaction.script(view) }
                if !applied.isEmpty {
                    try await commandNote?.write(BooksTransaction(transaction: transaction, core: core))
                }
            }
            await connection.close()
            return applied
        } catch {
            throw StoreError.reporting(error)
        }
    }

    /// Makes the roles that are missing and gives each its rights (sql/roles). Needs the right to make roles.
    public func grantRoles() async throws {
        try await transact { transaction in
            try await transaction.run { session in
                try session.execute(SQL.command.lockCatalog)
                for role in SQL.roles { try session.script(role) }
            }
        }
    }

    /// Puts a catalogue in force.
    ///
    /// - Parameters:
    ///   - source: the file as it was read; the same file as the one in force is no new version.
    ///   - logo: the picture whose SHA-256 the seller's details name; up to 512 KiB.
    /// - Returns: the catalogue's number.
    @discardableResult
    public func applyCatalog(
        _ catalog: Catalog, source: String, logo: [UInt8]? = nil, at: Instant
    ) async throws -> Int {
        _ = try core.zone(catalog.seller.timeZoneID)
        let content = try JSONForm.bytes(catalog)
        return try await transact { transaction in
            try await transaction.run { session in
                try session.execute(SQL.command.lockCatalog)
                if let logo { try session.execute(SQL.command.keepPicture, [.bytea(logo)]) }
                let number = try session.row(
                    SQL.command.applyCatalog, [.text(source), .jsonb(content), .instant(at)]
                ) { row in try row.int64("number") }
                return Int(number ?? 0)
            }
        }
    }

    /// The kill switch: off, no charge leaves any more, whatever runs.
    ///
    /// - Parameter entry: who switches it and why; noted in the same transaction.
    public func setCharging(on isOn: Bool, _ entry: AuditEntry) async throws {
        let note = try entry.parameters
        try await transact { transaction in
            try await transaction.run { session in
                try session.execute(
                    SQL.command.setSetting, [.text("charging"), .jsonb(Array("\(isOn)".utf8))])
                try session.execute(SQL.command.note, note)
            }
        }
    }

    /// Clears an alarm: what it stopped is charged again.
    ///
    /// - Parameter entry: who clears it and why; noted in the same transaction.
    /// - Returns: nil where no such alarm is open.
    @discardableResult
    public func clearAlarm(_ id: Int, _ entry: AuditEntry) async throws -> AlarmRecord? {
        let note = try entry.parameters
        return try await transact { transaction in
            try await transaction.run { session in
                let cleared = try session.row(
                    SQL.command.clearAlarm, [.int8(Int64(id)), .text(entry.actor), .text(entry.reason ?? "")]
                ) { row in try AlarmRecord(row) }
                if cleared != nil { try session.execute(SQL.command.note, note) }
                return cleared
            }
        }
    }

    /// Lets a subscription that was set aside be billed again.
    ///
    /// - Returns: false when it was not parked.
    @discardableResult
    public func releaseParked(_ subscription: String) async throws -> Bool {
        try await change(SQL.command.releaseParked, [.text(subscription)]) > 0
    }

    /// Adds to the audit trail.
    public func note(_ entry: AuditEntry) async throws {
        try await change(SQL.command.note, try entry.parameters)
    }

    /// Runs sql/checks, each of which gives no row when the books agree.
    ///
    /// - Returns: what does not agree, one line a row.
    public func checkBooks() async throws -> [String] {
        try await finance.findings().map { "\($0.check): \($0.finding)" }
    }

    /// One statement in a transaction of its own; gives the number of rows it changed. Where that is none, nothing is
    /// added to the audit trail.
    @discardableResult
    func change(_ statement: SQLStatement, _ parameters: [Parameter]) async throws -> Int {
        do {
            return try await transact { transaction in
                let count = try await transaction.run { session in
                    try session.execute(statement, parameters)
                }
                guard count > 0 else { throw NothingChanged() }
                return count
            }
        } catch is NothingChanged {
            return 0
        }
    }
}

extension AuditEntry {
    /// What `note` takes.
    var parameters: [Parameter] {
        get throws {
            [
                .text(actor), .text(action), .text(account), .text(subject), .text(reason),
                .jsonb(try JSONForm.bytes(detail)),
            ]
        }
    }
}
