import Billing
import Testing

@testable import PaymentGateways

/// What a signed message is about.
@Suite struct WebhookReaderTests {
    static func stripe(_ object: String, type: String = "x", livemode: Bool = false) -> String {
        #"{"id":"evt_1","object":"event","type":"\#(type)","created":7,"livemode":\#(livemode),"#
            + #""data":{"object":\#(object)}}"#
    }

    static func readStripe(_ body: String, mode: GatewayMode = .test) throws(WebhookRefusal) -> ProcessorEvent
    {
        let bytes = [UInt8](body.utf8)
        let code = WebhookSignature.code(of: Array("1000.".utf8) + bytes, secret: Secret("whsec_1"))
        return try StripeWebhook(secrets: [Secret("whsec_1")], mode: mode).read(body: bytes, now: 1_000) {
            $0 == "Stripe-Signature" ? "t=1000,v1=\(code)" : nil
        }
    }

    static func readRazorpay(_ body: String, id: String? = "evt_1") throws(WebhookRefusal) -> ProcessorEvent {
        let bytes = [UInt8](body.utf8)
        let code = WebhookSignature.code(of: bytes, secret: Secret("wh"))
        return try RazorpayWebhook(secrets: [Secret("wh")]).read(body: bytes, now: 1_000) { name in
            ["X-Razorpay-Signature": code, "x-razorpay-event-id": id ?? ""][name].flatMap {
                $0.isEmpty ? nil : $0
            }
        }
    }

