/// One charge in the sandbox's books, whether it took money or not.
public struct SandboxCharge: Sendable, Hashable, Codable {
    /// "stripe" or "razorpay".
    public var processor: String
    /// The processor's id ("pi_…", "pay_…").
    public var reference: String
    /// The key under which it was first sent.
    public var idempotencyKey: String?
    /// The version that was asked for.
    public var apiVersion: String?
    /// Minor units as the processor counts them.
    public var amount: Int64
    /// Lower case, as sent.
    public var currency: String
    /// The processor's id of the customer.
    public var customer: String?
    /// The processor's id of the payment method.
    public var method: String?
    /// What the caller wrote on it.
    public var metadata: [String: String]
    /// "succeeded", "declined", "requires_action", "processing" or "canceled".
    public var result: String
    /// The decline code, where it was declined.
    public var code: String?
    /// Minor units given back.
    public var refunded: Int64
    /// Seconds since 1970, by the sandbox's clock.
    public var created: Int64

    /// Whether the money was taken.
    public var succeeded: Bool { result == "succeeded" }

    enum CodingKeys: String, CodingKey {
        case processor
        case reference
        case idempotencyKey = "idempotency_key"
        case apiVersion = "api_version"
        case amount
        case currency
        case customer
        case method
        case metadata
        case result
        case code
        case refunded
        case created
    }

    /// Nil for an intent that was never confirmed.
    init?(_ intent: IntentRecord) {
        guard intent.chargeID != nil else { return nil }
        processor = "stripe"
        reference = intent.id
        idempotencyKey = intent.idempotencyKey
        apiVersion = intent.apiVersion
        amount = intent.amount
        currency = intent.currency
        customer = intent.customer
        method = intent.method
        metadata = intent.metadata
        code = intent.failureCode
        refunded = intent.refunded
        created = intent.createdAt
        result =
            switch intent.status {
            case .requiresPaymentMethod, .requiresConfirmation:
                intent.failureCode == "authentication_required" ? "requires_action" : "declined"
            case .requiresAction: "requires_action"
            case .processing: "processing"
            case .succeeded: "succeeded"
            case .canceled: "canceled"
            }
    }

    /// A payment stands in the books with what was written on its order. One that Razorpay gave back at once, because
    /// its order was paid already, is "returned".
    init(_ payment: PaymentRecord, order: OrderRecord?) {
        processor = "razorpay"
        reference = payment.id
        idempotencyKey = order?.receipt
        amount = payment.amount
        currency = payment.currency.lowercased()
        customer = payment.customer
        method = payment.token
        metadata = order?.notes ?? payment.notes
        code = payment.status == .failed ? payment.failureCode : nil
        refunded = payment.refunded
        created = payment.createdAt
        result =
            switch payment.status {
            case .created, .authorized: payment.waitsForCustomer ? "requires_action" : "processing"
            case .captured: "succeeded"
            case .failed: "declined"
            case .refunded: "returned"
            }
    }

    var json: JSONValue {
        [
            "processor": .string(processor), "reference": .string(reference),
            "idempotency_key": JSONValue(idempotencyKey), "api_version": JSONValue(apiVersion),
            "amount": .integer(amount), "currency": .string(currency), "customer": JSONValue(customer),
            "method": JSONValue(method), "metadata": JSONValue(metadata), "result": .string(result),
            "code": JSONValue(code), "refunded": .integer(refunded), "created": .integer(created),
        ]
    }
}
