import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import Foundation
import Simulation

/// dueday simulate
struct Simulate: AsyncParsableCommand {
    enum Engine: String, ExpressibleByArgument, CaseIterable { case memory, database }

    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Play a scenario file and show its invoices, payments, subscriptions and balances.",
        discussion: """
            EXAMPLES:
              dueday simulate scenario.yaml
              dueday simulate scenario.yaml --json --engine database
            """)

    @Argument(help: "The scenario (YAML or JSON).", completion: .file())
    var file: String

    @Option(help: "memory, or database: through PostgreSQL and the processor sandbox.")
    var engine = Engine.memory

    @Option(help: "Stop at this instant instead of the scenario's own end.")
    var until: String?

    @Flag(help: "Print nothing but errors: for checking and timing.")
    var quiet = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        var scenario = try ScenarioFile.parse(InputFile.read(file), fileName: file) { path in
            try InputFile.read(path, beside: file)
        }
        if let until { scenario.until = try Instant(parsing: until) }
        let answer = try await play(scenario)
        if quiet { return }
        if output.json { return output.print(answer.json) }
        AnswerTables(answer).print()
    }

    private func play(_ scenario: Scenario) async throws -> SimulationAnswer {
        do {
            switch engine {
            case .memory:
                return try await ScenarioPlayer(scenario, on: .memory(catalog: scenario.catalog)).play()
            case .database:
                return try await TemporaryDatabaseSimulation(try await Settings.load()).play(scenario)
            }
        } catch let error as SimulationError {
            let place = error.line.map { "\(file):\($0)" } ?? file
            throw CommandFailure.usage("\(place): \(error.message)")
        }
    }
}

/// Files that people hand over.
enum InputFile {
    static func read(_ path: String, beside file: String? = nil) throws -> [UInt8] {
        let base = file.map { URL(filePath: $0).deletingLastPathComponent() }
        let url = URL(filePath: path, relativeTo: base)
        do {
            return try [UInt8](Data(contentsOf: url))
        } catch {
            throw CommandFailure.usage("\(url.relativePath): \((error as NSError).localizedDescription)")
        }
    }
}
