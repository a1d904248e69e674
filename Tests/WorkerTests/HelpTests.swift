import Foundation
import Testing

/// What `--help` says of every command.
@Suite struct HelpTests {
    @Test("the help of every command is as it was looked at, and every one shows an example")
    func help() throws {
        let tree = try CommandTree.read()
        let program = WorkerProcess(environment: [:])
        let goldens = GoldenFolder("help")
        var names: Set<String> = []
        for command in tree.commands {
            let result = try program.run(command.words + ["--help"], killedAfter: nil)
            #expect(result.status == 0, "\(command.name): \(result.errors)")
            let name = (["dueday"] + command.words).joined(separator: "-")
            names.insert(name)
            try goldens.expect(result.output, is: name)
            #expect(
                command.discussion.contains("EXAMPLE"),
                "`dueday \(command.name) --help` shows no example")
            #expect(
                result.output.split(separator: "\n").allSatisfy {
                    $0.count <= 110 || $0.hasPrefix("USAGE: ")
                },
                "\(command.name): a long line")
        }
        #expect(try goldens.names() == names)
    }
}
