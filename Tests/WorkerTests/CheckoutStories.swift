import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import HTTPTransport
import Monetary
import Postgres
import PostgresTestKit
import ProcessorSandbox
import Testing

/// Subscriptions that begin at a processor's checkout, and such as are billed elsewhere, through the built program.
@Suite struct CheckoutStories {
    private func answer(
        _ worker: WorkerProcess, _ arguments: String..., ending status: Int32 = 0
    ) throws -> OrderedJSON {
        let result = try worker.run(arguments + ["--json"], killedAfter: nil)
        #expect(result.status == status, "\(arguments): \(result.output)\(result.errors)")
        return try OrderedJSON.parse(
            status == 0 || status == 1 ? result.output : result.errors,
            fileName: arguments.joined(separator: " "))
    }

    private func start(_ worker: WorkerProcess, _ id: String, _ account: String, _ processor: String) throws
        -> OrderedJSON
    {
        try answer(
            worker, "checkout", "start", id, "--account", account, "--plan", "pro", "--interval", "month",
            "--customer", "cus_shop", "--return-url", "https://shop.example", "--processor", processor,
            "--by", "app")
    }

    @Test("at Stripe a card is saved first, then the subscription begins, and the next run charges it")
    func stripe() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        try stage.sandbox.register(
            ScriptedMethod(id: "pm_other", customer: "cus_shop", outcomes: [.succeeds]))
        let opened = try start(stage.worker, "sub_new", "acct_1", "stripe")
        let session = try #require(opened["reference"]?.text)
        #expect(opened["state"] == "pending" && opened["amount"] == "85.52" && opened["url"]?.text != nil)
        let again = try answer(
            stage.worker, "checkout", "start", "sub_new", "--account", "acct_1", "--plan", "pro",
            "--interval",
            "month",
            "--customer", "cus_shop", "--return-url", "https://shop.example", ending: 2)
        #expect(again["error"]?["message"]?.text?.contains("pending already") == true)

        // Nothing begins and nothing is billed while the customer is away.
        let early = try answer(stage.worker, "checkout", "confirm", "sub_new", ending: 2)
        #expect(early["error"]?["message"]?.text?.contains("has not finished") == true)
        _ = try stage.worker.run("run", "--as-of", "2024-01-10T00:00:00Z")
        #expect(try await !stage.books.allSubscriptions().contains { $0.id == "sub_new" })

