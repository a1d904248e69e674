import BillingFormats
import ScenarioGenerator
import Simulation
import Testing

@Suite struct GivenCases {
    @Test func `All given cases are there, and the project's own`() {
        #expect(GivenCase.all.count >= 45)
    }

    @Test("memory gives the right answer", arguments: GivenCase.all)
    func memory(_ given: GivenCase) async throws {
        let scenario = try given.scenario()
        let engine = try SimulationEngine.memory(catalog: scenario.catalog)
        let answer = try await ScenarioPlayer(scenario, on: engine).play()
        let comparison = AnswerComparison(expected: try given.expected(), actual: answer.json)
        #expect(comparison.isSame, "\(comparison.differences.prefix(12).joined(separator: "\n"))")
    }
}
