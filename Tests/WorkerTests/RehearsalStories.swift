import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import ProcessorSandbox
import Testing

/// A run that is looked at before it counts: rehearsed, approved, held, stopped.
@Suite struct RehearsalStories {
    @Test("a rehearsal of three missed months shows to the cent what the run then bills, and changes nothing")
    func rehearsalIsTheRun() async throws {
        let stage = try await WorkerStage.make(customers: 7)
        // A balance that the first of three invoices uses up: later boundaries must see what earlier ones left.
        _ = try stage.answer(
            "account", "credit", "acct_2", "130.00", "--at", "2024-01-20T00:00:00Z")
        let before = try await stage.books.allSubscriptions()
        let first = try stage.rehearse("2024-04-03T00:00:00Z")
        let second = try stage.rehearse("2024-04-03T00:00:00Z")
        #expect(first["fingerprint"] == second["fingerprint"] && first["boundaries_closed"] == .integer(21))
        #expect(try await stage.books.allSubscriptions() == before)
        #expect(try await stage.books.allInvoices().count == 7)
        #expect(stage.sandbox.charges().isEmpty)

        let shown = try stage.items(of: second)
        let run = try stage.answer(
            "run", "--as-of", "2024-04-03T00:00:00Z", "--stage", "invoice", "--json", allowing: [0])
        let billed = try stage.items(of: run)
        #expect(shown.count == 21)
        for (draft, invoice) in zip(shown, billed) {
            for key in [
                "subscription", "boundary", "outcome", "plan", "kind", "total", "amount_due", "currency",
            ] {
                #expect(draft[key] == invoice[key], "\(key) of \(draft)")
            }
        }
        #expect(shown.count { $0["amount_due"] != $0["total"] } == 2, "the balance is spent on two invoices")
        await stage.stop()
    }

    @Test(
        "with approval on, a run rehearses; approved, the next bills it, and what is held waits to be let go")
    func approvedAndHeld() async throws {
        let stage = try await WorkerStage.make(customers: 4)
        let due = "2024-02-03T00:00:00Z"
        _ = try stage.answer("run", "--as-of", "2024-01-20T00:00:00Z", "--json")
        _ = try stage.answer("runs", "approval", "on", "--by", "ada")
        let waiting = try stage.answer("run", "--as-of", due, "--json", allowing: [1])
        let id = try #require(waiting["waiting_rehearsal"]?.words)
        #expect(try await stage.books.allInvoices().count == 4)

        let again = try stage.answer("run", "--as-of", due, "--json", allowing: [1])
        #expect(again["waiting_rehearsal"]?.words == id, "one rehearsal waits, not one a run")
        let draft = try stage.worker.run("runs", "draft", id, "sub_1")
        #expect(
            draft.output.contains("DRAFT") && draft.output.contains("107.17"),
            "\(draft.output)\(draft.errors)")

