import Billing
import BillingFormats
import BillingStore
import Foundation
import Testing

/// Every command of the program, on small known books.
@Suite struct KnownBooksTests {
    /// They change no books: each has tests of its own.
    private static let withoutBooks: Set = [
        "benchmark documents", "demo", "sandbox", "webhooks serve", "database start", "database stop",
        "outbox template", "export invoices", "export payments", "export ledger", "export tax",
    ]

    /// It needs a charge at the processor that the books do not know: its line in the trail is looked at where the
    /// database is a restored one (CollectionStories).
    private static let withAnOrphan: Set = ["alarms resolve"]

    @Test(
        "every changing command adds one line to the audit trail, and every reading one answers in its shape")
    func everyCommand() async throws {
        let books = try await KnownBooks.make()
        let notes = try await books.stage.books.reader.creditNotes(
            account: nil, invoice: nil, page: PageRequest(limit: 1))
        let readings = try Self.readings(books, note: try #require(notes.items.first?.number))
        let named = Set(readings.map { books.tree.called(by: $0)?.name ?? "?" })
        let all = Set(books.tree.leaves.map(\.name))
        #expect(
            all.subtracting(named.union(Self.withoutBooks).union(Self.withAnOrphan)) == books.tried,
            "a new command is either changed in KnownBooks, with its line in the trail, or read here")
        let goldens = GoldenFolder("json")
        for arguments in readings {
            let command = try #require(books.tree.called(by: arguments))
            let result = try books.stage.worker.run(arguments + ["--json"], killedAfter: nil)
            #expect([0, 1].contains(result.status), "\(arguments): \(result.errors)")
            let answer = try OrderedJSON.parse(result.output, fileName: command.name)
            let shape = JSONShape.lines(answer).joined(separator: "\n") + "\n"
            try goldens.expect(shape, is: command.words.joined(separator: "-"))
        }
        #expect(try goldens.names() == Set(named.map { $0.replacing(" ", with: "-") }))
        await books.stage.stop()
    }

    private static func readings(_ books: KnownBooks, note: String) throws -> [[String]] {
        let run = books.rehearsal
        let days = ["--from", "2024-01-01", "--to", "2024-03-31"]
        let at = ["--at", "2024-02-07T00:00:00Z"]
        let scenario = try KnownBooks.file("scenario.yaml", Self.scenario)
        let folder = URL(filePath: scenario).deletingLastPathComponent().path
        return [
            ["runs", "list"], ["runs", "show", run], ["runs", "items", run], ["runs", "draft", run, "sub_1"],
            ["parked", "list"], ["preview", "sub_1"] + at, ["account", "show", "acct_1"],
            ["account", "overview", "acct_1"] + at, ["account", "list"], ["checkout", "list"],
            ["account", "statement", "acct_1"] + days,
            ["payment-method", "list", "acct_1"], ["subscription", "show", "sub_1"],
            ["subscription", "list"],
            ["usage", "show", "sub_1"] + at, ["usage", "check", "sub_1", "calls", "1"] + at,
            ["outbox", "list"], ["outbox", "show", "1"], ["invoice", "list"],
            ["invoice", "show", "INV-2024-001"],
            ["invoice", "explain", "INV-2024-001"],
            ["invoice", "pdf", "INV-2024-001", "--out", "\(folder)/a.pdf"],
            ["invoice", "receipt", "INV-2024-001", "--out", "\(folder)/receipt.pdf"],
            ["invoice", "verify", "--all"],
            ["invoice", "sample", "--out", folder, "--only", "language-de"], ["invoice", "texts", "de"],
            ["credit-note", "list"], ["credit-note", "show", note],
            ["credit-note", "pdf", note, "--out", "\(folder)/note.pdf"], ["payment", "list"],
            ["payment", "refunds"], ["dunning", "list"], ["dunning", "show", "INV-2024-005"],
            ["dunning", "codes"],
            ["charging", "status"], ["alarms", "list", "--all"], ["report", "aging"],
            ["report", "mrr"] + days,
            ["report", "tax"] + days, ["report", "revenue"] + days, ["report", "recovery"],
            ["report", "run", run, "--out", "\(folder)/run.html"], ["audit", "books"], ["audit", "trail"],
            ["catalog", "show"], ["catalog", "plans"], ["catalog", "compare", "sub_1"] + at, ["settings"],
            ["doctor"], ["database", "status"], ["webhooks", "events"], ["webhooks", "endpoint", "list"],
            ["simulate", scenario],
        ]
    }

    @Test(
        "with --json every failure is one line of one shape on standard error, and nothing on standard output",
        arguments: [
            (["account", "show", "nobody"], Int32(2), "invalid"),
            (["account", "add"], 2, "invalid"),
            (["invoice", "list", "--status", "odd"], 2, "invalid"),
            (["subscription", "frobnicate"], 2, "invalid"),
            (["invoice", "show", "INV-1"], 2, "invalid"),
            (["catalog", "apply", "/nonexistent.yaml"], 2, "invalid"),
        ])
    func failures(arguments: [String], status: Int32, code: String) async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let result = try stage.worker.run(arguments + ["--json"], killedAfter: nil)
        #expect(result.status == status && result.output.isEmpty, "\(result.output)")
        let answer = try OrderedJSON.parse(result.errors, fileName: "error")
        #expect(answer["error"]?["code"]?.text == code && answer["error"]?["message"]?.text?.isEmpty == false)
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        let lost = WorkerProcess(environment: ["DUEDAY_DATABASE_URL": "postgresql://127.0.0.1:1/none"])
        let unreachable = try lost.run("account", "list", "--json")
        let failure = try OrderedJSON.parse(unreachable.errors, fileName: "error")
        #expect(unreachable.status == 3 && failure["error"]?["code"] == "unreachable")
        await stage.stop()
    }

    private static let scenario = """
        catalog:
          seller: {id: s, name: Seller, country: US, region: CA, time_zone: UTC}
          plans: {pro: {prices: [{currency: USD, interval: month, amount: "79.00"}]}}
        accounts: [{id: a, currency: USD, time_zone: UTC, country: US, region: CA}]
        until: 2024-02-15T00:00:00Z
        timeline:
          - {at: 2024-01-01T00:00:00Z, subscribe: {id: s1, account: a, plan: pro, interval: month}}
        """
}

/// The keys and kinds of a JSON value without its data.
enum JSONShape {
    /// One line a key; of an array what its first element is.
    static func lines(_ value: OrderedJSON, _ path: String = "") -> [String] {
        switch value {
        case .object(let members):
            let inner = members.flatMap { lines($0.value, path.isEmpty ? $0.key : "\(path).\($0.key)") }
            return inner.isEmpty ? ["\(path): {}"] : inner
        case .array(let elements):
            guard let first = elements.first else { return ["\(path)[]: none"] }
            return lines(first, "\(path)[]")
        case .null: return ["\(path): null"]
        case .bool: return ["\(path): bool"]
        case .number: return ["\(path): number"]
        case .string(let text): return ["\(path): \(kind(text))"]
        }
    }

    private static func kind(_ text: String) -> String {
        if text.wholeMatch(of: /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/) != nil { return "instant" }
        if text.wholeMatch(of: /-?\d+\.\d{2}/) != nil { return "amount" }
        return "text"
    }
}
