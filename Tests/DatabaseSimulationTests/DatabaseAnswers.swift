import BillingFormats
import Foundation
import ScenarioGenerator
import Simulation
import Testing

/// The same scenarios through PostgreSQL, libcurl and the processor sandbox: the answer is that of memory, and the
/// books agree afterwards.
@Suite(.serialized) struct DatabaseAnswers {
    @Test("every given case has the right answer on the database")
    func given() async throws {
        let stage = try await DatabaseStage.make()
        for given in GivenCase.all {
            do {
                let answer = try await stage.play(try given.scenario(), source: "\(given)")
                let comparison = AnswerComparison(expected: try given.expected(), actual: answer.json)
                #expect(
                    comparison.isSame, "\(given): \(comparison.differences.prefix(8).joined(separator: "\n"))"
                )
            } catch {
                Issue.record("\(given): \(error)")
            }
        }
        try await stage.end()
    }

    /// DUEDAY_DATABASE_RUNS scenarios from DUEDAY_TEST_SEED on. A failure names its seed, and DUEDAY_DATABASE_RUNS=1
    /// with that seed plays it again alone.
    @Test("random scenarios: memory and database give the same bytes")
    func random() async throws {
        let environment = ProcessInfo.processInfo.environment
        let runs = environment["DUEDAY_DATABASE_RUNS"].flatMap(Int.init) ?? 300
        let first =
            environment["DUEDAY_TEST_SEED"].flatMap(UInt64.init) ?? .random(in: 0...UInt64(UInt32.max))
        print("memory and database: DUEDAY_DATABASE_RUNS=\(runs) DUEDAY_TEST_SEED=\(first)")
        let seeds = SeedQueue(first..<first + UInt64(runs))
        let began = ContinuousClock.now
        let differences = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<2 { group.addTask { try await Self.compare(seeds) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        print(
            "memory and database: \(runs) scenarios, \(differences.count) differ, \(began.duration(to: .now))"
        )
        for difference in differences.prefix(5) { Issue.record("\(difference)") }
    }

    /// Plays the seeds that are left, each on both engines.
    private static func compare(_ seeds: SeedQueue) async throws -> [String] {
        let stage = try await DatabaseStage.make()
        var differences: [String] = []
        while let seed = await seeds.next() {
            let scenario = RandomScenario(seed: seed).scenario
            let memory = await text {
                try await ScenarioPlayer(scenario, on: .memory(catalog: scenario.catalog)).play()
            }
            let database = await text { try await stage.play(scenario, source: "seed \(seed)") }
            guard memory != database else { continue }
            differences.append("DUEDAY_TEST_SEED=\(seed):\n\(firstDifference(memory, database))")
        }
        try await stage.end()
        return differences
    }

    /// The answer's text, or the error's.
    private static func text(_ play: () async throws -> SimulationAnswer) async -> String {
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
}
