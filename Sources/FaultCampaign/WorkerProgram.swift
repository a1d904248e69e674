import FaultInjection
import Foundation
import Glibc

/// The built program, and how one process of it is started and watched.
struct WorkerProgram: Sendable {
    /// DUEDAY_… of the stage it works on.
    var environment: [String: String]

    /// How a process ended.
    struct End: Sendable {
        var status: Int32
        var wasKilled: Bool
        var output: String
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
        let process = Process()
        process.executableURL = Self.file
        process.arguments = arguments
        process.environment = variables
        return try RunningWorker(process)
    }

    /// Runs a process to its end.
    func run(_ arguments: [String], crash: String? = nil, wrong: WrongVariant? = nil) async throws -> End {
        try await start(arguments, crash: crash, wrong: wrong).end()
    }
}

/// A process under way; one task at a time looks at it.
final class RunningWorker: @unchecked Sendable {  // Process may be used from any thread, one at a time
    private let process: Process
    private let outputFile: URL
    private let ended: AsyncStream<Void>

    fileprivate init(_ process: Process) throws {
        self.process = process
        outputFile = FileManager.default.temporaryDirectory.appending(
            path: "fault-campaign-\(UUID().uuidString)")
        try Data().write(to: outputFile)
        let output = try FileHandle(forWritingTo: outputFile)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        ended = stream
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
    }

    /// Whoever starts a process and fails before its end does not leave it behind.
    deinit { signal(SIGKILL) }

    var isRunning: Bool { process.isRunning }

    /// What it has printed by now.
    var output: String { (try? String(contentsOf: outputFile, encoding: .utf8)) ?? "" }

    /// Sends a signal; nothing happens when the process has ended.
    func signal(_ number: Int32) {
        if process.isRunning { kill(process.processIdentifier, number) }
    }

    /// Waits for the end; the process must not stand stopped.
    func end() async -> WorkerProgram.End {
        for await _ in ended {}
        // Foundation calls the handler a moment before it notes the end, and a status asked for in between is a crash.
        while process.isRunning { await Task.yield() }
        let output = output
        try? FileManager.default.removeItem(at: outputFile)
        return WorkerProgram.End(
            status: process.terminationStatus,
            wasKilled: process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL,
            output: output)
    }

    /// Waits until it stands stopped; false when it ended instead.
    func stops() async throws -> Bool {
        while process.isRunning {
            let stat =
                (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8))
                ?? ""
            if stat.split(separator: ")").last?.hasPrefix(" T") == true { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        return false
    }
}
