import Billing
import BillingCalendar
import BillingRun
import Foundation
import HTTPTransport
import NoticeDelivery
import Testing

/// Webhooks as another program sees them.
@Suite struct WebhookChannelTests {
    private static let notice = Notice(
        .invoiceIssued, of: "in_1", account: "acme", at: Instant(secondsSinceEpoch: 1_706_677_200),
        facts: ["invoice": "in_1", "amount": "85.52", "currency": "USD"])

    private static func channel() throws -> WebhookChannel {
        WebhookChannel(transport: try HTTPTransport(maximumConnections: 2)) {
            Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
        }
    }

    private static func delivery(_ url: String, secrets: [String], removed: Bool = false) -> Delivery {
        Delivery(
            id: 1, notice: notice,
            destination: .webhook(
                WebhookEndpoint(id: "crm", url: url, kinds: nil, secrets: secrets, isRemoved: removed)),
            tries: 1)
    }

    @Test func `Both secrets sign, the body says what happened, and a repetition has the same id`()
        async throws
    {
        let secrets = [WebhookSecret.random().text, WebhookSecret.random().text]
        try await WebhookReceiver.run(secrets: secrets) { receiver in
            let channel = try Self.channel()
            let delivery = Self.delivery(receiver.url, secrets: secrets)
            #expect(await channel.deliver(delivery) == .delivered(note: "answered 200"))
            #expect(await channel.deliver(delivery) == .delivered(note: "answered 200"))
            let received = try await receiver.received()
            #expect(received.map(\.matched) == [[0, 1], [0, 1]])
            #expect(received[0].id == received[1].id && received[0].id.hasPrefix("msg_"))
            #expect(received.allSatisfy { (0...5).contains($0.secondsOld) })
            #expect(
                received[0].body == """
                    {"data":{"account":"acme","amount":"85.52","currency":"USD","invoice":"in_1"},\
                    "timestamp":"2024-01-31T05:00:00Z","type":"invoice.issued"}
                    """)
        }
    }

    @Test func `Another secret does not match`() async throws {
        try await WebhookReceiver.run(secrets: [WebhookSecret.random().text]) { receiver in
            _ = try await Self.channel().deliver(
                Self.delivery(receiver.url, secrets: [WebhookSecret.random().text]))
            #expect(try await receiver.received().map(\.matched) == [[]])
        }
    }

    @Test(arguments: [
        (200, DeliveryAnswer.delivered(note: "answered 200")), (204, .delivered(note: "answered 204")),
        (302, .failed(reason: "answered 302", retryAfterSeconds: nil)),
        (404, .failed(reason: "answered 404", retryAfterSeconds: nil)),
        (410, .refused(reason: "answered 410: it does not want this any more")),
        (500, .failed(reason: "answered 500", retryAfterSeconds: nil)),
        (503, .failed(reason: "answered 503", retryAfterSeconds: 7_200)),
        (0, .failed(reason: "closed without an answer", retryAfterSeconds: nil)),
    ])
    func `What an answer means`(_ status: Int, _ expected: DeliveryAnswer) async throws {
        let secret = WebhookSecret.random().text
        try await WebhookReceiver.run(secrets: [secret], answers: [status]) { receiver in
            let channel = try Self.channel()
            #expect(await channel.deliver(Self.delivery(receiver.url, secrets: [secret])) == expected)
        }
    }

    @Test func `Nobody there, a removed endpoint and an address over bare http`() async throws {
        let secret = WebhookSecret.random().text
        let channel = try Self.channel()
        guard
            case .unreachable = await channel.deliver(Self.delivery("http://127.0.0.1:1/", secrets: [secret]))
        else {
            Issue.record("a dead endpoint answered")
            return
        }
        #expect(
            await channel.deliver(Self.delivery("http://127.0.0.1:1/", secrets: [secret], removed: true))
                == .skipped(reason: "the endpoint was removed"))
        guard case .refused = await channel.deliver(Self.delivery("http://example.com/", secrets: [secret]))
        else {
            Issue.record("a webhook left over bare http")
            return
        }
        guard case .refused = await channel.deliver(Self.delivery("http://127.0.0.1:1/", secrets: ["hello"]))
        else {
            Issue.record("a webhook left with no key")
            return
        }
    }

    @Test(arguments: ["", "whsec_", "whsec_!!!", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    func `What is no secret of the form`(_ text: String) {
        #expect(WebhookSecret(text) == nil)
    }
}
