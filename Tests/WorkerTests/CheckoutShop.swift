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

/// A customer who pays 1999.00 INR in Razorpay's checkout for a subscription that is to begin.
struct CheckoutShop {
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

    /// Opens the checkout.
    ///
    /// - Returns: Razorpay's id of the order.
    func open() throws -> String {
        let opened = try OrderedJSON.parse(
            run(
                "checkout", "start", "sub_shop", "--account", "asha", "--plan", "pro", "--interval",
                "month", "--customer", "cust_asha", "--return-url", "https://shop.example", "--json"
            ).output, fileName: "start")
        #expect(opened["amount"] == "1999.00")
        return try #require(opened["reference"]?.text)
    }

    /// Pays an order.
    ///
    /// - Returns: Razorpay's id of the payment.
    func pay(_ order: String) async throws -> String {
        let paid = try await stage.stage.play(
            "orders/\(order)",
            #"{"payment_method": {"id": "token_shop", "customer": "cust_asha", "outcomes": ["ok"]}}"#)
        return try #require(paid["razorpay_payment_id"]?.text)
    }

    /// Opens the checkout and pays its order.
    ///
    /// - Returns: Razorpay's id of the payment.
    func pay() async throws -> String { try await pay(open()) }

    /// A process that takes the processor's messages, each of which comes so often.
    func listen(copies: ClosedRange<Int>) throws -> InboxProcess {
        let inbox = try InboxProcess(stage.worker)
        var plan = WebhookPlan()
        (plan.leastCopies, plan.mostCopies) = (copies.lowerBound, copies.upperBound)
        stage.sandbox.setWebhooks(
            [
                WebhookEndpoint(
                    processor: "razorpay", url: "http://127.0.0.1:\(inbox.port)/webhooks/razorpay",
                    secret: RazorpayStage.secret)
            ], plan: plan)
        return inbox
    }

    /// Every checkout is so much older.
    func letPass(hours: Int) async throws {
        let connection = try await stage.stage.database.connect()
        try await connection.execute(
            """
            UPDATE checkout
            SET created_at = created_at - make_interval(hours => $1),
                expires_at = expires_at - make_interval(hours => $1),
                asked_at = asked_at - make_interval(hours => $1),
                watch_until = watch_until - make_interval(hours => $1)
            """, [.int4(Int32(hours))])
        await connection.close()
    }

    /// Every refund was sent an hour earlier: what its processor does not know by now never arrived.
    func letRefundsAge() async throws {
        let connection = try await stage.stage.database.connect()
        try await connection.transaction { transaction in
            try await transaction.script(
                """
                SET LOCAL session_replication_role = replica;
                UPDATE refund
                SET first_sent_at = first_sent_at - interval '1 hour',
                    last_sent_at = last_sent_at - interval '1 hour',
                    lease_until = lease_until - interval '1 hour'
                """)
        }
        await connection.close()
    }

    /// The states of all checkouts.
    func states() async throws -> [Checkout.State] {
        try await stage.books.reader.checkouts(subscription: "sub_shop").items.map(\.state)
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

extension RazorpayStage {
    /// Somebody gives a part of a payment back on Razorpay's own pages.
    func refundByHand(_ payment: String, paise: Int64) async throws {
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
    func ledger(_ account: String) async throws -> Int64 {
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
    static var now: Instant {
        Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
    }
}
