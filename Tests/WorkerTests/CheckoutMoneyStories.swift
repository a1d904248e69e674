import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import HTTPTransport
import Postgres
import PostgresTestKit
import ProcessorSandbox
import Testing

/// Money that came with a checkout whose invoice has become another since: none is lost in the books, and none pays an
/// invoice beside another payment unseen. Through the built program, PostgreSQL and the sandbox.
@Suite(.serialized) struct CheckoutMoneyStories {
    /// A customer who pays 1999.00 INR in Razorpay's checkout for a subscription that is to begin.
    private struct Shop {
        let stage: RazorpayStage

        init() async throws {
            stage = try await RazorpayStage.make()
            try await stage.customer("asha", .succeeds, plan: "big")
        }

        func run(_ arguments: String..., ending status: Int32 = 0) throws -> WorkerProcess.Result {
            let result = try stage.worker.run(arguments, killedAfter: nil)
            try #require(
                result.status == status, "\(arguments): \(result.status) \(result.output)\(result.errors)")
            return result
        }

        /// Opens the checkout and pays its order.
        ///
        /// - Returns: Razorpay's id of the payment.
        func pay() async throws -> String {
            let opened = try OrderedJSON.parse(
                run(
                    "checkout", "start", "sub_shop", "--account", "asha", "--plan", "pro", "--interval",
                    "month", "--customer", "cust_asha", "--return-url", "https://shop.example", "--json"
                ).output, fileName: "start")
            #expect(opened["amount"] == "1999.00")
            let order = try #require(opened["reference"]?.text)
            let paid = try await stage.stage.play(
                "orders/\(order)",
                #"{"payment_method": {"id": "token_shop", "customer": "cust_asha", "outcomes": ["ok"]}}"#)
            return try #require(paid["razorpay_payment_id"]?.text)
        }

        /// Confirms twice: the second time it changes nothing, and says the same of the money.
        func confirm(ending status: Int32 = 0) throws -> OrderedJSON {
            let answers = try (1...2).map { _ in
                try OrderedJSON.parse(
                    run("checkout", "confirm", "sub_shop", "--by", "app", "--json", ending: status).output,
                    fileName: "confirm")
            }
            #expect(answers[0]["payment"] == answers[1]["payment"])
            return try #require(answers[0]["payment"])
        }

        func beginByHand() throws {
            _ = try run(
                "subscription", "start", "sub_shop", "--account", "asha", "--plan", "pro", "--interval",
                "month")
        }

        func invoice() async throws -> Invoice {
            try #require(
                try await stage.books.allInvoices().first { $0.content.subscription == "sub_shop" })
        }

        func charges(_ reference: String) async throws -> [PaymentAttempt] {
            try await stage.books.allAttempts().filter { $0.reference == reference }
        }

        func balance() async throws -> Int64 {
            try await stage.books.reading { try await $0.claimAccount("asha").balance.minorUnits(at: .now) }
        }

        func sellFor(_ price: String) async throws {
            let yaml = """
                seller: {id: s, name: Seller, country: IN, time_zone: Asia/Kolkata}
                plans:
                  pro: {prices: [{currency: INR, interval: month, amount: "\(price)"}]}
                  big: {prices: [{currency: INR, interval: month, amount: "15000.01"}]}
                dunning: {default: {retries: [3d, 6d], final: cancel}}
                processor: {default: razorpay}
                """
            _ = try await stage.books.applyCatalog(
                try CatalogFile.parse(yaml, fileName: "prices"), source: yaml, at: .now)
        }

