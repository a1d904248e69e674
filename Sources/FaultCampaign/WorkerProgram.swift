import FaultInjection
import Foundation
import PrivatePostgres

/// The built program, and how one process of it is started and watched.
struct WorkerProgram: Sendable {
    /// DUEDAY_… of the stage it works on.
    var environment: [String: String]

    /// How a process ended.
    struct End: Sendable {
        var status: Int32
        var wasKilled: Bool
        var output: String
        /// What it was to do and where to die, for whoever has to find out why it ended otherwise.
        var task: String
    }

    /// Beside the program or the test bundle that runs the campaign.
    private static let file: URL = {
        let own = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: own).deletingLastPathComponent().appending(path: "dueday")
    }()

    /// Starts a process that dies or stops where `crash` says (see ``KillPoint``), charging wrongly if asked to.
    func start(
        _ arguments: [String], crash: String? = nil, wrong: WrongVariant? = nil
    ) throws -> RunningWorker {
        var variables = environment.merging(["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]) { own, _ in
            own
        }
        variables["DUEDAY_CRASH"] = crash
        variables["DUEDAY_WRONG"] = wrong?.rawValue
        var command = Command(Self.file.path(percentEncoded: false), arguments)
        command.environment = variables.map { "\($0.key)=\($0.value)" }
        return try RunningWorker(command)
    }

    /// Runs a process to its end.
    func run(_ arguments: [String], crash: String? = nil, wrong: WrongVariant? = nil) async throws -> End {
        try await start(arguments, crash: crash, wrong: wrong).end()
    }
}
