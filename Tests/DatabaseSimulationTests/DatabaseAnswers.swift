import BillingFormats
import BillingStore
import DatabaseSimulation
import Foundation
import Postgres
import PostgresTestKit
import ScenarioGenerator
import Simulation
import Testing

/// The same scenarios through PostgreSQL, libcurl and the processor sandbox: the answer is that of memory, and the
/// books agree afterwards.
@Suite(.serialized) struct DatabaseAnswers {
    private static let migrated = DatabaseTemplate(name: "simulation") { connection in
        _ = try await Migrator(PostgresBooks.migrations).migrate(connection)
    }

    @Test("every given case has the right answer on the database", arguments: GivenCase.all)
    func given(_ given: GivenCase) async throws {
        let answer = try await play(try given.scenario())
        let comparison = AnswerComparison(expected: try given.expected(), actual: answer.json)
        #expect(comparison.isSame, "\(comparison.differences.prefix(8).joined(separator: "\n"))")
    }

    @Test("random scenarios: memory and database give the same bytes")
    func random() async throws {
        let environment = ProcessInfo.processInfo.environment
        let runs = environment["DUEDAY_DATABASE_RUNS"].flatMap(Int.init) ?? 40
        let first =
            environment["DUEDAY_TEST_SEED"].flatMap(UInt64.init) ?? 20_240_229
        print("memory and database: DUEDAY_DATABASE_RUNS=\(runs) DUEDAY_TEST_SEED=\(first)")
        for seed in first..<first + UInt64(runs) {
            let scenario = RandomScenario(seed: seed).scenario
            let memory = await text {
                try await ScenarioPlayer(scenario, on: .memory(catalog: scenario.catalog)).play()
            }
            let database = await text { try await play(scenario) }
            if memory != database {
                Issue.record("DUEDAY_TEST_SEED=\(seed):\n\(Self.firstDifference(memory, database))")
            }
        }
    }

    /// The answer's text, or the error's.
    private func text(_ play: () async throws -> SimulationAnswer) async -> String {
        do { return try await play().json.pretty } catch { return "\(error)" }
    }

    /// A few lines around the first that differs.
    private static func firstDifference(_ memory: String, _ database: String) -> String {
        let (left, right) = (memory.split(separator: "\n"), database.split(separator: "\n"))
        let place =
            zip(left, right).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            ?? min(left.count, right.count)
        let window = max(0, place - 12)..<(place + 4)
        return "memory:\n\(left[window.clamped(to: left.indices)].joined(separator: "\n"))\n"
            + "database:\n\(right[window.clamped(to: right.indices)].joined(separator: "\n"))"
    }

    private func play(_ scenario: Scenario) async throws -> SimulationAnswer {
        let server = try await ThrowawayPostgres.shared()
        let database = try await server.database(Self.migrated)
        let books = PostgresBooks(database.options)
        let engine = try await DatabaseEngine(books, scenario: scenario, source: "test")
        let result = await outcome(of: ScenarioPlayer(scenario, on: engine.engine))
        if case .success = result {
            let findings = try await books.checkBooks()
            #expect(findings.isEmpty, "\(findings)")
        }
        await engine.stop()
        await books.close()
        try await server.drop(database)
        return try result.get()
    }

    private func outcome(of player: ScenarioPlayer) async -> Result<SimulationAnswer, any Error> {
        do { return .success(try await player.play()) } catch { return .failure(error) }
    }
}
