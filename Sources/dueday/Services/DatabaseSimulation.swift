import BillingFormats
import BillingStore
import DatabaseSimulation
import Glibc
import Postgres
import Simulation

/// Plays a scenario through a database of its own on the server in use, which is dropped afterwards.
struct TemporaryDatabaseSimulation {
    private let settings: Settings

    init(_ settings: Settings) { self.settings = settings }

    func play(_ scenario: Scenario) async throws -> SimulationAnswer {
        let server = try await Database.location(settings)
        let name = "dueday_simulation_\(getpid())"
        let connection = try await PostgresConnection.connect(ConnectionOptions(url: server))
        try await connection.script(SQLStatement(text: "CREATE DATABASE \(name)"))
        do {
            let answer = try await play(scenario, url: Database.url(server, database: name))
            try await connection.script(SQLStatement(text: "DROP DATABASE \(name) WITH (FORCE)"))
            return answer
        } catch {
            try await connection.script(SQLStatement(text: "DROP DATABASE \(name) WITH (FORCE)"))
            throw error
        }
    }

    private func play(_ scenario: Scenario, url: String) async throws -> SimulationAnswer {
        // One process plays it, so that a charge whose answer was lost is asked about at once.
        let books = PostgresBooks(
            ConnectionOptions(url: url, applicationName: "dueday simulate"),
            settings: StoreSettings(leaseSeconds: 0))
        _ = try await books.migrate()
        let engine = try await DatabaseEngine(books)
        do {
            let answer = try await engine.play(scenario, source: "simulation")
            await engine.stop()
            return answer
        } catch {
            await engine.stop()
            throw error
        }
    }
}
