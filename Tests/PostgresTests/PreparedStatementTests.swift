import Postgres
import PostgresTestKit
import Testing

@Suite struct PreparedStatementTests {
    private static let count: SQLStatement =
        "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 's%'"

    @Test func `A statement is prepared once for each set of parameter types`() async throws {
        let db = try await anyConnection()
        let before = try await db.number(Self.count)
        for value in 1...5 { _ = try await db.number("SELECT $1::bigint + 1", [.int8(Int64(value))]) }
        #expect(try await db.number(Self.count) == before + 1)
        _ = try await db.number("SELECT $1::bigint + 1", [.int4(1)])
        #expect(try await db.number(Self.count) == before + 2)
    }

    @Test func `The least recently used statements go first`() async throws {
        var options = try await citiesDatabase().options
        options.preparedStatementLimit = 3
        let db = try await PostgresConnection.connect(options)
        for value in 1...20 { _ = try await db.number(SQLStatement(text: "SELECT \(value)")) }
        _ = try await db.number("SELECT 20")
        let kept = try await db.query("SELECT statement FROM pg_prepared_statements ORDER BY 1") { row in
            try row.text(0)
        }
        #expect(kept.count == 3 && kept.contains("SELECT 20"))
    }

    @Test func `A changed table is read anew, not refused`() async throws {
        let database = try await citiesDatabase()
        let (db, other) = (try await database.connect(), try await database.connect())
        let all: SQLStatement = "SELECT * FROM country ORDER BY code"
        #expect(try await db.query(all) { row in try row.text(0) } == ["DE", "NZ"])
        try await other.script("ALTER TABLE country ADD COLUMN eu boolean NOT NULL DEFAULT true")
        #expect(try await db.query(all) { row in try row.bool("eu") } == [true, true])
        try await other.script("ALTER TABLE country DROP COLUMN eu; ALTER TABLE country ADD COLUMN eu bigint")
        #expect(try await db.query(all) { row in try row.optionalInt64("eu") } == [nil, nil])
    }

    @Test func `In a transaction a changed table fails once and then works`() async throws {
        let database = try await citiesDatabase()
        let (db, other) = (try await database.connect(), try await database.connect())
        let all: SQLStatement = "SELECT * FROM country ORDER BY code"
        _ = try await db.query(all) { row in try row.text(0) }
        try await other.script("ALTER TABLE country ADD COLUMN eu boolean NOT NULL DEFAULT true")
        let error = await #expect(throws: PostgresError.self) {
            try await db.transaction { tx in _ = try await tx.query(all) { row in try row.text(0) } }
        }
        #expect(error?.state == .featureNotSupported)
        let again = try await db.transaction { tx in try await tx.query(all) { row in try row.bool("eu") } }
        #expect(again == [true, true])
    }

    @Test func `Statements that the server has lost are prepared again`() async throws {
        let db = try await anyConnection()
        #expect(try await db.number("SELECT 41 + 1") == 42)
        try await db.script("DEALLOCATE ALL")
        #expect(try await db.number("SELECT 41 + 1") == 42)
    }
}
