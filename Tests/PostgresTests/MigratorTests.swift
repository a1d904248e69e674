import Postgres
import PostgresTestKit
import Testing

@Suite struct MigratorTests {
    private static let accounts = Migration(
        number: 1, name: "accounts", sql: "-- Who pays.\nCREATE TABLE account (id bigint PRIMARY KEY);\n")
    private static let invoices = Migration(
        number: 2, name: "invoices",
        sql: "CREATE TABLE invoice (id bigint PRIMARY KEY);\nINSERT INTO account VALUES (1);\n")
    private static let both = [accounts, invoices]

    private func emptyDatabase() async throws -> TestDatabase {
        try await ThrowawayPostgres.shared().database()
    }

    @Test func `Migrations are applied in order, once`() async throws {
        let db = try await emptyDatabase().connect()
        let migrator = Migrator(Self.both.reversed())
        #expect(try await migrator.pending(db) == Self.both)
        #expect(try await migrator.migrate(db) == Self.both)
        #expect(try await migrator.migrate(db) == [])
        #expect(try await migrator.pending(db) == [])
        let records = try await db.query(
            "SELECT number, name, sha256, applied_at FROM public.schema_migration ORDER BY number"
        ) { row in
            _ = try row.instantSeconds("applied_at")
            return "\(try row.int64(0)) \(try row.text(1)) \(try row.text(2).utf8.count)"
        }
        #expect(records == ["1 accounts 64", "2 invoices 64"])
        #expect(try await db.number("SELECT count(*) FROM account") == 1)
    }

    @Test func `A later program applies only what is new`() async throws {
        let db = try await emptyDatabase().connect()
        try await Migrator([Self.accounts]).migrate(db)
        #expect(try await Migrator(Self.both).migrate(db) == [Self.invoices])
    }

    @Test func `Many processes at once apply each migration once`() async throws {
        let database = try await emptyDatabase()
        let applied = try await withThrowingTaskGroup { group in
            for _ in 0..<6 {
                group.addTask { try await Migrator(Self.both).migrate(database.connect()) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.map(\.number).sorted() == [1, 2])
        #expect(try await database.connect().number("SELECT count(*) FROM schema_migration") == 2)
    }

    @Test func `A database newer than the program is refused`() async throws {
        let db = try await emptyDatabase().connect()
        try await Migrator(Self.both).migrate(db)
        let error = PostgresError.migration(.databaseIsNewer(applied: 2, known: 1))
        await #expect(throws: error) { try await Migrator([Self.accounts]).migrate(db) }
        await #expect(throws: error) { _ = try await Migrator([Self.accounts]).pending(db) }
        #expect(
            error.description == "the database is at migration 2, this program knows 1: use a newer program")
    }

    @Test func `A migration edited after it was applied is refused`() async throws {
        let db = try await emptyDatabase().connect()
        try await Migrator(Self.both).migrate(db)
        let edited = Migration(number: 1, name: "accounts", sql: Self.accounts.sql + " ")
        await #expect(throws: PostgresError.migration(.changed(number: 1, name: "accounts"))) {
            try await Migrator([edited, Self.invoices]).migrate(db)
        }
    }

    @Test func `A gap below an applied migration is refused`() async throws {
        let db = try await emptyDatabase().connect()
        try await Migrator(Self.both).migrate(db)
        try await db.script("DELETE FROM schema_migration WHERE number = 1")
        await #expect(throws: PostgresError.migration(.gap(missing: 1, applied: 2))) {
            try await Migrator(Self.both).migrate(db)
        }
    }

    @Test(arguments: [[2], [1, 3], [1, 1], [0, 1]])
    func `Numbers must rise from 1 without a gap`(_ numbers: [Int]) async throws {
        let db = try await anyConnection()
        let migrations = numbers.map { Migration(number: $0, name: "m", sql: "SELECT 1") }
        let error = await #expect(throws: PostgresError.self) { try await Migrator(migrations).migrate(db) }
        guard case .migration(.badNumbering) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
    }

    @Test func `A migration that fails leaves nothing of itself, and all before it`() async throws {
        let db = try await emptyDatabase().connect()
        let broken = Migration(number: 2, name: "broken", sql: "CREATE TABLE half (id int); SELECT 1 / 0;")
        let error = await #expect(throws: PostgresError.self) {
            try await Migrator([Self.accounts, broken]).migrate(db)
        }
        guard case .migration(.failed(2, "broken", let failure)) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(failure.state == .divisionByZero)
        #expect(
            try await db.number("SELECT count(*) FROM pg_tables WHERE tablename IN ('half', 'account')") == 1)
        #expect(try await Migrator(Self.both).migrate(db) == [Self.invoices])
    }

    @Test(arguments: ["CREATE TABLE a (id int); COMMIT;", "ROLLBACK;", "COMMIT; BEGIN;"])
    func `A migration must not end its own transaction`(_ sql: String) async throws {
        let db = try await emptyDatabase().connect()
        await #expect(throws: PostgresError.migration(.endsTransaction(number: 1, name: "early"))) {
            try await Migrator([Migration(number: 1, name: "early", sql: sql)]).migrate(db)
        }
        #expect(try await Migrator([Self.accounts]).pending(db) == [Self.accounts])
    }

    @Test func `A migration may take longer than a statement otherwise may`() async throws {
        var options = try await emptyDatabase().options
        options.statementTimeoutMilliseconds = 20
        let db = try await PostgresConnection.connect(options)
        let slow = Migration(number: 1, name: "slow", sql: "SELECT pg_sleep(0.1)")
        #expect(try await Migrator([slow]).migrate(db) == [slow])
    }

    @Test func `A reader can ask what is pending`() async throws {
        let database = try await emptyDatabase()
        let db = try await database.connect()
        try await Migrator([Self.accounts]).migrate(db)
        try await db.script(
            """
            DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            GRANT SELECT ON schema_migration TO reader;
            """)
        let reader = try await PostgresConnection.connect(
            ConnectionOptions(url: database.url + "&user=reader"))
        #expect(try await Migrator(Self.both).pending(reader) == [Self.invoices])
    }
}
