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
        let books = PostgresBooks(ConnectionOptions(url: url, applicationName: "dueday simulate"))
        _ = try await books.migrate()
        let engine = try await DatabaseEngine(books, scenario: scenario, source: "simulation")
        do {
            let answer = try await ScenarioPlayer(scenario, on: engine.engine).play()
            await engine.stop()
            return answer
        } catch {
            await engine.stop()
            throw error
        }
    }
}