        _ = try await stage.play(
            "checkout_sessions/\(session)",
            #"{"payment_method": {"id": "pm_new", "outcomes": ["ok"]}}"#)
        let begun = try answer(
            stage.worker, "checkout", "confirm", "sub_new", "--by", "app", "--reason", "came back")
        #expect(begun["subscription"]?["status"] == "active")
        _ = try answer(stage.worker, "checkout", "confirm", "sub_new")
        let invoices = try await stage.books.allInvoices().filter { $0.content.subscription == "sub_new" }
        #expect(invoices.count == 1)
        let run = try stage.worker.run("run", "--subscription", "sub_new")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        let paid = try await stage.books.allInvoices().filter { $0.content.subscription == "sub_new" }
        #expect(paid.map(\.status) == [.paid])
        let methods = try await stage.books.reader.methods(of: "acct_1")
        #expect(methods.first?.method.id == "pm_new", "the new card is the default")
        let trail = try await stage.books.reader.auditTrail().items.map(\.entry)
        #expect(
            trail.contains {
                $0.action == "checkout confirm" && $0.actor == "app" && $0.reason == "came back"
            })
        await stage.stop()
    }

    @Test(
        "at Razorpay the signature decides: a forged one begins nothing, the right one pays the first invoice"
    )
    func razorpay() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let worker = WorkerProcess(
            environment: stage.worker.environment.merging([
                "DUEDAY_RAZORPAY_KEY": ProcessorSandbox.razorpayKeyID,
                "DUEDAY_RAZORPAY_SECRET": ProcessorSandbox.razorpaySecret,
                "DUEDAY_RAZORPAY_URL": stage.sandbox.baseURL,
            ]) { $1 })
        let order = try #require(try start(worker, "sub_rzp", "acct_1", "razorpay")["reference"]?.text)
        let paid = try await stage.play(
            "orders/\(order)",
            #"{"payment_method": {"id": "token_1", "customer": "cus_shop", "outcomes": ["ok"]}}"#)
        let payment = try #require(paid["razorpay_payment_id"]?.text)
        let signature = try #require(paid["razorpay_signature"]?.text)
        let forged = try answer(
            worker, "checkout", "confirm", "sub_rzp", "--payment", payment, "--signature",
            String(signature.reversed()), ending: 2)
        #expect(forged["error"]?["message"]?.text?.contains("signature") == true)
        #expect(try await !stage.books.allSubscriptions().contains { $0.id == "sub_rzp" })

        for _ in 0..<2 {
            _ = try answer(
                worker, "checkout", "confirm", "sub_rzp", "--payment", payment, "--signature", signature)
        }
        let invoices = try await stage.books.allInvoices().filter { $0.content.subscription == "sub_rzp" }
        #expect(invoices.map(\.status) == [.paid] && invoices.first?.amountPaidMinorUnits == 8_552)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test("a checkout that nobody finishes expires with a run, and its id is free again")
    func expiry() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        try stage.sandbox.register(
            ScriptedMethod(id: "pm_other", customer: "cus_shop", outcomes: [.succeeds]))
        _ = try start(stage.worker, "sub_new", "acct_1", "stripe")
        let connection = try await stage.database.connect()
        try await connection.transaction { transaction in
            try await transaction.script(
                "UPDATE checkout SET created_at = created_at - interval '2 days', expires_at = expires_at - interval '2 days'"
            )
        }
        await connection.close()
        _ = try stage.worker.run("run", "--account", "acct_1")
        #expect(try answer(stage.worker, "checkout", "list", "--state", "expired")["total"] == .integer(1))
        #expect(try start(stage.worker, "sub_new", "acct_1", "stripe")["state"] == "pending")
        await stage.stop()
    }

    @Test(
        "a subscription that a processor's own subscription bills is never billed here, from the start or from a day on"
    )
    func billedElsewhere() async throws {
        let stage = try await WorkerStage.make(customers: 2)
        let started = try answer(
            stage.worker, "subscription", "start", "theirs", "--account", "acct_1", "--plan", "pro",
            "--interval",
            "month",
            "--billed-by", "stripe", "--reference", "sub_1Nx", "--at", "2024-01-03T00:00:00Z")
        #expect(
            started["invoices"]?.listed.isEmpty == true && started["subscription"]?["billed_by"] == "stripe")
        _ = try answer(
            stage.worker, "subscription", "cancel", "sub_2", "--at", "2024-01-19T00:00:00Z")
        let handed = try stage.worker.run(
            "subscription", "hand-over", "sub_2", "--to", "stripe", "--reference", "sub_2Nx", "--at",
            "2024-01-20T00:00:00Z")
        #expect(
            handed.status == 0
                && handed.errors.contains(
                    "was to end with its period: stripe bills it now, end sub_2Nx there"),
            "\(handed.errors)")
        let rehearsal = try answer(stage.worker, "run", "--dry-run", "--as-of", "2024-06-03T00:00:00Z")
        #expect(rehearsal["boundaries_closed"] == .integer(5), "only sub_1 is due, five times")
        _ = try stage.worker.run("run", "--as-of", "2024-06-03T00:00:00Z")
        let invoices = try await stage.books.allInvoices()
        #expect(invoices.count { $0.content.subscription == "theirs" } == 0)
        #expect(invoices.count { $0.content.subscription == "sub_2" } == 1, "what was issued before")
        for change in [
            ["change", "theirs", "--quantity", "2"], ["addons", "sub_2", "--set", "a=2"],
            ["cancel", "theirs"],
            ["resume", "theirs"],
        ] {
            let refused = try stage.worker.run(
                ["subscription"] + change + ["--at", "2024-06-03T00:00:00Z"], killedAfter: nil)
            #expect(refused.status == 2 && refused.errors.contains("billed by stripe"), "\(refused.errors)")
        }
        let ended = try answer(stage.worker, "subscription", "cancel", "theirs", "--when", "now")
        #expect(ended["subscription"]?["status"] == "canceled" && ended["invoices"]?.listed.isEmpty == true)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }
}

extension WorkerStage {
    /// What customers and their banks do at the sandbox, by its control interface.
    func play(_ path: String, _ body: String) async throws -> OrderedJSON {
        let transport = try HTTPTransport(maximumConnections: 1)
        var request = HTTPRequest(
            .post, "\(sandbox.baseURL)/_sandbox/\(path)", headers: ["Content-Type": "application/json"],
            body: Array(body.utf8))
        request.allowsPlainLoopback = true
        guard case .response(let response) = await transport.send(request) else {
            throw CancellationError()
        }
        return try OrderedJSON.parse(String(decoding: response.body, as: UTF8.self), fileName: path)
    }
}
