import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import ProcessorSandbox
import Testing

@testable import PaymentGateways

/// Razorpay through the built program, a real PostgreSQL and real sockets: mandates, its messages, its late successes and
/// its checkout.
@Suite(.serialized) struct RazorpayStories {
    private func post(
        _ inbox: InboxProcess, _ body: [UInt8], secret: String, event: String
    ) async throws -> Int? {
        try await RawConnection.post(
            port: inbox.port, path: "/webhooks/razorpay",
            headers: [
                "X-Razorpay-Signature": WebhookSignature.code(of: body, secret: Secret(secret)),
                "x-razorpay-event-id": event,
            ], body: body)
    }

    /// A debit that is announced, whose notice has run out, and that was asked for.
    private func debit(_ stage: RazorpayStage) async throws {
        try stage.charge()
        try await stage.letPass(hours: 38)
        try stage.charge()
    }

    @Test("a debit is announced 36 hours ahead, asked for once when its time has come, and never before")
    func announced() async throws {
        let stage = try await RazorpayStage.make()
        try await stage.customer("asha", .succeeds)
        let first = try stage.charge()
        #expect(first.output.contains("1 announced for a later day"), "\(first.output)")
        #expect(first.status == 0, "waiting for the notice is no trouble: \(first.output)\(first.errors)")
        for hours in [1, 30] {
            try await stage.letPass(hours: hours)
            try stage.charge()
            #expect(stage.taken == [], "after \(hours) hours more")
        }
        let number = try #require(try await stage.books.allInvoices().first).number
        let story = try stage.worker.run("dunning", "show", number)
        #expect(
            story.output.contains("charged 1999.00 INR to token_asha: announced to the customer")
                && story.output.contains("→  the announced debit is asked for"), "\(story.output)")
        try await stage.letPass(hours: 6)
        for _ in 0..<2 { try stage.charge() }
        #expect(stage.taken == [199_900])
        #expect(try await stage.books.allInvoices().map(\.status) == [.paid])
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test("above 15,000 rupees nothing is debited before the customer consents, and then once")
    func consent() async throws {
        let stage = try await RazorpayStage.make()
        try await stage.customer("asha", .succeeds, plan: "big")
        try await debit(stage)
        for _ in 0..<2 { try stage.charge() }
        #expect(stage.taken == [] && stage.sandbox.charges().count == 1)
        #expect(try await stage.books.allAttempts().map(\.state) == [.pending])
        let inbox = try InboxProcess(stage.worker)
        stage.sandbox.setWebhooks([
            WebhookEndpoint(
                processor: "razorpay", url: "http://127.0.0.1:\(inbox.port)/webhooks/razorpay",
                secret: RazorpayStage.secret)
        ])
        let payment = try #require(stage.sandbox.charges().first).reference
        _ = try await stage.stage.play("payments/\(payment)", #"{"outcome": "ok"}"#)
        #expect(try await stage.wait { try await stage.books.allInvoices().map(\.status) == [.paid] })
        #expect(stage.taken == [1_500_001])
        #expect(inbox.terminate() == 0)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test("on the last day of its cycle nothing is debited: the debit waits for the next cycle")
    func lastDay() async throws {
        let stage = try await RazorpayStage.make()
        // The notice would run out within the last Indian day of a yearly cycle.
        let now = Int64(Date().timeIntervalSince1970)
        let (earliest, indian) = (now + MandateRule.noticeSeconds, Int64(5 * 3_600 + 1_800))
        let ends = ((earliest + indian) / 86_400 + 1) * 86_400 - indian
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: Int(indian)))
        let begins = try #require(
            calendar.date(
                byAdding: .year, value: -1, to: Date(timeIntervalSince1970: TimeInterval(ends))))
        try await stage.customer(
            "asha", .succeeds, interval: BillingInterval(.year),
            at: Instant(secondsSinceEpoch: Int64(begins.timeIntervalSince1970)))
        let asOf = "\(Instant(secondsSinceEpoch: now))"
        try stage.charge(asOf: asOf)
        #expect(
            try await stage.books.allAttempts().map(\.debitAt) == [Instant(secondsSinceEpoch: ends)])
        let hours = Int((ends - now) / 3_600)
        try await stage.letPass(hours: hours)
        try stage.charge(asOf: asOf)
        #expect(stage.taken == [])
        try await stage.letPass(hours: 1)
        try stage.charge(asOf: asOf)
        #expect(stage.taken == [1_499_900])
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test(
        "a debit that failed and is captured within three days pays its invoice once, told by message or by asking",
        arguments: [true, false])
    func lateSuccess(isTold: Bool) async throws {
        let stage = try await RazorpayStage.make()
        try await stage.customer("asha", .succeedsLate, .succeeds)
        let inbox = try InboxProcess(stage.worker)
        if isTold {
            stage.sandbox.setWebhooks([
                WebhookEndpoint(
                    processor: "razorpay", url: "http://127.0.0.1:\(inbox.port)/webhooks/razorpay",
                    secret: RazorpayStage.previous)
            ])
        }
        try await debit(stage)
        #expect(try await stage.books.allAttempts().map(\.state) == [.declined])
        #expect(stage.taken == [])
        // The next round is due, and waits all the same: this debit may still succeed.
        try stage.charge(asOf: "2024-01-24T00:00:00Z")
        #expect(try await stage.books.allAttempts().count == 1)
        try await stage.letPass(hours: 1)
        #expect(try await stage.wait { stage.taken == [199_900] })
        if !isTold { try stage.charge(asOf: "2024-01-24T00:00:00Z") }
        #expect(try await stage.wait { try await stage.books.allInvoices().map(\.status) == [.paid] })
        for _ in 0..<2 {
            try await stage.letPass(hours: 80)
            try stage.charge(asOf: "2024-01-30T00:00:00Z")
        }
        #expect(stage.taken == [199_900] && stage.sandbox.charges().count == 1)
        #expect(try await stage.books.allAttempts().map(\.state) == [.succeeded])
        #expect(inbox.terminate() == 0)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test("a failed debit that the bank authorizes after all holds its invoice, and goes back or pays once")
    func authorizedLate() async throws {
        for isCaptured in [true, false] {
            let stage = try await RazorpayStage.make()
            try await stage.customer("asha", .declines(code: "processing_error"), .succeeds)
            try await debit(stage)
            let payment = try #require(stage.sandbox.charges().first).reference
            func sweep(after hours: Int, asOf: String = "2024-01-30T00:00:00Z") async throws {
                try await stage.letPass(hours: hours)
                try stage.charge(asOf: asOf)
            }
            _ = try await stage.stage.play("payments/\(payment)", #"{"outcome": "authorized"}"#)
            for hours in [60, 13, 20] {
                try await sweep(after: hours)
                #expect(try await stage.books.allAttempts().count == 1, "nothing is charged beside it")
            }
            if isCaptured {
                _ = try await stage.stage.play("payments/\(payment)", #"{"outcome": "ok"}"#)
                try await sweep(after: 1)
                #expect(try await stage.books.allAttempts().map(\.state) == [.succeeded])
            } else {
                // Nobody captured it: it went back on the fifth day, and the next round's debit is announced and asked for.
                try await sweep(after: 30)
                for hours in [1, 38] { try await sweep(after: hours, asOf: "2024-02-03T00:00:00Z") }
                #expect(try await stage.books.allAttempts().map(\.state) == [.declined, .succeeded])
            }
            #expect(stage.taken == [199_900])
            #expect(try await stage.books.allInvoices().map(\.status) == [.paid])
            #expect(try await stage.books.checkBooks() == [])
            await stage.stop()
        }
    }

    @Test("messages two to four times, shuffled, settle what the bank says at last, each debit once")
    func shuffled() async throws {
        let stage = try await RazorpayStage.make()
        for number in 1...6 { try await stage.customer("acct_\(number)", .processes) }
        try await debit(stage)
        #expect(try await stage.books.allAttempts().map(\.state) == Array(repeating: .pending, count: 6))
        let inbox = try InboxProcess(stage.worker)
        var plan = WebhookPlan()
        (plan.leastCopies, plan.mostCopies, plan.mostDelayMilliseconds) = (2, 4, 300)
        stage.sandbox.setWebhooks(
            [
                WebhookEndpoint(
                    processor: "razorpay", url: "http://127.0.0.1:\(inbox.port)/webhooks/razorpay",
                    secret: RazorpayStage.secret)
            ], plan: plan)
        for (place, payment) in stage.sandbox.charges().map(\.reference).enumerated() {
            let outcome = place == 5 ? "insufficient_funds" : "ok"
            _ = try await stage.stage.play("payments/\(payment)", #"{"outcome": "\#(outcome)"}"#)
        }
        #expect(try await stage.wait { try await stage.books.allAttempts().allSatisfy { !$0.state.isLive } })
        // payment.authorized, payment.captured and order.paid for five, payment.failed for one.
        #expect(
            try await stage.wait { stage.sandbox.events().allSatisfy { $0.delivered >= 2 } },
            "\(stage.sandbox.events().map(\.delivered))")
        #expect(try await stage.books.reader.events().total == 16)
        #expect(
            try await stage.wait { try await stage.books.reader.events(isHandled: false).total == 0 })
        #expect(stage.taken == Array(repeating: 199_900, count: 5))
        #expect(
            try await stage.books.allInvoices().map(\.status).sorted { $0.rawValue < $1.rawValue } == [
                .open, .paid, .paid, .paid, .paid, .paid,
            ])
        #expect(inbox.terminate() == 0)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test(
        "a wrong signature is refused and leaves nothing; both secrets are good while one takes the other's place"
    )
    func signatures() async throws {
        let stage = try await RazorpayStage.make()
        let inbox = try InboxProcess(stage.worker)
        let body = Array(
            #"{"entity":"event","event":"payment.captured","payload":{"payment":{"entity":{"id":"pay_1","order_id":"order_1"}}},"created_at":1706677200}"#
                .utf8)
        #expect(try await post(inbox, body, secret: "whsec_wrong", event: "e1") == 400)
        #expect(try await post(inbox, body, secret: ProcessorSandbox.razorpaySecret, event: "e1") == 400)
        let unsigned = try await RawConnection.post(
            port: inbox.port, path: "/webhooks/razorpay", headers: ["x-razorpay-event-id": "e1"], body: body)
        #expect(unsigned == 400)
        #expect(try await stage.books.reader.events().total == 0)
        #expect(try await post(inbox, body, secret: RazorpayStage.secret, event: "e1") == 200)
        #expect(try await post(inbox, body, secret: RazorpayStage.previous, event: "e2") == 200)
        #expect(try await post(inbox, body, secret: RazorpayStage.previous, event: "e2") == 200)
        #expect(try await stage.books.reader.events().total == 2)
        #expect(!inbox.printed.contains(RazorpayStage.secret) && !inbox.printed.contains("pay_1"))
        #expect(inbox.terminate() == 0)
        await stage.stop()
    }

    @Test(
        "the mail about a declined mandate leads to a page that registers another card, which is then charged"
    )
    func anotherCard() async throws {
        let stage = try await RazorpayStage.make()
        try await stage.customer("asha", .declines(code: "card_expired"))
        try await MailServer.run { server in
            let settings = [
                "DUEDAY_SMTP_URL": server.url, "DUEDAY_MAIL_FROM": "billing@northwind.example",
                "DUEDAY_CUSTOMER_PAGE": "https://shop.example/account",
            ]
            try await debit(stage)
            #expect(try await stage.books.allAttempts().map(\.declineCode) == ["expired_card"])
            // Nobody is told of a failure that may still turn into a success.
            try await stage.letPass(hours: 73)
            let worker = WorkerProcess(environment: stage.worker.environment.merging(settings) { $1 })
            let result = try worker.run("run", "--as-of", "2024-01-20T00:00:00Z")
            let mails = try server.mails()
            let mail = try #require(
                mails.first { $0.text.contains("https://rzp.sandbox.invalid/i/inv_") },
                "\(result.output)\(mails.map(\.text))")
            #expect(mail.html.contains("https://rzp.sandbox.invalid/i/inv_"))
            #expect(!mail.text.contains("pay now") && mail.recipients == ["asha@acme.example"])
            let link = try #require(
                mail.text.components(separatedBy: "/i/").last?.prefix { !$0.isWhitespace })
            let inbox = try InboxProcess(stage.worker)
            stage.sandbox.setWebhooks([
                WebhookEndpoint(
                    processor: "razorpay", url: "http://127.0.0.1:\(inbox.port)/webhooks/razorpay",
                    secret: RazorpayStage.secret)
            ])
            _ = try await stage.stage.play(
                "checkout_sessions/\(link)", #"{"payment_method": {"id": "token_new", "outcomes": ["ok"]}}"#)
            #expect(
                try await stage.wait {
                    try await stage.books.reader.methods(of: "asha").first?.method.id == "token_new"
                })
            // The round that the new card asks for is due now, by the clock.
            let now = "\(Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)))"
            try stage.charge(asOf: now)
            try await stage.letPass(hours: 38)
            try stage.charge(asOf: now)
            #expect(stage.taken == [100, 199_900], "the rupee of the registration, and the invoice once")
            #expect(try await stage.books.allInvoices().map(\.status) == [.paid])
            #expect(inbox.terminate() == 0)
        }
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test(
        "what is paid at the checkout is a charge of the first invoice: it can be given back, and the books agree"
    )
    func checkout() async throws {
        let stage = try await RazorpayStage.make()
        try await stage.customer("asha", .succeeds, plan: "big")
        func run(_ arguments: String...) throws -> WorkerProcess.Result {
            try stage.worker.run(arguments, killedAfter: nil)
        }
        func start(_ id: String) throws -> String {
            let result = try run(
                "checkout", "start", id, "--account", "asha", "--plan", "pro", "--interval", "month",
                "--customer", "cust_asha", "--return-url", "https://shop.example", "--json")
            let opened = try OrderedJSON.parse(result.output, fileName: "start")
            return try #require(opened["reference"]?.text, "\(result.errors)")
        }
        let pay = #"{"payment_method": {"id": "token_shop", "customer": "cust_asha", "outcomes": ["ok"]}}"#
        let order = try start("sub_shop")
        let paid = try await stage.stage.play("orders/\(order)", pay)
        let payment = try #require(paid["razorpay_payment_id"]?.text)
        let signature = try #require(paid["razorpay_signature"]?.text)
        let forged = try run(
            "checkout", "confirm", "sub_shop", "--payment", payment, "--signature",
            String(signature.reversed()))
        #expect(forged.status == 2 && forged.errors.contains("signature"), "\(forged.errors)")
        #expect(try run("checkout", "confirm", "sub_shop", "--payment", payment).errors.contains("together"))
        for _ in 0..<2 {
            let confirmed = try run(
                "checkout", "confirm", "sub_shop", "--payment", payment, "--signature", signature)
            #expect(confirmed.status == 0, "\(confirmed.errors)")
        }
        let attempts = try await stage.books.allAttempts().filter { $0.reference == payment }
        #expect(attempts.map(\.state) == [.succeeded] && attempts.map(\.method) == ["token_shop"])
        let invoice = try #require(
            try await stage.books.allInvoices().first { $0.id == attempts.first?.invoice })
        #expect(invoice.status == .paid && invoice.content.subscription == "sub_shop")
        let reconciled = try run("payment", "reconcile")
        #expect(reconciled.status == 0, "\(reconciled.output)\(reconciled.errors)")
        let refund = try run("payment", "refund", invoice.number, "--amount", "99.00", "--reason", "goodwill")
        #expect(refund.status == 0 && refund.output.contains("gave back 99.00 INR"), "\(refund.errors)")
        #expect(stage.sandbox.charges().filter { $0.reference == payment }.map(\.refunded) == [9_900])

        // A browser that never came back: the order is asked.
        let second = try start("sub_lost")
        let early = try run("checkout", "confirm", "sub_lost")
        #expect(early.status == 2 && early.errors.contains("has not finished"), "\(early.errors)")
        _ = try await stage.stage.play("orders/\(second)", pay)
        let found = try run("checkout", "confirm", "sub_lost")
        #expect(found.status == 0, "\(found.errors)")
        #expect(try await stage.books.allInvoices().count { $0.status == .paid } == 2)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }
}
