public import BillingFormats
public import Foundation

/// One folder with a scenario and its right answer.
public struct GivenCase: CustomStringConvertible, Sendable {
    /// Where scenario.yaml and expected.json stand.
    public let folder: URL

    /// The folder's name, by which a failing test names its case.
    public var description: String { folder.lastPathComponent }

    /// The cases given with the rules, from beside the repository when they are there and from their copy otherwise,
    /// and the project's own, which stand in Tests/Cases only.
    public static let all: [GivenCase] = {
        let sources = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent()
        let copied = sources.appending(path: "../Tests/Cases").standardizedFileURL
        let given = sources.appending(path: "../../shared/cases").standardizedFileURL
        var folders: [String: URL] = [:]
        for root in [copied, given] {
            let found = try? FileManager.default.contentsOfDirectory(
                at: root, includingPropertiesForKeys: nil)
            for folder in found ?? [] { folders[folder.lastPathComponent] = folder }
        }
        return folders.values
            .filter { FileManager.default.fileExists(atPath: $0.appending(path: "scenario.yaml").path) }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }.map(GivenCase.init)
    }()

    /// The scenario with its catalogue.
    public func scenario() throws -> Scenario {
        let file = folder.appending(path: "scenario.yaml")
        return try ScenarioFile.parse([UInt8](Data(contentsOf: file)), fileName: file.path) { path in
            try [UInt8](Data(contentsOf: folder.appending(path: path).standardizedFileURL))
        }
    }

    /// The right answer.
    public func expected() throws -> OrderedJSON {
        let file = folder.appending(path: "expected.json")
        return try OrderedJSON.parse(String(contentsOf: file, encoding: .utf8), fileName: file.path)
    }
}