        _ = try stage.answer("runs", "hold", id, "sub_3", "--by", "ada", "--reason", "usage looks wrong")
        _ = try stage.answer(
            "runs", "approve", id, "--by", "Ada Reviewer", "--reason", "looked at the movers")
        let refused = try stage.worker.run("runs", "approve", id, "--by", "bob")
        #expect(
            refused.status == 2 && refused.errors.contains("approved by Ada Reviewer"), "\(refused.errors)")

        let billed = try stage.answer("run", "--as-of", due, "--json", allowing: [0, 1])
        #expect(billed["invoices_issued"] == .integer(3), "\(billed)")
        #expect(try await stage.books.allInvoices().count { $0.content.subscription == "sub_3" } == 1)
        let held = try stage.answer("runs", "items", id, "--outcome", "held", "--json")["items"]?.list.first
        #expect(held?["reason"] == "usage looks wrong" && held?["held_by"] == "ada")

        _ = try stage.answer("runs", "let-go", id, "sub_3", "--by", "ada")
        _ = try stage.answer("run", "--as-of", due, "--json", allowing: [0, 1])
        #expect(try await stage.books.allInvoices().count == 8)
        let trail = try await stage.books.reader.auditTrail().items.map(\.entry)
        #expect(
            trail.contains {
                $0.action == "runs approve" && $0.actor == "Ada Reviewer"
                    && $0.reason == "looked at the movers"
            })
        await stage.stop()
    }

    @Test("an approved run that would bill something else stops with code 4 and bills nothing of that batch")
    func differsFromApproved() async throws {
        let stage = try await WorkerStage.make(customers: 3)
        let due = "2024-02-03T00:00:00Z"
        _ = try stage.answer("runs", "approval", "on", "--by", "ada")
        let id = try #require(
            try stage.answer("run", "--as-of", due, "--json", allowing: [1])["waiting_rehearsal"]?.words)
        _ = try stage.answer("runs", "approve", id, "--by", "ada")
        _ = try stage.answer(
            "account", "credit", "acct_2", "1.00", "--at", "2024-02-01T00:00:00Z")
        let stopped = try stage.worker.run("run", "--as-of", due)
        #expect(stopped.status == 4, "\(stopped.output)\(stopped.errors)")
        #expect(stopped.output.contains("STOPPED") && stopped.output.contains("sub_2"), "\(stopped.output)")
        #expect(try await stage.books.allInvoices().count == 3)

        let fresh = try stage.rehearse(due)
        let renewed = try #require(fresh["run"]?.words)
        _ = try stage.answer("runs", "approve", renewed, "--by", "ada")
        _ = try stage.answer("run", "--as-of", due, "--json", allowing: [0, 1, 4])
        #expect(try await stage.books.allInvoices().count == 6)
        await stage.stop()
    }

    @Test("a bound on the run stops it before it writes, and one on growth sets a single invoice aside")
    func brakes() async throws {
        let stage = try await WorkerStage.make(customers: 3)
        let due = "2024-02-03T00:00:00Z"
        for (name, value, words) in [
            ("DUEDAY_BRAKE_INVOICES", "2", "more than 2 invoices"),
            ("DUEDAY_BRAKE_TOTAL", "300.00 USD", "more than 300.00"),
        ] {
            let stopped = try stage.worker(with: [name: value]).run("run", "--as-of", due)
            #expect(
                stopped.status == 4 && stopped.output.contains(words), "\(stopped.output)\(stopped.errors)")
            let rehearsed = try stage.worker(with: [name: value]).run("run", "--as-of", due, "--dry-run")
            #expect(rehearsed.output.contains("the brake would stop this run"), "\(rehearsed.output)")
        }
        #expect(try await stage.books.allInvoices().count == 3)
        #expect(stage.sandbox.charges().isEmpty, "a stopped run charges nothing")

        _ = try stage.answer(
            "subscription", "change", "sub_2", "--quantity", "40", "--proration", "none",
            "--at", "2024-01-20T00:00:00Z")
        let cautious = stage.worker(with: ["DUEDAY_BRAKE_GROWTH": "5"])
        let run = try cautious.run("run", "--as-of", due)
        #expect(
            run.status == 1 && run.output.contains("more than 5 times the largest"),
            "\(run.output)\(run.errors)")
        #expect(try await stage.books.allInvoices().count == 5)
        _ = try stage.answer("parked", "release", "sub_2")
        let looked = try cautious.run("run", "--as-of", due, "--subscription", "sub_2", "--without-brake")
        #expect(looked.status == 0, "\(looked.output)\(looked.errors)")
        #expect(try await stage.books.allInvoices().count == 6)
        await stage.stop()
    }

    @Test(
        "an operator and a reviewer rehearse, approve, run, explain, credit and export in under fifteen commands"
    )
    func wholeWalk() async throws {
        let stage = try await WorkerStage.make(customers: 3)
        let due = "2024-02-03T00:00:00Z"
        var typed = 0
        func type(_ arguments: String..., endsWith status: Int32 = 0, says words: String...) throws -> String
        {
            typed += 1
            let result = try stage.worker.run(arguments, killedAfter: nil)
            let output = result.output + result.errors
            #expect(result.status == status, "\(arguments): \(output)")
            for word in words { #expect(output.contains(word), "\(arguments): \(output)") }
            return result.output
        }
        _ = try type("run", "--dry-run", "--as-of", due, says: "nothing was written")
        _ = try type("runs", "show", says: "321.51", "CA sales tax")
        _ = try type("runs", "approval", "on", "--by", "ada", "--reason", "a person signs")
        let waiting = try type("run", "--as-of", due, endsWith: 1, says: "dueday runs approve")
        let id = try #require(waiting.firstMatch(of: /runs approve (\S+)/)).1
        _ = try type("runs", "items", String(id), says: "sub_3")
        _ = try type("runs", "approve", String(id), "--by", "Ada Reviewer", "--reason", "looked at all three")
        _ = try type("run", "--as-of", due, says: "3 invoices")
        let number = try #require(
            try await stage.books.allInvoices().last { $0.content.account == "acct_1" }
        ).number
        _ = try type("invoice", "explain", number, says: "8.25", "107.17")
        // Half of 107.17, rounded by whoever orders it.
        _ = try type(
            "invoice", "credit", number, "--amount", "53.59", "--reason", "half a month down", "--by", "ada",
            says: "53.59")
        _ = try type("invoice", "show", number, says: "53.59")
        _ = try type(
            "export", "ledger", "--from", "2024-01-01", "--to", "2024-12-31", "--format", "beancount",
            says: "balance")
        _ = try type("audit", "trail", says: "Ada Reviewer", "half a month down")
        _ = try type("audit", says: "all well")
        #expect(typed < 15)
        await stage.stop()
    }

    @Test("usage that comes late but inside the draft window counts in its own period")
    func draftWindow() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let patient = stage.worker(with: ["DUEDAY_FINALIZE_AFTER": "6h"])
        // The period ends on 1 February at 01:00.
        let early = try patient.run("run", "--as-of", "2024-02-01T06:59:59Z", "--json")
        #expect(early.output.contains(#""boundaries_closed": 0"#), "\(early.output)\(early.errors)")
        let late = try patient.run("run", "--as-of", "2024-02-01T07:00:00Z", "--json")
        #expect(late.output.contains(#""boundaries_closed": 1"#), "\(late.output)\(late.errors)")
        let wrong = try stage.worker(with: ["DUEDAY_FINALIZE_AFTER": "soon"]).run("run")
        #expect(wrong.status == 2 && wrong.errors.contains("finalize.after is \"soon\""), "\(wrong.errors)")
        await stage.stop()
    }
}