        func end() async throws {
            #expect(try await stage.books.checkBooks() == [])
            await stage.stop()
        }
    }

    @Test(
        "where the first invoice asks for another amount by now, it uses what was paid, and the rest stays or is asked for",
        arguments: [("1899.00", 0, 10_000), ("2099.00", 10_000, 0)] as [(String, Int64, Int64)])
    func priceChanged(price: String, due: Int64, left: Int64) async throws {
        let shop = try await Shop()
        let payment = try await shop.pay()
        try await shop.sellFor(price)
        let money = try shop.confirm()
        #expect(money["outcome"] == "on_balance" && money["reference"]?.text == payment)
        #expect(money["amount"] == "1999.00" && money["invoice"] == .null)
        let invoice = try await shop.invoice()
        #expect(invoice.content.amountDueMinorUnits == due)
        #expect(invoice.content.balanceAppliedMinorUnits == 199_900 - left)
        #expect(try await shop.balance() == left)
        #expect(try await shop.charges(payment) == [])
        let words = try shop.run("checkout", "confirm", "sub_shop").output
        #expect(words.contains("1999.00 INR of \(payment) are on the balance of asha"), "\(words)")
        // The processor has the money, and so have the books.
        #expect(try await shop.stage.stage.ledger("processor_clearing") == 199_900)
        try await shop.end()
    }

    @Test("what stands on the balance and is given back by hand at Razorpay leaves the balance with it, once")
    func givenBackByHand() async throws {
        let shop = try await Shop()
        let payment = try await shop.pay()
        try await shop.sellFor("1899.00")
        #expect(try shop.confirm()["outcome"] == "on_balance")
        #expect(try await shop.balance() == 10_000)
        let inbox = try InboxProcess(shop.stage.worker)
        var plan = WebhookPlan()
        (plan.leastCopies, plan.mostCopies) = (2, 2)
        shop.stage.sandbox.setWebhooks(
            [
                WebhookEndpoint(
                    processor: "razorpay", url: "http://127.0.0.1:\(inbox.port)/webhooks/razorpay",
                    secret: RazorpayStage.secret)
            ], plan: plan)
        try await shop.stage.refundByHand(payment, paise: 10_000)
        #expect(try await shop.stage.wait { try await shop.balance() == 0 })
        #expect(try await shop.stage.wait { shop.stage.sandbox.events().allSatisfy { $0.delivered >= 2 } })
        #expect(
            try await shop.stage.wait {
                try await shop.stage.books.reader.events(isHandled: false).total == 0
            })
        #expect(try await shop.balance() == 0)
        #expect(try await shop.stage.stage.ledger("processor_clearing") == 189_900)
        let statement = try shop.run(
            "account", "statement", "asha", "--from", "2024-01-01", "--to", "2099-12-31"
        ).output
        #expect(
            statement.contains("payment in advance") && statement.contains("refund of a payment in advance"),
            "\(statement)")
        #expect(inbox.terminate() == 0)
        try await shop.end()
    }

    @Test("where the first invoice asks for nothing any more, what was paid is on the balance")
    func nothingAsked() async throws {
        let shop = try await Shop()
        _ = try await shop.pay()
        _ = try shop.run("account", "credit", "asha", "5000.00", "--reason", "a gift")
        #expect(try shop.confirm()["outcome"] == "on_balance")
        #expect(try await shop.invoice().content.amountDueMinorUnits == 0)
        #expect(try await shop.balance() == 500_000)
        #expect(try shop.run("subscription", "show", "sub_shop").output.contains("active"))
        try await shop.end()
    }

    /// What became of the first invoice of a subscription that somebody began by hand meanwhile.
    enum Fate: String, CaseIterable {
        case open, paidByBank, void, writtenOff, credited
    }

    @Test(
        "where the subscription has begun without the checkout, its invoice is paid once, and other money is owed back",
        arguments: Fate.allCases)
    func begunByHand(fate: Fate) async throws {
        let shop = try await Shop()
        let payment = try await shop.pay()
        try shop.beginByHand()
        let number = try await shop.invoice().number
        switch fate {
        case .open: break
        case .paidByBank:
            _ = try shop.run("payment", "record", number, "--amount", "1999.00", "--reference", "NEFT 1")
        case .void: _ = try shop.run("invoice", "void", number, "--reason", "twice")
        case .writtenOff: _ = try shop.run("invoice", "write-off", number, "--reason", "gone")
        case .credited:
            _ = try shop.run("invoice", "credit", number, "--line", "1=100.00", "--reason", "late")
        }
        let isPaid = fate == .open || fate == .writtenOff
        let money = try shop.confirm(ending: isPaid ? 0 : 1)
        #expect(
            money["outcome"] == (isPaid ? "paid_invoice" : "owed_back") && money["invoice"]?.text == number)
        let charge = try #require(try await shop.charges(payment).first)
        #expect(charge.state == (isPaid ? .succeeded : .surplus) && charge.id == money["attempt"]?.text)
        let statuses: [Fate: InvoiceStatus] = [.void: .void, .credited: .open]
        #expect(try await shop.invoice().status == statuses[fate] ?? .paid)
        #expect(try shop.run("payment", "reconcile").status == 0)
        if !isPaid { try await giveBack(charge, shop) }
        try await shop.end()
    }

    /// What is owed back stops the account, says what to type, goes back through Razorpay, and then charging goes on.
    private func giveBack(_ charge: PaymentAttempt, _ shop: Shop) async throws {
        let words = try shop.run("checkout", "confirm", "sub_shop", ending: 1).output
        #expect(
            words.contains("owed back") && words.contains("dueday payment refund \(charge.id)"), "\(words)")
        let list = try shop.run("alarms", "list").output
        #expect(
            list.contains("double_charge") && list.contains("dueday payment refund \(charge.id)"), "\(list)")
        let before = shop.stage.sandbox.charges().count
        let now = "\(Instant.now)"
        try shop.stage.charge(asOf: now)
        #expect(shop.stage.sandbox.charges().count == before, "nothing is charged before a person has looked")
        _ = try shop.run("payment", "refund", charge.id, "--kind", "duplicate", "--reason", "not asked for")
        let refunded = shop.stage.sandbox.charges().filter { $0.reference == charge.reference }.map(
            \.refunded)
        #expect(refunded == [199_900])
        let alarm = try #require(try await shop.stage.books.reader.alarms().items.first)
        _ = try shop.run("alarms", "clear", "\(alarm.id)", "--reason", "given back")
        try shop.stage.charge(asOf: now)
        let invoice = try await shop.invoice()
        let due = invoice.status == .open ? invoice.outstandingMinorUnits : 0
        let live = try await shop.stage.books.allAttempts().filter {
            $0.invoice == charge.invoice && $0.state.isLive
        }
        #expect(live.map(\.charge.amountMinorUnits) == (due > 0 ? [due] : []), "what is still asked for")
    }

    @Test(
        "while a charge of the invoice is under way nothing is written, and afterwards the money is owed back"
    )
    func underWay() async throws {
        let shop = try await Shop()
        let payment = try await shop.pay()
        try shop.beginByHand()
        let now = "\(Instant.now)"
        try shop.stage.charge(asOf: now)
        let refused = try shop.run("checkout", "confirm", "sub_shop", ending: 2)
        #expect(
            refused.errors.contains(payment) && refused.errors.contains("confirm again"), "\(refused.errors)")
        #expect(try await shop.charges(payment) == [])
        #expect(try shop.run("checkout", "list", "--state", "pending").output.contains("sub_shop"))
        try await shop.stage.letPass(hours: 38)
        try shop.stage.charge(asOf: now)
        #expect(try await shop.invoice().status == .paid)
        #expect(try shop.confirm(ending: 1)["outcome"] == "owed_back")
        #expect(try await shop.charges(payment).map(\.state) == [.surplus])
        try await shop.end()
    }

    @Test(
        "a checkout that was paid and never confirmed begins with the run that would let it expire; unasked it stays"
    )
    func forgotten() async throws {
        let shop = try await Shop()
        let payment = try await shop.pay()
        let connection = try await shop.stage.stage.database.connect()
        try await connection.transaction { transaction in
            try await transaction.script(
                "UPDATE checkout SET created_at = created_at - interval '2 days', expires_at = expires_at - interval '2 days'"
            )
        }
        await connection.close()
        let unreachable = WorkerProcess(
            environment: shop.stage.worker.environment.merging([
                "DUEDAY_RAZORPAY_URL": "http://127.0.0.1:1"
            ]) { $1 })
        let waiting = try unreachable.run("run", "--account", "asha", "--stage", "invoice")
        #expect(waiting.status == 1 && waiting.output.contains("sub_shop stays open"), "\(waiting.output)")
        #expect(try shop.run("checkout", "list", "--state", "pending").output.contains("sub_shop"))
        _ = try shop.run("run", "--account", "asha", "--stage", "invoice")
        #expect(try shop.run("checkout", "list", "--state", "completed").output.contains("sub_shop"))
        #expect(try await shop.invoice().status == .paid)
        #expect(try await shop.charges(payment).map(\.state) == [.succeeded])
        let trail = try await shop.stage.books.reader.auditTrail().items.map(\.entry)
        #expect(trail.contains { $0.action == "checkout confirm" && $0.reason == "paid before it expired" })
        #expect(try shop.run("payment", "reconcile").status == 0)
        try await shop.end()
    }

    /// What becomes of the first invoice between the end of Stripe's checkout and the run that charges it.
    @Test(
        "at Stripe the first invoice is charged by the run, for what it asks for then, once or not at all",
        arguments: Fate.allCases)
    func stripe(fate: Fate) async throws {
        let stage = try await WorkerStage.make(customers: 1)
        func run(_ arguments: String...) throws -> WorkerProcess.Result {
            let result = try stage.worker.run(arguments, killedAfter: nil)
            try #require(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
            return result
        }
        try stage.sandbox.register(
            ScriptedMethod(id: "pm_other", customer: "cus_shop", outcomes: [.succeeds]))
        let opened = try OrderedJSON.parse(
            run(
                "checkout", "start", "sub_new", "--account", "acct_1", "--plan", "pro", "--interval", "month",
                "--customer", "cus_shop", "--return-url", "https://shop.example", "--json"
            ).output, fileName: "start")
        let session = try #require(opened["reference"]?.text)
        _ = try await stage.play(
            "checkout_sessions/\(session)", #"{"payment_method": {"id": "pm_new", "outcomes": ["ok"]}}"#)
        let confirmed = try run("checkout", "confirm", "sub_new", "--json")
        #expect(try OrderedJSON.parse(confirmed.output, fileName: "confirm")["payment"] == .null)
        let invoice = try #require(
            try await stage.books.allInvoices().first { $0.content.subscription == "sub_new" })
        switch fate {
        case .open: break
        case .paidByBank:
            _ = try run("payment", "record", invoice.number, "--amount", "85.52", "--reference", "wire 1")
        case .void: _ = try run("invoice", "void", invoice.number, "--reason", "twice")
        case .writtenOff: _ = try run("invoice", "write-off", invoice.number, "--reason", "gone")
        case .credited:
            _ = try run("invoice", "credit", invoice.number, "--line", "1=40.00", "--reason", "late")
        }
        let asked = try await stage.books.allInvoices().first { $0.id == invoice.id }?.outstandingMinorUnits
        for _ in 0..<2 { _ = try run("run", "--subscription", "sub_new") }
        let taken = try await stage.books.allAttempts().filter { $0.invoice == invoice.id }
        let isCharged = fate == .open || fate == .credited
        #expect(taken.map(\.charge.amountMinorUnits) == (isCharged ? [try #require(asked)] : []))
        #expect(taken.allSatisfy { $0.state == .succeeded && $0.method == "pm_new" })
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }
}

