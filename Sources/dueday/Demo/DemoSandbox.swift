import Foundation
import Glibc
import HTTPTransport

/// The processor sandbox as a process of its own that outlives the demo, so that the next commands can charge.
struct DemoSandbox {
    let folder: String
    private var pidFile: String { "\(folder)/sandbox.pid" }
    private var journal: String { "\(folder)/sandbox.jsonl" }
    private var log: String { "\(folder)/sandbox.log" }

    /// Starts it and waits until it answers.
    ///
    /// - Returns: where it is.
    func start() async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["sandbox", "--port", "0", "--journal", journal]
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let output = FileHandle(forWritingAtPath: log)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try "\(process.processIdentifier)\n".write(toFile: pidFile, atomically: true, encoding: .utf8)
        for _ in 0..<200 {
            if let text = try? String(contentsOfFile: log, encoding: .utf8), let url = Self.url(in: text) {
                return url
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw CommandFailure.unreachable("the sandbox did not start; see \(log)")
    }

    /// Stops the one that an earlier demo left, if it is still this program.
    func stop() {
        guard let text = try? String(contentsOfFile: pidFile, encoding: .utf8),
            let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)), pid > 1,
            let line = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8),
            line.contains("sandbox"), line.contains(journal)
        else { return }
        kill(pid, SIGTERM)
        for _ in 0..<50 where kill(pid, 0) == 0 { usleep(20_000) }
        try? FileManager.default.removeItem(atPath: pidFile)
    }

    private static func url(in text: String) -> String? {
        text.split(separator: " ").first { $0.hasPrefix("http://") }
            .map { $0.hasSuffix(",") ? String($0.dropLast()) : String($0) }
    }
}
