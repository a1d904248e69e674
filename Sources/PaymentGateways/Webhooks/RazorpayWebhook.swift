public import Billing
import Crypto
import FoundationEssentials

/// Razorpay's webhooks: `X-Razorpay-Signature` over the body alone. Without a time in it a kept message stays good for
/// ever; what guards against it is the event's id, kept for ever.
public struct RazorpayWebhook: WebhookReader {
    private let secrets: [Secret]

    /// - Parameter secrets: the webhook's own; two after a change, because Razorpay repeats older events under the old
    ///   one.
    public init(secrets: [Secret]) { self.secrets = secrets }

    /// "razorpay".
    public var processor: String { "razorpay" }

    /// Checks `X-Razorpay-Signature` and takes the message apart. The id is `x-razorpay-event-id`, which is not
    /// signed; where it is missing the body's digest stands in.
    public func read(
        body: [UInt8], now: Int64, header: (_ name: String) -> String?
    ) throws(WebhookRefusal) -> ProcessorEvent {
        guard body.count <= WebhookSignature.bodyLimitBytes else { throw .tooLarge }
        let signature = header("X-Razorpay-Signature") ?? ""
        if signature.isEmpty { throw .malformedSignature }
        guard WebhookSignature.isValid(signature, of: body, secrets: secrets) else { throw .wrongSignature }
        let id = header("x-razorpay-event-id") ?? "body:" + WebhookSignature.hex(SHA256.hash(data: body))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard IdentifierRule.isPlain(id), let event = try? decoder.decode(Event.self, from: Data(body)),
            let subject = event.subject
        else { throw .unreadable }
        return ProcessorEvent(
            processor: processor, id: id, type: event.event, createdAt: event.createdAt ?? now, isLive: nil,
            subject: subject)
    }

    private struct Event: Decodable {
        let event: String
        let createdAt: Int64?
        let payload: Payload?

        /// A payment is looked at through its order, which knows all payments. nil: an id that is none.
        var subject: ProcessorEvent.Subject? {
            guard let payload else { return .other }
            let entities = [payload.payment, payload.order, payload.refund, payload.dispute, payload.token]
                .compactMap { $0?.entity }
            let ids = entities.flatMap { [$0.id, $0.orderId, $0.paymentId, $0.customerId] }.compactMap(\.self)
            guard ids.allSatisfy(IdentifierRule.isPathSegment) else { return nil }
            if let dispute = payload.dispute?.entity, let id = dispute.id, let payment = dispute.paymentId {
                return .dispute(reference: id, charge: payment)
            }
            if let refund = payload.refund?.entity, let id = refund.id, let payment = refund.paymentId {
                return .refund(reference: id, charge: payment)
            }
            if let token = payload.token?.entity, let id = token.id {
                return .method(reference: id, customer: token.customerId)
            }
            let payment = payload.payment?.entity
            guard let charge = payload.order?.entity?.id ?? payment?.orderId ?? payment?.id else {
                return .other
            }
            return .charge(reference: charge)
        }
    }

    private struct Payload: Decodable {
        let payment: Wrapped?
        let order: Wrapped?
        let refund: Wrapped?
        let dispute: Wrapped?
        let token: Wrapped?
    }

    private struct Wrapped: Decodable {
        let entity: Entity?
    }

    /// Ids only: the rest of the message is not believed.
    private struct Entity: Decodable {
        let id: String?
        let orderId: String?
        let paymentId: String?
        let customerId: String?
    }
}

/// The signature with which a customer comes back from Razorpay's checkout.
public enum RazorpayCheckout {
    /// Whether Razorpay itself says that this payment was made on this order.
    ///
    /// - Parameter keySecret: the API key's secret, not the webhook's.
    public static func isConfirmed(
        order: String, payment: String, signature: String, keySecret: Secret
    ) -> Bool {
        // Plain ids have no bar in them, so that the two cannot be cut elsewhere.
        guard IdentifierRule.isPlain(order), IdentifierRule.isPlain(payment) else { return false }
        return WebhookSignature.isValid(
            signature, of: Array("\(order)|\(payment)".utf8), secrets: [keySecret])
    }
}