extension RazorpayStage {
    /// Somebody gives a part of a payment back on Razorpay's own pages.
    fileprivate func refundByHand(_ payment: String, paise: Int64) async throws {
        let login = "\(ProcessorSandbox.razorpayKeyID):\(ProcessorSandbox.razorpaySecret)"
        var request = HTTPRequest(
            .post, "\(sandbox.baseURL)/v1/payments/\(payment)/refund",
            headers: [
                "Authorization": "Basic \(Data(login.utf8).base64EncodedString())",
                "Content-Type": "application/json",
            ], body: Array(#"{"amount": \#(paise)}"#.utf8))
        request.allowsPlainLoopback = true
        let outcome = await (try HTTPTransport(maximumConnections: 1)).send(request)
        guard case .response(let response) = outcome, response.status == 200 else {
            Issue.record("\(outcome)")
            return
        }
    }
}

extension WorkerStage {
    /// The sum of a ledger account over all customers, in minor units.
    fileprivate func ledger(_ account: String) async throws -> Int64 {
        let connection = try await database.connect()
        let sum = try await connection.queryOne(
            "SELECT coalesce(sum(minor_units), 0)::bigint AS sum FROM ledger_entry WHERE ledger_account = $1::text",
            [.text(account)]
        ) { row in try row.int64("sum") }
        await connection.close()
        return sum ?? 0
    }
}

extension Instant {
    fileprivate static var now: Instant {
        Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
    }
}
