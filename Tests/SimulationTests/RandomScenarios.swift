import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import Foundation
import ScenarioGenerator
import Simulation
import Testing

/// Random scenarios in memory: DUEDAY_PROPERTY_RUNS of them, from DUEDAY_TEST_SEED on. A failure names its seed, and
/// DUEDAY_PROPERTY_RUNS=1 with that seed plays it again alone.
@Suite struct RandomScenarios {
    private static let runs = environment("DUEDAY_PROPERTY_RUNS").flatMap { Int($0) } ?? 2_000
    private static let firstSeed =
        environment("DUEDAY_TEST_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64(UInt32.max))

    private static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    private static var seeds: Range<UInt64> {
        print("random scenarios: DUEDAY_PROPERTY_RUNS=\(runs) DUEDAY_TEST_SEED=\(firstSeed)")
        return firstSeed..<firstSeed + UInt64(runs)
    }

    /// A failure in one seed does not hide the next; a few are enough.
    private func forEachSeed(
        _ body: @escaping @Sendable (RandomScenario) async throws -> [String]
    ) async {
        let seeds = SeedQueue(Self.seeds)
        let began = ContinuousClock.now
        let failures = await withTaskGroup(of: [String].self) { group in
            for _ in 0..<2 { group.addTask { await Self.failures(seeds, body) } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        print("random scenarios: \(Self.runs) played, \(failures.count) fail, \(began.duration(to: .now))")
        for failure in failures.prefix(5) { Issue.record("\(failure)") }
    }

    private static func failures(
        _ seeds: SeedQueue, _ body: @Sendable (RandomScenario) async throws -> [String]
    ) async -> [String] {
        var failures: [String] = []
        while failures.count < 5, let seed = await seeds.next() {
            do {
                let violations = try await body(RandomScenario(seed: seed))
                if violations.isEmpty { continue }
                failures.append("DUEDAY_TEST_SEED=\(seed): \(violations.prefix(5).joined(separator: "\n"))")
            } catch {
                failures.append("DUEDAY_TEST_SEED=\(seed): \(error)")
            }
        }
        return failures
    }

    @Test(
        "whatever happens, the properties hold, a change undone at once leaves no trace, what was billed is what would be billed, and a second run does nothing"
    )
    func properties() async {
        await forEachSeed { random in
            let played = try await play(random.scenario)
            var violations = try ScenarioProperties.violations(of: played)
            violations += try await traceOfUndone(random, played)
            violations += try await played.effectOfRecalculating()
            violations += try await played.effectOfRunningAgain()
            return violations
        }
    }

    private func play(_ scenario: Scenario) async throws -> PlayedScenario {
        try await PlayedScenario(scenario) { try SimulationEngine.memory(catalog: $0.catalog) }
    }

    private func traceOfUndone(_ random: RandomScenario, _ played: PlayedScenario) async throws -> [String] {
        guard !random.undoneAtOnce.isEmpty else { return [] }
        let without = try await play(random.withoutUndone)
        return without.answer == played.answer ? [] : difference(without.answer, played.answer)
    }

    private func difference(_ expected: SimulationAnswer, _ actual: SimulationAnswer) -> [String] {
        AnswerComparison(expected: expected.json, actual: actual.json).differences
    }
}
