import Billing
import BillingFormats
import BillingStore
import Foundation
import Postgres
import PostgresTestKit
import ProcessorSandbox
import Testing

/// What was billed beside what would be billed today, and runs for one customer, through the built program.
@Suite struct RecalculationStories {
    /// Pro with calls at 1.00 each.
    private static func catalog(price: String, rate: String) -> String {
        """
        seller: {id: s, name: Seller, country: US, region: CA, time_zone: UTC}
        meters: {calls: {aggregation: sum}}
        plans:
          pro:
            prices: [{currency: USD, interval: month, amount: "\(price)"}]
            limits: {calls: {included: 0, overage: {model: per_unit, unit_price: "1"}}}
        addons:
          a: {kind: recurring, prices: [{currency: USD, interval: month, amount: "10.00"}]}
          b: {kind: recurring, prices: [{currency: USD, interval: month, amount: "5.00"}]}
        tax: {jurisdictions: {US-CA: [{name: CA sales tax, rate: "\(rate)"}]}}
        """
    }

    @Test(
        "late use is told to come by itself; a lower price and an exemption propose credit notes; nothing changes"
    )
    func differences() async throws {
        let stage = try await WorkerStage.make(customers: 2)
        try stage.apply(Self.catalog(price: "79.00", rate: "8.25"))
        try stage.use(20, id: "e1", at: "2024-01-10T00:00:00Z")
        _ = try stage.worker.run("run", "--as-of", "2024-02-02T00:00:00Z", "--quiet")
        let issued = try await stage.books.allInvoices()
        var told = try stage.difference()
        #expect(told.status == 0 && told.json["invoices_checked"] == .integer(2), "\(told.json.pretty)")
        #expect(told.json["total"] == .integer(0) && told.json["late_usage"] == [])

        // 5 more calls of January, recorded when January was billed.
        try stage.use(5, id: "e2", at: "2024-01-12T00:00:00Z")
        told = try stage.difference()
        let late = told.json["late_usage"]?.items.first
        #expect(told.status == 0 && told.json["differences"] == [])
        #expect(late?["amount"] == "5.00" && late?["remedy"] == "next_invoice", "\(told.json.pretty)")
        #expect(late?["billed_at"] == "2024-03-01T01:00:00Z")

        // 79.00, 10.00 and 2 × 5.00 in advance: 99.00 and 8.17 of tax; with 69.00 they are 89.00 and 7.34. The
        // invoice of February has 20.00 of calls beside it: 119.00 and 9.82, then 109.00 and 8.99.
        try stage.apply(Self.catalog(price: "69.00", rate: "8.25"))
        told = try stage.difference()
        #expect(told.status == 1 && told.json["total"] == .integer(2))
        let first = told.json["differences"]?.items.first
        let line = first?["lines"]?.items.first
        #expect(line?["item"] == "pro" && line?["net_then"] == "79.00" && line?["net_now"] == "69.00")
        #expect(line?["causes"]?.items.first?["cause"] == "changed_price")
        #expect(
            first?["proposal"] == ["kind": "credit_note", "net": "10.00", "tax": "0.83", "total": "10.83"])

        try await stage.execute("UPDATE account SET is_tax_exempt = true WHERE id = 'acct_1'")
        try stage.apply(Self.catalog(price: "79.00", rate: "8.25"))
        told = try stage.difference()
        let proposals = told.json["differences"]?.items.map { $0["proposal"]?["total"] }
        #expect(proposals == ["8.17", "9.82"], "\(told.json.pretty)")
        let text = try stage.worker.run("invoice", "verify", "--account", "acct_1", "--diff").output
        #expect(text.contains("exemption") && text.contains("a credit note of 8.17 USD (net 0.00, tax 8.17)"))
        #expect(text.contains("the invoice of 2024-03-01T01:00:00Z brings it"), "\(text)")
        #expect(try await stage.books.allInvoices() == issued)
        #expect(try await stage.books.checkBooks() == [])

