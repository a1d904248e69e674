import Postgres
import PostgresTestKit
import Testing

@Suite struct TransactionTests {
    private enum StoreError: PostgresFailure, Equatable {
        case postgres(PostgresError)
        case soldOut

        init(_ postgresError: PostgresError) { self = .postgres(postgresError) }
    }

    private struct Unrelated: Error {}

    @Test func `What a transaction wrote is there after it`() async throws {
        let db = try await citiesDatabase().connect()
        let count = try await db.transaction { tx in
            try await tx.insertCity(1)
            try await tx.insertCity(2)
            return try await tx.cityCount()
        }
        #expect(count == 2)
        #expect(try await db.cityCount() == 2)
    }

    @Test func `An error of the body rolls back and comes out as it is`() async throws {
        let db = try await citiesDatabase().connect()
        await #expect(throws: StoreError.soldOut) {
            try await db.transaction { tx throws(StoreError) in
                do throws(PostgresError) { try await tx.insertCity(1) } catch { throw StoreError(error) }
                throw .soldOut
            }
        }
        await #expect(throws: Unrelated.self) {
            try await db.transaction { tx in
                try await tx.insertCity(2)
                throw Unrelated()
            }
        }
        #expect(try await db.cityCount() == 0)
    }

    @Test func `An error of the database comes out as the caller's own`() async throws {
        let db = try await citiesDatabase().connect()
        await db.close()
        await #expect(throws: StoreError.postgres(.connectionLost("the connection was closed"))) {
            try await db.transaction { _ throws(StoreError) in throw .soldOut }
        }
    }

    @Test func `A swallowed error does not pass for a commit`() async throws {
        let db = try await citiesDatabase().connect()
        let error = await #expect(throws: PostgresError.self) {
            try await db.transaction { tx in
                try await tx.insertCity(1)
                try? await tx.insertCity(1)
            }
        }
        #expect(error?.state == .inFailedTransaction)
        #expect(try await db.cityCount() == 0)
    }

    @Test func `A constraint checked at COMMIT fails the transaction`() async throws {
        let db = try await citiesDatabase().connect()
        try await db.script(
            "ALTER TABLE city ALTER CONSTRAINT city_country_fkey DEFERRABLE INITIALLY DEFERRED")
        let error = await #expect(throws: PostgresError.self) {
            try await db.transaction { tx in try await tx.insertCity(1, country: "XX") }
        }
        #expect(error?.constraint == "city_country_fkey")
        #expect(try await db.cityCount() == 0)
    }

    @Test func `A savepoint undoes only its own writes`() async throws {
        let db = try await citiesDatabase().connect()
        try await db.transaction { tx in
            try await tx.insertCity(1)
            await #expect(throws: PostgresError.self) {
                try await tx.savepoint { (nested) async throws(PostgresError) in
                    try await nested.insertCity(2)
                    try await nested.insertCity(1)
                }
            }
            try await tx.savepoint { (nested) async throws(PostgresError) in try await nested.insertCity(3) }
        }
        #expect(try await db.query("SELECT id FROM city ORDER BY id") { row in try row.int64(0) } == [1, 3])
    }

    @Test func `The connection itself is refused inside its transaction`() async throws {
        let db = try await citiesDatabase().connect()
        await #expect(
            throws: PostgresError.misuse("inside a transaction, use its handle and not the connection")
        ) {
            try await db.transaction { tx in
                try await tx.insertCity(1)
                try await db.insertCity(2)
            }
        }
        #expect(try await db.cityCount() == 0)
    }

    @Test func `A handle is worthless after its transaction`() async throws {
        let db = try await citiesDatabase().connect()
        let handle = try await db.transaction { tx in tx }
        await #expect(throws: PostgresError.misuse("the transaction has already ended")) {
            try await handle.insertCity(1)
        }
    }

    @Test func `A transaction begun by hand is rolled back and refused`() async throws {
        let db = try await citiesDatabase().connect()
        await #expect(throws: PostgresError.self) { try await db.script("BEGIN") }
        try await db.insertCity(1)
        #expect(try await db.cityCount() == 1)
    }

    @Test func `Other tasks wait for the end of a transaction`() async throws {
        let db = try await citiesDatabase().connect()
        await withThrowingTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    try await db.transaction { tx in
                        let before = try await tx.cityCount()
                        await Task.yield()
                        try await tx.insertCity(Int64(task))
                        // Another task's statement in between would show in the count.
                        #expect(try await tx.cityCount() == before + 1)
                        if task.isMultiple(of: 2) { throw PostgresError.cancelled }
                    }
                }
                group.addTask { _ = try await db.cityCount() }
            }
            while let result = await group.nextResult() {
                if case .failure(let error) = result { #expect(error as? PostgresError == .cancelled) }
            }
        }
        #expect(
            try await db.query("SELECT id FROM city ORDER BY id") { row in try row.int64(0) } == [1, 3, 5, 7])
    }

    @Test func `Isolation and access are what was asked for`() async throws {
        let db = try await citiesDatabase().connect()
        let settings = try await db.transaction(isolation: .serializable, access: .readOnly) { tx in
            try await tx.query(
                "SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')"
            ) { row in try [row.text(0), row.text(1)] }
        }
        #expect(settings == [["serializable", "on"]])
        let error = await #expect(throws: PostgresError.self) {
            try await db.transaction(access: .readOnly) { tx in try await tx.insertCity(1) }
        }
        #expect(error?.state == .readOnlyTransaction)
    }

    @Test func `A serialization failure is worth retrying`() async throws {
        let database = try await citiesDatabase()
        let (db, other) = (try await database.connect(), try await database.connect())
        let error = await #expect(throws: PostgresError.self) {
            try await db.transaction(isolation: .serializable) { tx in
                _ = try await tx.cityCount()
                try await other.transaction(isolation: .serializable) { inner in
                    _ = try await inner.cityCount()
                    try await inner.insertCity(1)
                }
                try await tx.insertCity(2)
            }
        }
        #expect(error?.state == .serializationFailure)
        #expect(error?.state?.isWorthRetrying == true)
    }
}
