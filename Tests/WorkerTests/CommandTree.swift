import BillingFormats
import Foundation
import Testing

/// All commands of the built program, as it describes itself.
struct CommandTree {
    /// A command by its words ("invoice credit").
    struct Command: Sendable {
        var words: [String]
        /// Its long options without the dashes.
        var options: Set<String>
        var discussion: String
        var hasSubcommands: Bool

        var name: String { words.joined(separator: " ") }
    }

    /// Every command, the program itself first, each before its subcommands.
    var commands: [Command] = []

    /// Those that do something.
    var leaves: [Command] { commands.filter { !$0.hasSubcommands } }

    static func read() throws -> CommandTree {
        let result = try WorkerProcess(environment: [:]).run("--experimental-dump-help")
        let root = try OrderedJSON.parse(result.output, fileName: "dump-help")
        var tree = CommandTree()
        tree.add(try #require(root["command"]), below: nil)
        return tree
    }

    private mutating func add(_ json: OrderedJSON, below words: [String]?) {
        let subcommands = (json["subcommands"]?.listed ?? []).filter { $0["commandName"] != "help" }
        let own = json["commandName"]?.text ?? ""
        let options = (json["arguments"]?.listed ?? []).flatMap { argument in
            (argument["names"]?.listed ?? []).compactMap { $0["name"]?.text }
        }
        let command = Command(
            words: words.map { $0 + [own] } ?? [], options: Set(options),
            discussion: json["discussion"]?.text ?? "", hasSubcommands: !subcommands.isEmpty)
        commands.append(command)
        for subcommand in subcommands { add(subcommand, below: command.words) }
    }

    subscript(_ name: String) -> Command? { commands.first { $0.name == name } }

    /// The command that a line of words calls: the longest name that it begins with.
    func called(by arguments: [String]) -> Command? {
        commands.filter { arguments.starts(with: $0.words) }.max { $0.words.count < $1.words.count }
    }
}

extension OrderedJSON {
    /// The elements of an array; none of anything else.
    var listed: [OrderedJSON] {
        if case .array(let elements) = self { return elements }
        return []
    }

    var text: String? {
        if case .string(let text) = self { return text }
        return nil
    }
}

/// Texts kept beside the tests. `DUEDAY_RECORD_GOLDENS=1` writes them anew and fails the run that does.
struct GoldenFolder {
    private let folder: URL

    init(_ name: String) {
        folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)")
    }

    func expect(_ text: String, is name: String) throws {
        let file = folder.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["DUEDAY_RECORD_GOLDENS"] != nil {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(file.path): look at it")
            return
        }
        let golden = try? String(contentsOf: file, encoding: .utf8)
        #expect(text == golden, "\(name) is not as in \(file.path); DUEDAY_RECORD_GOLDENS=1 records it")
    }

    /// Goldens of commands that are gone.
    func names() throws -> Set<String> {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return Set(files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) })
    }
}
