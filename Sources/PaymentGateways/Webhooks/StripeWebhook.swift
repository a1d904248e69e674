public import Billing
import FoundationEssentials

/// Stripe's webhooks: `Stripe-Signature: t=…,v1=…` over time and body, up to 300 s old or ahead.
///
/// Stripe's own library takes signatures from the future; this does not.
public struct StripeWebhook: WebhookReader {
    private let secrets: [Secret]
    private let mode: GatewayMode

    /// - Parameter secrets: `whsec_…`; two while one takes the place of the other.
    public init(secrets: [Secret], mode: GatewayMode) {
        self.secrets = secrets
        self.mode = mode
    }

    /// "stripe".
    public var processor: String { "stripe" }

    /// Checks `Stripe-Signature` and takes the message apart.
    public func read(
        body: [UInt8], now: Int64, header: (_ name: String) -> String?
    ) throws(WebhookRefusal) -> ProcessorEvent {
        guard body.count <= WebhookSignature.bodyLimitBytes else { throw .tooLarge }
        try Self.check(header("Stripe-Signature") ?? "", body: body, secrets: secrets, now: now)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let event = try? decoder.decode(Event.self, from: Data(body)), IdentifierRule.isPlain(event.id),
            let subject = event.data.object.subject
        else { throw .unreadable }
        if let isLive = event.livemode, isLive != (mode == .live) { throw .wrongMode }
        return ProcessorEvent(
            processor: processor, id: event.id, type: event.type, createdAt: event.created,
            isLive: event.livemode, subject: subject)
    }

    /// `t` and every `v1` count; other schemes are passed over. Any right `v1` will do.
    static func check(
        _ header: String, body: [UInt8], secrets: [Secret], now: Int64
    ) throws(WebhookRefusal) {
        var time: Substring?
        var codes: [Substring] = []
        for item in header.split(separator: ",") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw .malformedSignature }
            if parts[0] == "t" && time == nil { time = parts[1] }
            if parts[0] == "v1" { codes.append(parts[1]) }
        }
        guard let time, let signedAt = seconds(time), (1...mostCodes).contains(codes.count) else {
            throw .malformedSignature
        }
        let text = Array("\(time).".utf8) + body
        guard WebhookSignature.isAnyValid(codes, of: text, secrets: secrets) else { throw .wrongSignature }
        if now - signedAt > WebhookSignature.toleranceSeconds { throw .tooOld }
        if signedAt - now > WebhookSignature.toleranceSeconds { throw .fromTheFuture }
    }

    /// More signatures than this no message of Stripe's has: one a secret in use.
    private static let mostCodes = 8

    /// At most twelve plain digits: no sign, and no overflow when instants are subtracted.
    private static func seconds(_ text: Substring) -> Int64? {
        guard text.utf8.count <= 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text)
    }

    private struct Event: Decodable {
        struct Payload: Decodable {
            let object: Object
        }

        let id: String
        let type: String
        let created: Int64
        let livemode: Bool?
        let data: Payload
    }

    /// Ids only: the rest of the message is not believed.
    private struct Object: Decodable {
        let object: String?
        let id: String?
        let mode: String?
        let paymentIntent: String?
        let paymentMethod: String?
        let customer: String?

        /// nil: an id with characters that no id has.
        var subject: ProcessorEvent.Subject? {
            let ids = [id, paymentIntent, paymentMethod, customer].compactMap(\.self)
            guard ids.allSatisfy(IdentifierRule.isPathSegment) else { return nil }
            switch (object, id, paymentIntent, paymentMethod) {
            case ("payment_intent", let id?, _, _): return .charge(reference: id)
            case ("charge", _, let intent?, _), ("radar.early_fraud_warning", _, let intent?, _):
                return .charge(reference: intent)
            case ("refund", let id?, let intent?, _): return .refund(reference: id, charge: intent)
            case ("dispute", let id?, let intent?, _): return .dispute(reference: id, charge: intent)
            case ("payment_method", let id?, _, _): return .method(reference: id, customer: customer)
            case ("setup_intent", _, _, let method?), ("mandate", _, _, let method?):
                return .method(reference: method, customer: customer)
            case ("checkout.session", let id?, _, _) where mode == "setup": return .session(reference: id)
            default: return .other
            }
        }
    }
}
