import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import ProcessorSandbox
import Testing

/// What an operator types, through the built program.
@Suite struct OperatorStories {
    @Test("a preview of a change has the lines that the change then makes")
    func previewThenChange() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let at = ["--at", "2024-01-17T12:00:00Z"]
        let change = ["--change", "quantity=3", "--change", "proration=always_invoice"]
        let preview = try stage.json(["preview", "sub_1", "--json"] + change + at)
        let changed = try stage.json(
            ["subscription", "change", "sub_1", "--quantity", "3", "--proration", "always_invoice", "--json"]
                + at)
        let foreseen = preview["invoice"]?["lines"]
        let made = changed["invoices"]?.items.first?["lines"]
        #expect(foreseen?.items.count == 2)
        #expect(foreseen == made)
        await stage.stop()
    }

    @Test("documents that cannot be written hold no charge up, and the next run writes them")
    func unwritableDocuments() async throws {
        let stage = try await WorkerStage.make(customers: 2)
        let folder = FileManager.default.temporaryDirectory.appending(path: "dueday-\(UUID().uuidString)")
        try Data().write(to: folder)
        let blocked = WorkerProcess(
            environment: stage.worker.environment.merging(["DUEDAY_DOCUMENTS_DIR": folder.path]) { $1 })
        let run = try blocked.run("run", "--as-of", "2024-02-03T00:00:00Z")
        #expect(run.status == 1 && run.output.contains("PROBLEM: the document"), "\(run.output)\(run.errors)")
        #expect(try await stage.books.allInvoices().allSatisfy { $0.status == .paid })

        try FileManager.default.removeItem(at: folder)
        let again = try blocked.run("run", "--as-of", "2024-02-03T00:00:00Z")
        #expect(
            again.status == 0 && again.output.contains("4 documents written"),
            "\(again.output)\(again.errors)")
        try FileManager.default.removeItem(at: folder)
        await stage.stop()
    }

    @Test("a key that the processor refuses stops charging and loses nothing")
    func refusedKey() async throws {
        let stage = try await WorkerStage.make(customers: 3)
        let wrong = WorkerProcess(
            environment: stage.worker.environment.merging(["DUEDAY_STRIPE_KEY": "sk_test_wrong"]) { $1 })
        let run = try wrong.run("run", "--as-of", "2024-01-20T00:00:00Z")
        #expect(
            run.status == 3 && run.output.contains("stripe refuses our key"), "\(run.output)\(run.errors)")
        #expect(!run.output.contains("sk_test_wrong") && !run.errors.contains("sk_test_wrong"))
        #expect(stage.sandbox.charges().isEmpty)

        try await Task.sleep(for: .milliseconds(1_100))
        for _ in 0..<3 { _ = try stage.worker.run("run", "--as-of", "2024-01-20T00:00:00Z") }
        #expect(try await stage.books.allInvoices().allSatisfy { $0.status == .paid })
        #expect(stage.sandbox.charges().count == 3)
        await stage.stop()
    }

    @Test(
        "bad input is one line that says what to do, and changes nothing",
        arguments: [
            (["run", "--as-of", "2999-01-01T00:00:00Z"], "lies in the future"),
            (
                [
                    "subscription", "start", "x", "--account", "acct_1", "--plan", "nope", "--interval",
                    "month",
                ], "there is no plan \"nope\""
            ),
            (
                ["subscription", "change", "sub_1", "--interval", "year", "--at", "2024-01-05T00:00:00Z"],
                "it has USD by the month"
            ),
            (["subscription", "resume", "nobody"], "there is no subscription \"nobody\""),
            (["catalog", "apply", "/nonexistent.yaml"], "/nonexistent.yaml"),
        ])
    func badInput(arguments: [String], expected: String) async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let before = try await stage.books.allSubscriptions()
        let result = try stage.worker.run(arguments, killedAfter: nil)
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("error: ") && result.errors.contains(expected), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1)
        #expect(try await stage.books.allSubscriptions() == before)
        await stage.stop()
    }

    @Test("a lease that a charge may outlast is refused, with the processor, the least and where it was set")
    func shortLeases() async throws {
        let stage = try await WorkerStage.make(customers: 0)
        let razorpay = ["DUEDAY_RAZORPAY_KEY": "rzp_test_12345678", "DUEDAY_RAZORPAY_SECRET": "secret"]
        func run(_ lease: String, _ more: [String: String]) throws -> WorkerProcess.Result {
            let variables = more.merging(["DUEDAY_CHARGE_LEASE": lease]) { $1 }
            return try WorkerProcess(environment: stage.worker.environment.merging(variables) { $1 })
                .run("charging", "status")
        }
        let short = try run("169", razorpay)
        #expect(short.status == 2, "\(short.errors)")
        for words in [
            "charge.lease is 169 (DUEDAY_CHARGE_LEASE)", "through razorpay", "160 seconds", "to 170 or more",
        ] {
            #expect(short.errors.contains(words), "\(short.errors)")
        }
        #expect(try run("170", razorpay).status == 0)
        let stripe = try run("89", ["DUEDAY_STRIPE_URL": "https://api.stripe.com"])
        #expect(stripe.status == 2 && stripe.errors.contains("to 90 or more"), "\(stripe.errors)")
        // The sandbox makes nobody wait.
        #expect(
            try run("1", razorpay.merging(["DUEDAY_RAZORPAY_URL": stage.sandbox.baseURL]) { $1 }).status == 0)
        await stage.stop()
    }

    @Test("a database out of reach is exit code 3, and a misspelt setting is refused by name")
    func unreachable() throws {
        let lost = WorkerProcess(environment: ["DUEDAY_DATABASE_URL": "postgresql://127.0.0.1:1/none"])
        let run = try lost.run("run")
        #expect(run.status == 3 && run.errors.contains("nothing is lost"), "\(run.errors)")
        let misspelt = try WorkerProcess(environment: ["DUEDAY_STRIPE_KYE": "x"]).run("settings")
        #expect(misspelt.status == 2 && misspelt.errors.contains("DUEDAY_STRIPE_KYE"), "\(misspelt.errors)")
    }
}

