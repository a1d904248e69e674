import BillingFormats
import BillingStore
import DatabaseSimulation
import Postgres
import PostgresTestKit
import Simulation
import Testing

/// One database and one sandbox on which many scenarios are played, one after the other: making them costs several
/// times what a scenario does.
struct DatabaseStage {
    private let books: PostgresBooks
    private let engine: DatabaseEngine
    private let database: TestDatabase
    private let cleaner: PostgresConnection

    private static let migrated = DatabaseTemplate(name: "simulation") { connection in
        _ = try await Migrator(PostgresBooks.migrations).migrate(connection)
    }

    static func make() async throws -> DatabaseStage {
        let database = try await ThrowawayPostgres.shared().database(migrated)
        let books = PostgresBooks(database.options, settings: StoreSettings(leaseSeconds: 0))
        return DatabaseStage(
            books: books, engine: try await DatabaseEngine(books), database: database,
            cleaner: try await database.connect())
    }

    /// Plays a scenario on empty books, and looks whether the books agree afterwards.
    func play(_ scenario: Scenario, source: String) async throws -> SimulationAnswer {
        try await cleaner.script(Self.emptyBooks)
        let answer = try await engine.play(scenario, source: source)
        let findings = try await books.checkBooks()
        #expect(findings.isEmpty, "\(source): \(findings)")
        return answer
    }

    func end() async throws {
        await engine.stop()
        await books.close()
        await cleaner.close()
        try await ThrowawayPostgres.shared().drop(database)
    }

    /// Deletes every row but those of catalogues, settings and migrations. Triggers and references stand in the way
    /// of that on purpose, so they are switched off for this one transaction; TRUNCATE takes ten times as long.
    private static let emptyBooks = SQLStatement(
        text: """
            DO $$
            DECLARE
                name text;
            BEGIN
                SET LOCAL session_replication_role = replica;
                FOR name IN
                    SELECT c.relname FROM pg_class AS c
                    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                        AND c.relname NOT IN ('catalog_version', 'setting', 'schema_migration')
                LOOP
                    EXECUTE format('DELETE FROM %I', name);
                END LOOP;
            END
            $$
            """)
}
