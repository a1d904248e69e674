import Billing
import Foundation
import Glibc
import HTTPTransport
import PaymentGateways
import ProcessorSandbox
import Testing

/// Events leave signed as the processors sign them; the judge is the gateways' own reader.
@Suite struct WebhookDeliveryTests {
    private static let secret = "whsec_delivery"

    private static func run(
        refusals: Int = 0, plan: WebhookPlan = WebhookPlan(),
        _ body: (SandboxClient, WebhookReceiver) async throws -> Void
    ) async throws {
        let receiver = try await WebhookReceiver.start(refusals: refusals)
        var configuration = SandboxConfiguration()
        configuration.webhookPlan = plan
        configuration.webhooks = ["stripe", "razorpay"].map {
            WebhookEndpoint(
                processor: $0, url: "http://127.0.0.1:\(receiver.port)/webhooks/\($0)", secret: secret)
        }
        do {
            try await SandboxClient.run(configuration) { try await body($0, receiver) }
        } catch {
            await receiver.stop()
            throw error
        }
        await receiver.stop()
    }

    private static func read(_ messages: [WebhookReceiver.Message]) throws -> [ProcessorEvent] {
        try messages.map { message in
            let reader: any WebhookReader =
                message.path == "/webhooks/stripe"
                ? StripeWebhook(secrets: [Secret(secret)], mode: .test)
                : RazorpayWebhook(secrets: [Secret(secret)])
            return try reader.read(body: message.body, now: Int64(time(nil))) {
                message.headers[$0.lowercased()]
            }
        }
    }

    @Test func `a charge, its refund and its dispute are told, each by its object`() async throws {
        try await Self.run { client, receiver in
            let made = try await client.call(
                .post, "/v1/payment_intents", SandboxClient.charge("pm_card_visa"))
            let intent = try #require(made["id"])
            let refund = try #require(
                try await client.call(.post, "/v1/refunds", "payment_intent=\(intent)&amount=100")["id"])
            let dispute = try client.sandbox.dispute(charge: intent)
            let ended = try await client.call(
                .post, "/_sandbox/disputes/\(dispute)", #"{"status":"won"}"#)
            #expect(ended["status"] == "won")
            let events = try Self.read(await receiver.messages(atLeast: 7))
            let expected: [(String, ProcessorEvent.Subject)] = [
                ("payment_intent.succeeded", .charge(reference: intent)),
                ("refund.created", .refund(reference: refund, charge: intent)),
                ("charge.refunded", .charge(reference: intent)),
                ("charge.dispute.created", .dispute(reference: dispute, charge: intent)),
                ("charge.dispute.funds_withdrawn", .dispute(reference: dispute, charge: intent)),
                ("charge.dispute.funds_reinstated", .dispute(reference: dispute, charge: intent)),
                ("charge.dispute.closed", .dispute(reference: dispute, charge: intent)),
            ]
            #expect(events.count == 7)
            for (type, subject) in expected {
                #expect(events.contains { $0.type == type && $0.subject == subject }, "\(type)")
            }
        }
    }

