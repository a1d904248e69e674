import Foundation
import Glibc

/// The built program as a process of its own.
struct WorkerProcess {
    let environment: [String: String]

    /// Beside the tests' own bundle.
    static let program: URL = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "dueday")
    }()

    struct Result {
        var status: Int32
        var output: String
        var errors: String
        var wasKilled: Bool
    }

    /// Runs it to its end.
    func run(_ arguments: String...) throws -> Result { try run(arguments, killedAfter: nil) }

    /// Runs it and kills it with SIGKILL after some milliseconds, unless it ends before.
    func run(_ arguments: [String], killedAfter milliseconds: Int?) throws -> Result {
        let running = try start(arguments)
        if let milliseconds {
            usleep(UInt32(milliseconds) * 1000)
            running.kill()
        }
        return try running.wait()
    }

    /// Starts it, so that several run at once.
    func start(_ arguments: [String]) throws -> Running {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]) {
            own, _ in own
        }
        let files = try Self.outputFiles()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        return Running(process: process, files: files)
    }

    /// A process on its way.
    struct Running {
        fileprivate let process: Process
        fileprivate let files: [URL]

        func kill() { Glibc.kill(process.processIdentifier, SIGKILL) }

        /// Waits for its end and gives what it wrote.
        func wait() throws -> Result {
            process.waitUntilExit()
            defer { for file in files { try? FileManager.default.removeItem(at: file) } }
            return Result(
                status: process.terminationStatus,
                output: try String(contentsOf: files[0], encoding: .utf8),
                errors: try String(contentsOf: files[1], encoding: .utf8),
                wasKilled: process.terminationReason == .uncaughtSignal)
        }
    }

    private static func outputFiles() throws -> [URL] {
        try ["out", "err"].map { name in
            let file = FileManager.default.temporaryDirectory.appending(
                path: "dueday-\(UUID().uuidString).\(name)")
            try Data().write(to: file)
            return file
        }
    }
}
