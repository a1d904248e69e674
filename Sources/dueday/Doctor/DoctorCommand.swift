import ArgumentParser
import BillingFormats

/// dueday doctor
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look whether everything that a run needs is there, and say what to do where it is not.",
        discussion: """
            Settings, database, its version, rights and migrations, clocks, disk space, processors with their keys and \
            modes, webhooks, timers and the last run, what was set aside, mails, time zones, fonts. Nothing is changed.

            Exit codes: 0 no problem; 1 a problem; 3 the database is out of reach.

            EXAMPLES:
              dueday doctor
              dueday doctor --json
            """)

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (diagnoses, isReached) = await Self.diagnoses()
        output.json ? output.print(Self.json(diagnoses)) : Self.print(diagnoses)
        guard isReached else { throw ExitCode(CommandFailure.Code.unreachable.rawValue) }
        guard diagnoses.allSatisfy({ $0.state != .problem }) else {
            throw ExitCode(CommandFailure.Code.attention.rawValue)
        }
    }

    /// All that was looked at, and whether the database was reached.
    private static func diagnoses() async -> ([Diagnosis], Bool) {
        let settings: Settings
        do {
            settings = try await Settings.load()
        } catch {
            let message = CommandFailure(explaining: error).message
            return (
                [.problem("settings", message, "correct it; nothing else can be looked at before that")], true
            )
        }
        let machine = MachineDiagnosis(settings: settings)
        let database = await DatabaseDiagnosis(settings: settings).diagnoses()
        return (
            machine.settingsAreUsable() + database.list + (await ProcessorDiagnosis.diagnoses(settings))
                + machine.rest(), database.isReached
        )
    }

    private static func print(_ diagnoses: [Diagnosis]) {
        let width = diagnoses.map(\.check.count).max() ?? 0
        for diagnosis in diagnoses {
            let check = diagnosis.check + String(repeating: " ", count: width - diagnosis.check.count)
            let state =
                diagnosis.state == .ok ? "ok     " : diagnosis.state == .warning ? "warning" : "PROBLEM"
            Terminal.print("\(state)  \(check)  \(diagnosis.finding)")
            if let remedy = diagnosis.remedy { Terminal.print("         \(remedy)") }
        }
        let problems = diagnoses.count { $0.state == .problem }
        let warnings = diagnoses.count { $0.state == .warning }
        Terminal.print(
            problems + warnings == 0
                ? "\n\(diagnoses.count) checks: all well"
                : "\n\(diagnoses.count) checks: \(Counted.words(problems, "problem")), \(Counted.words(warnings, "warning"))"
        )
    }

    private static func json(_ diagnoses: [Diagnosis]) -> OrderedJSON {
        [
            "checks": .array(
                diagnoses.map {
                    [
                        "check": .string($0.check), "state": .string($0.state.rawValue),
                        "finding": .string($0.finding), "remedy": .text($0.remedy),
                    ]
                }),
            "problems": .integer(diagnoses.count { $0.state == .problem }),
            "warnings": .integer(diagnoses.count { $0.state == .warning }),
            "total": .integer(diagnoses.count), "has_more": false,
        ]
    }
}
