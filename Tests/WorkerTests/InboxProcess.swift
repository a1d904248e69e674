import Foundation
import Glibc

/// `dueday webhooks` as a process of its own, to be killed and started again.
final class InboxProcess {
    private let process = Process()
    private let output: URL
    /// Where it listens.
    let port: Int

    enum Failure: Error { case ended(String) }

    /// Starts it and waits until it listens.
    init(_ worker: WorkerProcess, recordOnly: Bool = false) throws {
        output = FileManager.default.temporaryDirectory.appending(path: "inbox-\(UUID().uuidString).out")
        try Data().write(to: output)
        process.executableURL = WorkerProcess.program
        process.arguments =
            ["webhooks", "serve", "--listen", "127.0.0.1:0"] + (recordOnly ? ["--record-only"] : [])
        process.environment = worker.environment.merging(["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]) {
            own, _ in own
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = process.standardOutput
        try process.run()
        var port: Int?
        for _ in 0..<1_000 where port == nil {
            let text = try String(contentsOf: output, encoding: .utf8)
            if let line = text.split(separator: "\n").first(where: { $0.hasPrefix("listening on ") }) {
                port = line.split(separator: " ").dropFirst(2).first?.split(separator: ":").last.flatMap {
                    Int($0)
                }
            } else if !process.isRunning {
                throw Failure.ended(text)
            }
            usleep(10_000)
        }
        guard let port else { throw Failure.ended("it does not listen") }
        self.port = port
    }

    /// A test that failed does not leave it behind.
    deinit { if process.isRunning { kill() } }

    /// What it has printed.
    var printed: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    /// Ends it at once, wherever it is.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end; its exit status.
    func terminate() -> Int32 {
        Glibc.kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        return process.terminationStatus
    }
}
