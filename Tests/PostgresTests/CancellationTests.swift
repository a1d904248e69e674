import Postgres
import PostgresTestKit
import Testing

@Suite struct CancellationTests {
    /// Returns when the session waits in pg_sleep.
    private func waitUntilAsleep(_ process: Int32, _ watcher: PostgresConnection) async throws {
        while try await watcher.number(
            "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'",
            [.int4(process)]) == 0
        {}
    }

    @Test func `Cancelling the task stops its statement and keeps the connection`() async throws {
        let database = try await citiesDatabase()
        let (db, watcher) = (try await database.connect(), try await database.connect())
        let process = try await db.perform { $0.backendProcessID }
        let task = Task { try await db.execute("SELECT pg_sleep(600)") }
        try await waitUntilAsleep(process, watcher)
        task.cancel()
        await #expect(throws: PostgresError.cancelled) { try await task.value }
        #expect(try await db.number("SELECT 7") == 7)
    }

    @Test func `A running statement can be stopped from outside`() async throws {
        let database = try await citiesDatabase()
        let (db, watcher) = (try await database.connect(), try await database.connect())
        let process = try await db.perform { $0.backendProcessID }
        db.cancelRunningStatement()
        #expect(try await db.number("SELECT 7") == 7)
        async let sleeping = db.execute("SELECT pg_sleep(600)")
        try await waitUntilAsleep(process, watcher)
        db.cancelRunningStatement()
        do {
            _ = try await sleeping
            Issue.record("the statement was not stopped")
        } catch {
            #expect(error as? PostgresError == .cancelled)
        }
        #expect(try await db.number("SELECT 7") == 7)
    }

    @Test func `A cancelled transaction rolls back`() async throws {
        let database = try await citiesDatabase()
        let (db, watcher) = (try await database.connect(), try await database.connect())
        let process = try await db.perform { $0.backendProcessID }
        let task = Task {
            try await db.transaction { tx in
                try await tx.insertCity(1)
                try await tx.execute("SELECT pg_sleep(600)")
            }
        }
        try await waitUntilAsleep(process, watcher)
        task.cancel()
        await #expect(throws: PostgresError.cancelled) { try await task.value }
        #expect(try await db.cityCount() == 0)
    }

    @Test func `A task cancelled beforehand sends nothing`() async throws {
        let db = try await citiesDatabase().connect()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await db.insertCity(1)
        }
        task.cancel()
        await #expect(throws: PostgresError.cancelled) { try await task.value }
        #expect(try await db.cityCount() == 0)
    }

    @Test func `The server's own time-out is not a cancellation`() async throws {
        var options = try await citiesDatabase().options
        options.statementTimeoutMilliseconds = 20
        let db = try await PostgresConnection.connect(options)
        let error = await #expect(throws: PostgresError.self) { try await db.execute("SELECT pg_sleep(600)") }
        #expect(error?.state == .queryCanceled)
    }

    /// Other tests wait for locks on the same server: only this database's sessions count.
    private static let waitingHere: SQLStatement = """
        SELECT count(*)
        FROM pg_locks AS l
        JOIN pg_stat_activity AS a ON a.pid = l.pid AND a.datname = current_database()
        WHERE NOT l.granted
        """

    @Test func `Connections that wait for locks do not stop the tasks that hold them`() async throws {
        let database = try await citiesDatabase()
        let holder = try await database.connect()
        _ = try await holder.execute("SELECT pg_advisory_lock(1)")
        // More waiting connections than the cooperative pool has threads: were they to block it, nobody could
        // release the lock.
        try await withThrowingTaskGroup { group in
            for _ in 0..<16 {
                let db = try await database.connect()
                group.addTask { try await db.execute("SELECT pg_advisory_xact_lock(1)") }
            }
            while try await holder.number(Self.waitingHere) < 16 {}
            _ = try await holder.execute("SELECT pg_advisory_unlock(1)")
            try await group.waitForAll()
        }
        #expect(try await holder.number(Self.waitingHere) == 0)
    }
}
