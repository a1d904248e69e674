import Foundation
import Testing

/// The validators of Debian and PyPI behind Validators/check_documents.py.
enum Validators {
    struct Outcome {
        var status: Int32
        var text: String
    }

    /// Runs the script; one that is not installed fails the test with the way to install it.
    static func run(_ arguments: [String]) throws -> Outcome {
        let environment = ProcessInfo.processInfo.environment
        let cache =
            environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { "\($0)/.cache" } ?? "/root/.cache"
        let folder = environment["DUEDAY_VALIDATORS"] ?? "\(cache)/dueday-tests/validators-1"
        let python = "\(folder)/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "no validators in \(folder): run deploy/install-packages --tests")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Validators/check_documents.py").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [script] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, text: String(decoding: text, as: UTF8.self))
    }

    /// The texts of the codes on a document's pages.
    static func codes(of pdf: [UInt8]) throws -> [String] {
        try inFolder { folder in
            let path = folder.appendingPathComponent("document.pdf")
            try Data(pdf).write(to: path)
            let outcome = try run(["--codes", path.path])
            let found = try JSONDecoder().decode([String: [String]].self, from: Data(outcome.text.utf8))
            return found[path.path] ?? []
        }
    }

    /// A folder that is gone afterwards.
    static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
