import CLibPQ
import PostgresTestKit
import Testing

@testable import Postgres

@Suite struct LostConnectionTests {
    private func end(_ process: Int32, through other: PostgresConnection) async throws {
        try await other.execute("SELECT pg_terminate_backend($1, 5000)", [.int4(process)])
    }

    @Test func `A session that the server ended is a lost connection`() async throws {
        let database = try await citiesDatabase()
        let (db, other) = (try await database.connect(), try await database.connect())
        try await end(try await db.perform { $0.backendProcessID }, through: other)
        for _ in 0..<2 {
            let error = await #expect(throws: PostgresError.self) { try await db.insertCity(1) }
            guard case .connectionLost = error else {
                return #expect(Bool(false), "\(String(describing: error))")
            }
            #expect(error?.isOutOfReach == true)
        }
        #expect(try await other.cityCount() == 0)
    }

    /// Such a result comes when PostgreSQL is killed while it still says good-bye: libpq then calls the connection good.
    @Test func `An error without a code is a lost connection, and the session ends`() async throws {
        let db = try await citiesDatabase().connect()
        let (error, isBroken) = try await db.perform { session in
            let result = PQmakeEmptyPGresult(session.connection, PGRES_FATAL_ERROR)
            defer { PQclear(result) }
            let error = result.flatMap { session.error(in: $0, of: "SELECT 1", wasCancelled: false) }
            return (error, session.isBroken)
        }
        guard case .connectionLost = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(isBroken)
        await #expect(throws: PostgresError.self) { try await db.insertCity(1) }
    }

    @Test func `A connection lost before COMMIT undoes the transaction`() async throws {
        let database = try await citiesDatabase()
        let (db, other) = (try await database.connect(), try await database.connect())
        let error = await #expect(throws: PostgresError.self) {
            try await db.transaction { tx in
                try await tx.insertCity(1)
                try await end(try await tx.perform { $0.backendProcessID }, through: other)
                try await tx.insertCity(2)
            }
        }
        guard case .connectionLost = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(try await other.cityCount() == 0)
    }

    @Test func `A connection that breaks during COMMIT leaves the outcome unknown`() async throws {
        let database = try await citiesDatabase()
        let db = try await database.connect()
        // Deferred to the end of the transaction, so the session ends itself while COMMIT is being done.
        try await db.script(
            """
            CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER end_session AFTER INSERT ON city
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_session();
            """)
        let error = await #expect(throws: PostgresError.self) {
            try await db.transaction { tx in try await tx.insertCity(1) }
        }
        guard case .commitOutcomeUnknown(let reason) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(reason.contains("terminating connection"))
        #expect(error?.isOutOfReach == true)
    }

    @Test func `A transaction left idle too long loses its session`() async throws {
        var options = try await citiesDatabase().options
        options.idleInTransactionTimeoutMilliseconds = 50
        let db = try await PostgresConnection.connect(options)
        let watcher = try await PostgresConnection.connect(options)
        let process = try await db.perform { $0.backendProcessID }
        let error = await #expect(throws: PostgresError.self) {
            try await db.transaction { tx in
                try await tx.insertCity(1)
                while try await watcher.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE pid = $1", [.int4(process)]) > 0
                {}
                try await tx.insertCity(2)
            }
        }
        guard case .connectionLost = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
    }

    @Test func `A closed connection is lost`() async throws {
        let db = try await anyConnection()
        await db.close()
        await #expect(throws: PostgresError.connectionLost("the connection was closed")) {
            _ = try await db.number("SELECT 1")
        }
        db.cancelRunningStatement()
    }

    @Test func `Releasing a connection ends its session`() async throws {
        let database = try await citiesDatabase()
        let watcher = try await database.connect()
        let process = try await database.connect().perform { $0.backendProcessID }
        var left: Int64 = 1
        while left > 0 {
            left = try await watcher.number(
                "SELECT count(*) FROM pg_stat_activity WHERE pid = $1", [.int4(process)])
        }
        #expect(left == 0)
    }
}
