import BillingRun
import Postgres
import PostgresTestKit
import Testing

@testable import BillingStore

/// The files below sql/ against an empty database.
@Suite struct SchemaTests {
    @Test func `All migrations run on an empty database, twice without harm`() async throws {
        let database = try await ThrowawayPostgres.shared().database()
        let books = PostgresBooks(database.options)
        #expect(try await books.migrate().count == SQL.migrations.count)
        #expect(try await books.migrate().isEmpty)
        try await books.requireSchema()
        try await books.grantRoles()
        try await books.grantRoles()
    }

    @Test func `Every query is accepted by the server`() async throws {
        let world = try await Bookkeeping()
        let connection = try await world.database.connect()
        for (index, query) in (SQL.queries + SQL.checks).enumerated() {
            let text = query.text.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(
                separator: "\n")
            do {
                try await connection.script(SQLStatement(text: "PREPARE query_\(index) AS \(text)"))
            } catch {
                Issue.record("\(query.name ?? "?"): \(error)")
            }
        }
    }

    @Test func `Every migration begins with its reason`() {
        for migration in SQL.migrations {
            #expect(migration.sql.hasPrefix("-- "), "migration \(migration.number)")
        }
    }

    @Test func `A database without the schema is refused with what to do`() async throws {
        let database = try await ThrowawayPostgres.shared().database()
        let books = PostgresBooks(database.options)
        await #expect(throws: StoreError.notMigrated(missing: SQL.migrations.count)) {
            try await books.transaction { try await $0.chargingIsOn() }
        }
    }

    @Test func `A database newer than the program is refused`() async throws {
        let world = try await Bookkeeping()
        let newer = Int32(SQL.migrations.count + 1)
        try await world.execute(
            "INSERT INTO schema_migration (number, name, sha256) VALUES ($1, 'later', '')", [.int4(newer)])
        let failure = MigrationFailure.databaseIsNewer(applied: Int(newer), known: SQL.migrations.count)
        await #expect(throws: StoreError.database(.migration(failure))) {
            try await world.colleague("late").transaction { try await $0.chargingIsOn() }
        }
    }

    @Test func `Without a catalogue nothing is billed, and the error says how to apply one`() async throws {
        let world = try await Bookkeeping(isEmpty: true)
        await #expect(throws: RunError.noCatalog) {
            try await world.books.transaction { _ = try await $0.catalog() }
        }
    }

    @Test func `The same file again is no new version, another one is`() async throws {
        let world = try await Bookkeeping()
        let at = instant("2024-02-01T00:00:00Z")
        #expect(try await world.books.applyCatalog(.sample(), source: "sample", at: at) == 1)
        #expect(try await world.books.applyCatalog(.sample(maxRedemptions: 3), source: "other", at: at) == 2)
        let inForce = try await world.books.transaction { try await $0.catalog() }
        #expect(inForce.version == 2)
        #expect(try inForce.catalog == .sample(maxRedemptions: 3))
    }
}