    @Test func `A header with more signatures than secrets can be in use is not even compared`() throws {
        let body = [UInt8](Self.stripe(#"{"id":"pi_1","object":"payment_intent"}"#).utf8)
        let right = WebhookSignature.code(of: Array("1000.".utf8) + body, secret: Secret("whsec_1"))
        let wrong = String(repeating: "0", count: 64)
        func read(_ codes: [String]) throws(WebhookRefusal) {
            _ = try StripeWebhook(secrets: [Secret("whsec_2"), Secret("whsec_1")], mode: .test).read(
                body: body, now: 1_000
            ) { _ in "t=1000" + codes.map { ",v1=\($0)" }.joined() }
        }
        try read(Array(repeating: wrong, count: 7) + [right])
        #expect(throws: WebhookRefusal.wrongSignature) { try read(Array(repeating: wrong, count: 8)) }
        #expect(throws: WebhookRefusal.malformedSignature) {
            try read(Array(repeating: wrong, count: 8) + [right])
        }
    }

    @Test(
        arguments: [
            (#"{"id":"pi_1","object":"payment_intent"}"#, .charge(reference: "pi_1")),
            (#"{"id":"ch_1","object":"charge","payment_intent":"pi_1"}"#, .charge(reference: "pi_1")),
            (#"{"id":"ch_1","object":"charge","payment_intent":null}"#, .other),
            (
                #"{"id":"re_1","object":"refund","payment_intent":"pi_1"}"#,
                .refund(reference: "re_1", charge: "pi_1")
            ),
            (
                #"{"id":"dp_1","object":"dispute","payment_intent":"pi_1"}"#,
                .dispute(reference: "dp_1", charge: "pi_1")
            ),
            (
                #"{"id":"pm_1","object":"payment_method","customer":"cus_1"}"#,
                .method(reference: "pm_1", customer: "cus_1")
            ),
            (
                #"{"id":"seti_1","object":"setup_intent","payment_method":"pm_1","customer":"cus_1"}"#,
                .method(reference: "pm_1", customer: "cus_1")
            ),
            (#"{"id":"cs_1","object":"checkout.session","mode":"setup"}"#, .session(reference: "cs_1")),
            (#"{"id":"cs_1","object":"checkout.session","mode":"payment"}"#, .other),
            (#"{"id":"in_1","object":"invoice"}"#, .other), ("{}", .other),
        ] as [(String, ProcessorEvent.Subject)])
    func `Stripe's objects by their ids`(object: String, subject: ProcessorEvent.Subject) throws {
        let event = try Self.readStripe(Self.stripe(object, type: "some.type"))
        #expect(
            event
                == ProcessorEvent(
                    processor: "stripe", id: "evt_1", type: "some.type", createdAt: 7, isLive: false,
                    subject: subject))
    }

    @Test func `a message of the other mode, without sense or too large is refused`() {
        #expect(throws: WebhookRefusal.wrongMode) { try Self.readStripe(Self.stripe("{}", livemode: true)) }
        #expect(throws: WebhookRefusal.wrongMode) { try Self.readStripe(Self.stripe("{}"), mode: .live) }
        for body in ["", "[]", "{}", #"{"id":"evt_1"}"#, "\u{0}"] {
            #expect(throws: WebhookRefusal.unreadable) { try Self.readStripe(body) }
        }
        #expect(throws: WebhookRefusal.unreadable) {
            try Self.readStripe(Self.stripe(#"{"id":"../customers","object":"payment_intent"}"#))
        }
        #expect(throws: WebhookRefusal.tooLarge) {
            try Self.readStripe(String(repeating: " ", count: 256 * 1024 + 1))
        }
        #expect(throws: WebhookRefusal.malformedSignature) {
            try StripeWebhook(secrets: [Secret("s")], mode: .test).read(body: [], now: 0) { _ in nil }
        }
        #expect(throws: WebhookRefusal.malformedSignature) {
            try StripeWebhook.check("t=-1,v1=00", body: [], secrets: [Secret("s")], now: 0)
        }
        #expect(throws: WebhookRefusal.malformedSignature) {
            try StripeWebhook.check(
                "t=99999999999999999999,v1=00", body: [], secrets: [Secret("s")], now: 0)
        }
    }

    @Test(
        arguments: [
            (
                #""payment":{"entity":{"id":"pay_1","order_id":"order_1"}}"#,
                .charge(reference: "order_1")
            ),
            (
                #""payment":{"entity":{"id":"pay_1","order_id":null}}"#, .charge(reference: "pay_1")
            ),
            (
                #""payment":{"entity":{"id":"pay_1"}},"order":{"entity":{"id":"order_1"}}"#,
                .charge(reference: "order_1")
            ),
            (
                #""payment":{"entity":{"id":"pay_1"}},"refund":{"entity":{"id":"rfnd_1","payment_id":"pay_1"}}"#,
                .refund(reference: "rfnd_1", charge: "pay_1")
            ),
            (
                #""payment":{"entity":{"id":"pay_1"}},"dispute":{"entity":{"id":"disp_1","payment_id":"pay_1"}}"#,
                .dispute(reference: "disp_1", charge: "pay_1")
            ),
            (
                #""token":{"entity":{"id":"token_1","customer_id":"cust_1"}}"#,
                .method(reference: "token_1", customer: "cust_1")
            ),
            (#""virtual_account":{"entity":{"id":"va_1"}}"#, .other),
        ] as [(String, ProcessorEvent.Subject)])
    func `Razorpay's entities by their ids, payments by their orders`(
        payload: String, subject: ProcessorEvent.Subject
    ) throws {
        let event = try Self.readRazorpay(#"{"event":"e","created_at":9,"payload":{\#(payload)}}"#)
        #expect(
            event
                == ProcessorEvent(
                    processor: "razorpay", id: "evt_1", type: "e", createdAt: 9, isLive: nil,
                    subject: subject))
    }

    @Test func `without its header a Razorpay event is known by its body`() throws {
        let body = #"{"event":"e","payload":{}}"#
        let first = try Self.readRazorpay(body, id: nil)
        #expect(first.id == (try Self.readRazorpay(body, id: nil)).id)
        #expect(first.id != (try Self.readRazorpay(body + " ", id: nil)).id)
        #expect(first.createdAt == 1_000)
        #expect(throws: WebhookRefusal.unreadable) { try Self.readRazorpay(body, id: "a\r\nb") }
    }
}
