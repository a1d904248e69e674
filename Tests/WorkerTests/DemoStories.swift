import Foundation
import Testing

/// What `dueday demo` promises at its end is there.
@Suite("The demo") struct DemoStories {
    @Test("the three documents that it names exist, and so does what it says to go on with")
    func namedDocuments() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "dueday-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let state = ["DUEDAY_STATE_DIR": place.path]
        let demo = WorkerProcess(environment: state)
        defer {
            _ = try? demo.run("demo", "--stop")
            try? FileManager.default.removeItem(at: place)
        }
        // Two months serve as well as the year: customers come due within the last five days.
        let played = try demo.run("demo", "--days", "60")
        #expect(played.status == 0 || played.status == 1, "\(played.errors)")
        let parts = played.output.split(separator: " to open:\n")
        try #require(parts.count == 2, "\(played.output)")
        let told = parts[1]
        let documents = told.split(separator: "\n").prefix { $0.hasPrefix("  ") }
        let counts = ["One invoice": 1, "Two invoices": 2, "Three invoices": 3]
        #expect(
            counts[parts[0].split(separator: "\n").last.map(String.init) ?? ""] == documents.count, "\(told)")
        for document in documents {
            let path = document.trimmingCharacters(in: .whitespaces).replacing("file://", with: "")
            let bytes = try Data(contentsOf: URL(filePath: path.removingPercentEncoding ?? path))
            #expect(bytes.starts(with: Array("%PDF-1.7".utf8)) && bytes.count > 10_000, "\(path)")
        }
        let configuration = place.appending(path: "demo/dueday.yaml").path
        #expect(told.contains("export DUEDAY_CONFIG=\(configuration)"))
        let next = WorkerProcess(environment: ["DUEDAY_CONFIG": configuration])
        let explain = try #require(told.split(separator: "dueday invoice explain ").dropFirst().first)
        let number = try #require(explain.split(separator: " ").first)
        for arguments in [
            ["invoice", "explain", String(number)], ["invoice", "list", "--limit", "10"], ["parked", "list"],
            ["catalog", "apply", place.appending(path: "demo/catalog.yaml").path],
        ] {
            let result = try next.run(arguments, killedAfter: nil)
            #expect([0, 1].contains(result.status), "\(arguments): \(result.errors)")
        }
        #expect(try demo.run("demo", "--stop").status == 0)
        #expect(!FileManager.default.fileExists(atPath: place.appending(path: "demo").path))
    }
}
