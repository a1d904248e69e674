import Foundation
import Testing

/// The guide of README.md, as a new user would follow it.
@Suite struct GuideTests {
    @Test("every command of the README's guide does what the guide says")
    func guide() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let log = FileManager.default.temporaryDirectory.appending(path: "guide-\(UUID().uuidString).txt")
        try Data().write(to: log)
        defer { try? FileManager.default.removeItem(at: log) }
        let process = Process()
        process.executableURL = root.appending(path: "deploy/play-guide")
        process.arguments = [WorkerProcess.program.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = process.standardOutput
        try process.run()
        process.waitUntilExit()
        let output = try String(contentsOf: log, encoding: .utf8)
        #expect(process.terminationStatus == 0, "\(output)")
        #expect(output.contains("0 not as it says"), "\(output)")
    }
}