        _ = try stage.worker.run("run", "--account", "acct_1", "--as-of", "2024-03-02T00:00:00Z", "--quiet")
        #expect(try stage.difference().json["late_usage"] == [])
        await stage.stop()
    }

    @Test("a difference is proposed until credit notes have given all of it back")
    func credited() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        try stage.apply(Self.catalog(price: "79.00", rate: "8.25"))
        _ = try stage.worker.run("run", "--as-of", "2024-01-15T00:00:00Z", "--quiet")
        let issued = try await stage.books.allInvoices()
        try stage.apply(Self.catalog(price: "69.00", rate: "8.25"))
        func proposal(_ status: Int32) throws -> OrderedJSON? {
            let told = try stage.difference()
            #expect(told.status == status && told.json["total"] == .integer(1), "\(told.json.pretty)")
            let difference = told.json["differences"]?.items.first
            #expect(
                difference?["lines"]?.items.first?["causes"]?.items.first?["cause"] == "changed_price")
            return difference?["proposal"]
        }
        func credit(_ line: String) throws {
            let result = try stage.worker.run(
                "invoice", "credit", issued[0].number, "--line", line, "--reason", "the lower price")
            #expect(result.status == 0, "\(result.errors)")
        }
        let line = (issued[0].content.lines.firstIndex { $0.item == "pro" } ?? 0) + 1
        #expect(
            try proposal(1) == ["kind": "credit_note", "net": "10.00", "tax": "0.83", "total": "10.83"])
        // 4.00 with 4.00 × 8.25 % of tax.
        try credit("\(line)=4.00")
        #expect(
            try proposal(1) == ["kind": "credit_note", "net": "6.00", "tax": "0.50", "total": "6.50"])
        let part = try stage.worker.run("invoice", "verify", "--account", "acct_1", "--diff").output
        #expect(part.contains("a further credit note of 6.50 USD (net 6.00, tax 0.50)"), "\(part)")
        try credit("\(line)=6.00")
        #expect(try proposal(0) == ["kind": "credited"])
        let whole = try stage.worker.run("invoice", "verify", "--account", "acct_1", "--diff").output
        #expect(whole.contains("+6.50") && whole.contains("the lower price"), "\(whole)")
        #expect(whole.contains("nothing to do: credit notes have given back 10.83 USD"), "\(whole)")
        #expect(whole.contains("1 differ, 1 of them credited already"), "\(whole)")
        #expect(try await stage.books.allInvoices().map(\.content) == issued.map(\.content))
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test("a tax that was too high is given back alone, by the command that is proposed, with a document")
    func taxAlone() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        try stage.apply(Self.catalog(price: "79.00", rate: "8.25"))
        _ = try stage.worker.run("run", "--as-of", "2024-01-15T00:00:00Z", "--quiet")
        let number = try #require(try await stage.books.allInvoices().first).number
        try stage.apply(Self.catalog(price: "79.00", rate: "7.25"))
        // 99.00 at 8.25 % were 8.17, at 7.25 % they are 7.18.
        let told = try stage.worker.run("invoice", "verify", "--account", "acct_1", "--diff").output
        #expect(
            told.contains("dueday invoice credit \(number) --tax-only --amount 0.99 --reason"), "\(told)")
        let credit = try stage.worker.run(
            "invoice", "credit", number, "--tax-only", "--amount", "0.99", "--reason", "rate", "--json")
        let note = try OrderedJSON.parse(credit.output, fileName: "credit")["credit_note"]
        #expect(note?["tax"] == "0.99" && note?["total"] == "0.99", "\(credit.output)\(credit.errors)")
        #expect(try stage.difference().status == 0)
        _ = try stage.worker.run("run", "--stage", "render", "--quiet")
        let pdf = try stage.worker.run("audit")
        #expect(pdf.status == 0, "\(pdf.output)\(pdf.errors)")
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test("an account that does not exist, or --diff without one, is a clear error")
    func refused() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let unknown = try stage.worker.run("invoice", "verify", "--account", "nobody", "--diff")
        #expect(unknown.status == 2 && unknown.errors.contains("there is no account \"nobody\""))
        let alone = try stage.worker.run("invoice", "verify", "--all", "--diff")
        #expect(
            alone.status == 2 && alone.errors.contains("--diff goes with --account ID"), "\(alone.errors)")
        let account = try stage.worker.run("invoice", "verify", "--account", "acct_1")
        #expect(account.status == 0 && account.output.contains("1 invoice worked out again, 0 findings"))
        await stage.stop()
    }

    @Test(
        "a run for one customer bills that customer and nobody else, and doubles nothing when it runs again")
    func runsForOne() async throws {
        let stage = try await WorkerStage.make(customers: 3)
        func run(_ arguments: String...) async throws -> [String] {
            let result = try stage.worker.run(["run", "--quiet"] + arguments, killedAfter: nil)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            return try await stage.books.allInvoices().map {
                "\($0.content.subscription) \($0.content.issuedAt)"
            }
        }
        let start = (1...3).map { "sub_\($0) 2024-01-01T0\($0):00:00Z" }
        let first = start + ["sub_1 2024-02-03T00:00:00Z"]
        for _ in 1...2 {
            #expect(try await run("--account", "acct_1", "--as-of", "2024-02-03T00:00:00Z") == first)
        }
        let second = first + ["sub_2 2024-02-04T00:00:00Z"]
        for _ in 1...2 {
            #expect(try await run("--subscription", "sub_2", "--as-of", "2024-02-04T00:00:00Z") == second)
        }
        let all = second + ["sub_3 2024-02-05T00:00:00Z"]
        for _ in 1...2 { #expect(try await run("--as-of", "2024-02-05T00:00:00Z") == all) }
        // An instant that lies behind what was billed bills nothing.
        #expect(try await run("--account", "acct_1", "--as-of", "2024-01-20T00:00:00Z") == all)
        #expect(stage.sandbox.charges().filter { $0.result == "succeeded" }.count == all.count)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }
}

extension WorkerStage {
    /// Puts another catalogue in force, as an operator would.
    func apply(_ catalog: String) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString).yaml")
        try catalog.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let result = try worker.run("catalog", "apply", file.path)
        #expect(result.status == 0, "\(result.errors)")
    }

    fileprivate func use(_ quantity: Int, id: String, at: String) throws {
        let result = try worker.run(
            "usage", "record", "--id", id, "--account", "acct_1", "--subscription", "sub_1", "--meter",
            "calls",
            "--at", at, "\(quantity)")
        #expect(result.status == 0, "\(result.errors)")
    }

    fileprivate func difference() throws -> (status: Int32, json: OrderedJSON) {
        let result = try worker.run("invoice", "verify", "--account", "acct_1", "--diff", "--json")
        return (result.status, try OrderedJSON.parse(result.output, fileName: "verify"))
    }

    fileprivate func execute(_ sql: String) async throws {
        let connection = try await database.connect()
        try await connection.script(SQLStatement(text: sql))
        await connection.close()
    }
}

extension OrderedJSON {
    fileprivate var items: [OrderedJSON] {
        if case .array(let items) = self { return items }
        return []
    }
}
