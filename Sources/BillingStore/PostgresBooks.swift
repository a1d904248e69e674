public import BillingRun
public import Postgres
public import SystemTimeZones

/// The books on PostgreSQL.
///
/// It connects when it is first asked for something, and refuses a database whose schema is older or newer
/// than this program.
public struct PostgresBooks: BillingBooks {
    let options: ConnectionOptions
    let pool: ConnectionPool
    let core: StoreCore
    /// What the command that uses these books adds to the audit trail.
    private(set) var commandNote: CommandNote?

    /// - Parameter options: where the database is; the session settings that the queries need are added.
    public init(
        _ options: ConnectionOptions, settings: StoreSettings = StoreSettings(), zones: ZoneDatabase = .system
    ) {
        var options = options
        // Every statement is for a batch of some size: a plan made for that size is worth its making, and a
        // plan made for any size is not. Compiling them never is.
        options.settings["plan_cache_mode"] = "force_custom_plan"
        options.settings["jit"] = "off"
        self.options = options
        pool = ConnectionPool(options: options, limit: settings.connections)
        core = StoreCore(settings: settings, zones: zones)
    }

    /// Runs `body` in one transaction, again after a conflict with another worker.
    ///
    /// - Throws: what `body` throws, and ``StoreError`` for everything the database refuses.
    public func transaction<Result: Sendable>(
        _ body: @Sendable (any BillingTransaction) async throws -> Result
    ) async throws -> Result {
        try await transact { try await body($0) }
    }

    /// Runs `body` in a read-only transaction over one picture of the books; nothing is locked.
    public func reading<Result: Sendable>(
        _ body: @Sendable (any BillingTransaction) async throws -> Result
    ) async throws -> Result {
        try await transact(access: .readOnly) { try await body($0) }
    }

    /// Throws when the schema is not this program's; connects for it.
    public func requireSchema() async throws {
        do {
            await pool.giveBack(try await pool.take(), isBroken: false)
        } catch {
            throw StoreError.reporting(error)
        }
    }

    /// The same books for one command: the first of its transactions that is committed adds the entry to the audit
    /// trail, so that what was changed and who changed it are there together or not at all.
    ///
    /// A transaction that is undone adds nothing. Transactions of one command follow each other.
    public func noting(_ entry: AuditEntry) -> PostgresBooks {
        var books = self
        books.commandNote = CommandNote(entry)
        return books
    }

    /// Ends the sessions that are not in use; later calls connect again.
    public func close() async { await pool.closeIdle() }
}

extension PostgresBooks {
    /// Runs `body` in a transaction of its own; begins again where another worker was in the way.
    func transact<Value: Sendable>(
        access: PostgresTransaction.Access = .readWrite,
        _ body: @Sendable (BooksTransaction) async throws -> Value
    ) async throws -> Value {
        var tries = 0
        while true {
            tries += 1
            do {
                return try await transactOnce(access, body)
            } catch let error as PostgresError where error.isConflict {
                guard tries < core.settings.mostConflicts else {
                    throw StoreError.conflicts(tries: tries, last: error)
                }
                try await Task.sleep(for: .milliseconds(10 * tries))
            } catch PostgresError.connectionLost where tries == 1 {
                // The server went away under an idle session, and so under all of them. What the body wrote
                // is undone, so it may run again.
                await pool.closeIdle()
            } catch {
                throw StoreError.reporting(error)
            }
        }
    }

    private func transactOnce<Value: Sendable>(
        _ access: PostgresTransaction.Access,
        _ body: @Sendable (BooksTransaction) async throws -> Value
    ) async throws -> Value {
        let connection = try await pool.take()
        do {
            let isReading = access == .readOnly
            let value = try await connection.transaction(
                isolation: isReading ? .repeatableRead : .readCommitted, access: access
            ) { transaction in
                let transaction = BooksTransaction(transaction: transaction, core: core, locks: !isReading)
                let value = try await body(transaction)
                if !isReading { try await commandNote?.write(transaction) }
                return value
            }
            if !isReading { commandNote?.commit() }
            await pool.giveBack(connection, isBroken: false)
            return value
        } catch {
            await pool.giveBack(connection, isBroken: (error as? PostgresError)?.breaksConnection ?? false)
            throw error
        }
    }
}

extension PostgresError {
    /// A deadlock or a serialization failure: begun again, the transaction may well succeed.
    fileprivate var isConflict: Bool { state?.isWorthRetrying ?? false }

    fileprivate var breaksConnection: Bool {
        switch self {
        case .connectionLost, .commitOutcomeUnknown: true
        default: false
        }
    }
}