    @Test func `a saved card and a new one from the bank are told`() async throws {
        try await Self.run { client, receiver in
            try client.sandbox.register(ScriptedMethod(id: "pm_1", customer: "cus_1", outcomes: [.succeeds]))
            let session = try await client.call(
                .post, "/v1/checkout/sessions",
                "mode=setup&customer=cus_1&payment_method_types[]=card&success_url=https://example.com")
            let id = try #require(session["id"])
            let card = #"{"payment_method":{"id":"pm_2","outcomes":["ok"]}}"#
            #expect(
                try await client.call(.post, "/_sandbox/checkout_sessions/\(id)", card)["status"]
                    == "complete")
            let update = #"{"last4":"0005","exp_year":2100}"#
            _ = try await client.call(.post, "/_sandbox/payment_methods/pm_1", update)
            let events = try Self.read(await receiver.messages(atLeast: 3))
            #expect(
                Set(events.map(\.subject)) == [
                    .method(reference: "pm_2", customer: "cus_1"), .session(reference: id),
                    .method(reference: "pm_1", customer: "cus_1"),
                ])
        }
    }

    @Test func `what is refused comes again, and copies come as often as the plan says`() async throws {
        var plan = WebhookPlan()
        plan.leastCopies = 3
        plan.mostCopies = 3
        plan.mostDelayMilliseconds = 50
        plan.retryMilliseconds = 20
        try await Self.run(refusals: 2, plan: plan) { client, receiver in
            _ = try await client.call(.post, "/v1/payment_intents", SandboxClient.charge("pm_card_visa"))
            let events = try Self.read(await receiver.messages(atLeast: 3))
            #expect(events.count == 3)
            #expect(Set(events.map(\.id)).count == 1)
            #expect(client.sandbox.events().map(\.type) == ["payment_intent.succeeded"])
        }
    }

    @Test func `what was not delivered is sent by the next sandbox on the same journal, and nothing else`()
        async throws
    {
        let path = FileManager.default.temporaryDirectory.appending(path: "events-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let receiver = try await WebhookReceiver.start()
        let here = WebhookEndpoint(
            processor: "stripe", url: "http://127.0.0.1:\(receiver.port)/webhooks/stripe",
            secret: Self.secret)
        var configuration = SandboxConfiguration()
        configuration.journalPath = path
        configuration.webhooks = [here]
        var told: [String] = []
        try await SandboxClient.run(configuration) { client in
            _ = try await client.call(.post, "/v1/payment_intents", SandboxClient.charge("pm_card_visa"))
            #expect(try await receiver.messages(atLeast: 1).count == 1)
            // The first is written down as delivered; then the second waits for longer than this sandbox lives.
            while client.sandbox.events().first?.delivered != 1 {
                try await Task.sleep(for: .milliseconds(5))
            }
            var slow = WebhookPlan()
            slow.leastCopies = 2
            slow.mostCopies = 2
            slow.mostDelayMilliseconds = 600_000
            client.sandbox.setWebhooks([here], plan: slow)
            _ = try await client.call(.post, "/v1/payment_intents", SandboxClient.charge("pm_card_visa"))
            told = client.sandbox.events().map(\.id)
        }
        #expect(told.count == 2)
        try await SandboxClient.run(configuration) { client in
            #expect(client.sandbox.events().map(\.id) == told)
            let events = try Self.read(await receiver.messages(atLeast: 2))
            #expect(events.map(\.id) == told)
            while client.sandbox.events().last?.delivered != 1 {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        try await SandboxClient.run(configuration) { client in
            #expect(client.sandbox.events().map(\.delivered) == [1, 1])
            try await Task.sleep(for: .milliseconds(100))
            #expect(try await receiver.messages(atLeast: 2).count == 2)
        }
        await receiver.stop()
    }

    @Test func `Razorpay tells of the payment and of its order`() async throws {
        try await Self.run { client, receiver in
            try client.sandbox.register(
                ScriptedMethod(id: "token_1", customer: "cust_1", outcomes: [.succeeds]))
            let basic = "Basic cnpwX3Rlc3Rfc2FuZGJveDpzYW5kYm94X3NlY3JldA=="
            let order = try await client.call(
                .post, "/v1/orders", #"{"amount":100,"currency":"INR","receipt":"r1"}"#, authorization: basic)
            let id = try #require(order["id"])
            let debit = """
                {"email":"a@example.com","contact":"+91","amount":100,"currency":"INR","order_id":"\(id)",
                 "customer_id":"cust_1","token":"token_1","recurring":true}
                """
            let made = try await client.call(
                .post, "/v1/payments/create/recurring", debit, authorization: basic)
            #expect(made.status == 200)
            #expect(
                RazorpayCheckout.isConfirmed(
                    order: id, payment: try #require(made["razorpay_payment_id"]),
                    signature: try #require(made["razorpay_signature"]),
                    keySecret: Secret(ProcessorSandbox.razorpaySecret)))
            let events = try Self.read(await receiver.messages(atLeast: 3))
            #expect(Set(events.map(\.type)) == ["payment.authorized", "payment.captured", "order.paid"])
            #expect(Set(events.map(\.subject)) == [.charge(reference: id)])
        }
    }

    @Test func `a limit of so many a second is kept, with 429`() async throws {
        var configuration = SandboxConfiguration()
        configuration.requestsPerSecond = 1
        try await SandboxClient.run(configuration) { client in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await client.call(.get, "/v1/payment_intents").status }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            // However slow the machine is, twenty at once do not take twenty seconds.
            #expect(Set(statuses) == [200, 429])
        }
    }
}
