import Billing
import Foundation
import Testing

@testable import PaymentGateways

/// Our verdicts against those of the processors' own libraries.
@Suite struct SignatureVectorTests {
    struct Vectors: Decodable, Sendable {
        struct Stripe: Decodable, Sendable {
            let `case`: String
            let header: String
            let body: String
            let secret: String
            let now: Int64
            let ok: Bool
        }

        struct Webhook: Decodable, Sendable {
            let `case`: String
            let body: String
            let sig: String
            let secret: String
            let ok: Bool
        }

        struct Checkout: Decodable, Sendable {
            let `case`: String
            let order: String
            let payment: String
            let sig: String
            let secret: String
            let ok: Bool
        }

        let stripe: [Stripe]
        let razorpayWebhook: [Webhook]
        let razorpayCheckout: [Checkout]

        static func read() throws -> Vectors {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Vectors.self, from: Fixture.data("signature_vectors.json"))
        }
    }

    @Test func `Stripe's verdicts are ours, except that we take nothing from the future`() throws {
        let vectors = try Vectors.read().stripe
        #expect(vectors.count == 15)
        for vector in vectors {
            let body = [UInt8](vector.body.utf8)
            func verdict(_ secrets: [String]) -> WebhookRefusal? {
                do throws(WebhookRefusal) {
                    try StripeWebhook.check(
                        vector.header, body: body, secrets: secrets.map { Secret($0) }, now: vector.now)
                    return nil
                } catch { return error }
            }
            let expected = vector.case == "future 1 h" ? false : vector.ok
            #expect((verdict([vector.secret]) == nil) == expected, "\(vector.case)")
            #expect((verdict(["whsec_new", vector.secret]) == nil) == expected, "\(vector.case), rotating")
            #expect(verdict(["whsec_new"]) != nil, "\(vector.case), another secret")
            #expect(verdict([]) != nil, "\(vector.case), no secret")
            if vector.case == "future 1 h" { #expect(verdict([vector.secret]) == .fromTheFuture) }
            if vector.case == "301 s old" { #expect(verdict([vector.secret]) == .tooOld) }
        }
    }

    @Test func `300 seconds ahead are taken, 301 are not`() throws {
        let vector = try #require(try Vectors.read().stripe.first)
        for (now, isTaken) in [(Int64(1_699_999_700), true), (1_699_999_699, false)] {
            let check = {
                try StripeWebhook.check(
                    vector.header, body: [UInt8](vector.body.utf8), secrets: [Secret(vector.secret)], now: now
                )
            }
            if isTaken { try check() } else { #expect(throws: WebhookRefusal.fromTheFuture) { try check() } }
        }
    }

    @Test func `Razorpay's verdicts are ours, with one secret and while two are in use`() throws {
        let vectors = try Vectors.read()
        #expect(vectors.razorpayWebhook.count == 4 && vectors.razorpayCheckout.count == 3)
        for vector in vectors.razorpayWebhook {
            for secrets in [[vector.secret], ["new", vector.secret]] {
                let reader = RazorpayWebhook(secrets: secrets.map { Secret($0) })
                let event = try? reader.read(body: [UInt8](vector.body.utf8), now: 5) { name in
                    ["X-Razorpay-Signature": vector.sig, "x-razorpay-event-id": "evt_1"][name]
                }
                #expect((event != nil) == vector.ok, "\(vector.case)")
                if let event { #expect(event.id == "evt_1" && event.type == "payment.captured") }
            }
        }
        for vector in vectors.razorpayCheckout {
            let isConfirmed = RazorpayCheckout.isConfirmed(
                order: vector.order, payment: vector.payment, signature: vector.sig,
                keySecret: Secret(vector.secret))
            #expect(isConfirmed == vector.ok, "\(vector.case)")
        }
    }
}
