import BillingFormats
import Foundation
import Simulation
import Testing

/// One folder of scenarios with right answers.
struct GivenCase: CustomTestStringConvertible, Sendable {
    let folder: URL

    var testDescription: String { folder.lastPathComponent }

    /// The cases beside the repository when they are there, else the copy under Tests/Cases.
    static let all: [GivenCase] = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let shared = tests.appending(path: "../../shared/cases").standardizedFileURL
        let copied = tests.appending(path: "Cases")
        let root = FileManager.default.fileExists(atPath: shared.path) ? shared : copied
        let folders = (try? FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)) ?? []
        return folders.filter { FileManager.default.fileExists(atPath: $0.appending(path: "scenario.yaml").path) }
            .sorted { $0.path < $1.path }.map(GivenCase.init)
    }()

    func scenario() throws -> Scenario {
        let file = folder.appending(path: "scenario.yaml")
        return try ScenarioFile.parse(bytes: [UInt8](Data(contentsOf: file)), fileName: file.path) { path in
            try [UInt8](Data(contentsOf: folder.appending(path: path).standardizedFileURL))
        }
    }

    func expected() throws -> OrderedJSON {
        try OrderedJSON(parsing: [UInt8](Data(contentsOf: folder.appending(path: "expected.json"))))
    }
}

@Suite struct GivenCases {
    @Test func thereAreThirtyFive() {
        #expect(GivenCase.all.count >= 35)
    }

    @Test("memory gives the right answer", arguments: GivenCase.all)
    func memory(_ given: GivenCase) async throws {
        let scenario = try given.scenario()
        let engine = try SimulationEngine.memory(catalog: scenario.catalog)
        let answer = try await ScenarioPlayer(scenario, on: engine).play()
        let differences = AnswerComparison.differences(expected: try given.expected(), actual: answer.json)
        #expect(differences.isEmpty, "\(differences.prefix(12).joined(separator: "\n"))")
    }
}
