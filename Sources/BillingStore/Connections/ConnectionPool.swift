import Postgres

/// A few connections, each lent to one transaction at a time; more callers wait in line.
actor ConnectionPool {
    private let options: ConnectionOptions
    private let limit: Int
    private var idle: [PostgresConnection] = []
    private var open = 0
    private var isSchemaChecked = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(options: ConnectionOptions, limit: Int) {
        self.options = options
        self.limit = max(1, limit)
    }

    /// A connection to a database of the right schema; give it back with ``giveBack(_:isBroken:)``.
    func take() async throws -> PostgresConnection {
        while idle.isEmpty && open >= limit {
            await withCheckedContinuation { waiting.append($0) }
        }
        if let connection = idle.popLast() { return connection }
        open += 1
        do {
            let connection = try await PostgresConnection.connect(options)
            try await checkSchema(connection)
            return connection
        } catch {
            open -= 1
            wakeNext()
            throw error
        }
    }

    /// Takes a connection back; a broken one is closed.
    func giveBack(_ connection: PostgresConnection, isBroken: Bool) async {
        if isBroken {
            open -= 1
            await connection.close()
        } else {
            idle.append(connection)
        }
        wakeNext()
    }

    /// Ends all sessions that nobody uses.
    func closeIdle() async {
        let connections = idle
        idle = []
        open -= connections.count
        for connection in connections { await connection.close() }
    }

    private func wakeNext() {
        guard !waiting.isEmpty else { return }
        waiting.removeFirst().resume()
    }

    /// Once a process: a database that is newer or older than the program must not be written to.
    private func checkSchema(_ connection: PostgresConnection) async throws {
        guard !isSchemaChecked else { return }
        let pending = try await Migrator(SQL.migrations).pending(connection)
        guard pending.isEmpty else { throw StoreError.notMigrated(missing: pending.count) }
        isSchemaChecked = true
    }
}