extension WorkerStage {
    /// The JSON answer of a command that ends with one of the codes; empty for commands that print words.
    fileprivate func answer(
        _ arguments: String..., allowing codes: Set<Int32> = [0, 1]
    ) throws -> OrderedJSON {
        let result = try worker.run(arguments, killedAfter: nil)
        #expect(codes.contains(result.status), "\(arguments): \(result.output)\(result.errors)")
        guard arguments.contains("--json") else { return .null }
        return try OrderedJSON.parse(result.output, fileName: arguments.joined(separator: " "))
    }

    fileprivate func rehearse(_ asOf: String) throws -> OrderedJSON {
        try answer("run", "--as-of", asOf, "--dry-run", "--json")
    }

    fileprivate func items(of run: OrderedJSON) throws -> [OrderedJSON] {
        try answer("runs", "items", run["run"]?.words ?? "", "--limit", "1000", "--json")["items"]?.list ?? []
    }

    /// The program with further settings.
    fileprivate func worker(with settings: [String: String]) -> WorkerProcess {
        WorkerProcess(environment: worker.environment.merging(settings) { $1 })
    }
}

extension OrderedJSON {
    fileprivate var words: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    fileprivate var list: [OrderedJSON] {
        if case .array(let items) = self { return items }
        return []
    }
}
