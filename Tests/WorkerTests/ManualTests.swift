import Foundation
import Testing

/// What `deploy/make-manual` writes: the manual page and the completions of three shells.
@Suite struct ManualTests {
    @Test("the manual page has every command and no fault, and the shells read their completions")
    func manual() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "manual-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let made = try run(
            root.appending(path: "deploy/make-manual").path, [WorkerProcess.program.path, folder])
        try #require(made.status == 0, "\(made.output)")
        let page = "\(folder)/man1/dueday.1"
        let lint = try run("/usr/bin/mandoc", ["-T", "lint", "-W", "warning", page])
        #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)")
        let text = try run("/usr/bin/mandoc", ["-T", "utf8", "-O", "width=100", page]).output
            .replacing(/.\u{8}/, with: "")
        for command in try CommandTree.read().leaves where command.words.first != "benchmark" {
            #expect(text.contains("dueday \(command.name)"), "\(command.name) is not in the manual")
        }
        for (shell, file) in [("bash", "dueday"), ("zsh", "_dueday"), ("fish", "dueday.fish")] {
            let path = "\(folder)/\(shell)/\(file)"
            let result = try run("/usr/bin/\(shell)", ["-n", path])
            #expect(result.status == 0, "\(shell): \(result.output)")
            #expect(try String(contentsOfFile: path, encoding: .utf8).contains("write-off"))
        }
    }

    private func run(_ path: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let log = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID().uuidString)")
        try Data().write(to: log)
        defer { try? FileManager.default.removeItem(at: log) }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = process.standardOutput
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOf: log, encoding: .utf8))
    }
}