extension WorkerStage {
    /// The JSON answer of a command that succeeds.
    fileprivate func json(_ arguments: [String]) throws -> OrderedJSON {
        let result = try worker.run(arguments, killedAfter: nil)
        #expect(result.status == 0, "\(result.errors)")
        return try OrderedJSON.parse(result.output, fileName: arguments.joined(separator: " "))
    }
}

extension OrderedJSON {
    fileprivate var items: [OrderedJSON] {
        if case .array(let items) = self { return items }
        return []
    }
}

@Suite struct UsageImports {
    @Test("an import tells the bad lines, records the others, and can be repeated")
    func badLines() async throws {
        let stage = try await WorkerStage.make(customers: 2)
        let file = FileManager.default.temporaryDirectory.appending(path: "usage-\(UUID().uuidString).csv")
        var rows = ["id,account,subscription,meter,quantity,at"]
        for number in 1...2_000 {
            rows.append("e\(number),acct_1,sub_1,calls,\(number % 7),2024-01-15T00:00:00Z")
        }
        rows[10] = "e10,acct_1,\"sub_1,calls,1,2024-01-15T00:00:00Z"
        rows[500] = "e500,acct_1,nobody,calls,1,2024-01-15T00:00:00Z"
        rows[900] = "e900,acct_1,sub_1,calls,many,2024-01-15T00:00:00Z"
        rows.append("\"e2001\",acct_1,\"sub_1\",calls,\"1\",2024-01-15T00:00:00Z")
        try rows.joined(separator: "\r\n").write(to: file, atomically: true, encoding: .utf8)
        for (recorded, repeated) in [(1_998, 0), (0, 1_998)] {
            let result = try stage.worker.run("usage", "import", file.path, "--json")
            #expect(result.status == 1)
            let answer = try OrderedJSON.parse(result.output, fileName: "import")
            #expect(answer["recorded"] == .integer(recorded) && answer["repeated"] == .integer(repeated))
            let lines = answer["bad"]?.items.map { $0["line"] }
            #expect(lines == [.integer(11), .integer(501), .integer(901)], "\(result.output)")
        }
        try FileManager.default.removeItem(at: file)
        await stage.stop()
    }
}
