// What the sandbox keeps of customers, methods, PaymentIntents and refunds. Instants are seconds since 1970,
// amounts minor units as the processor counts them.

struct CustomerRecord: Codable, Sendable {
    var id: String
    var email: String?
    var name: String?
    /// The telephone number, which Razorpay asks for.
    var contact: String?
    var defaultMethod: String?
    var metadata: [String: String]
    var createdAt: Int64
}

struct MethodRecord: Codable, Sendable {
    var id: String
    var customer: String?
    var brand: String
    var last4: String
    var expiryMonth: Int64
    var expiryYear: Int64
    /// Stripe's type: "card", "sepa_debit".
    var kind = "card"
    var outcomes: [SandboxOutcome]
    /// What attaching it to a customer answers; test cards that always fail are refused there already.
    var attachOutcome = SandboxOutcome.succeeds
    /// Charges made so far: the index of the next outcome.
    var charges = 0
    var createdAt: Int64

    var nextOutcome: SandboxOutcome {
        outcomes.isEmpty ? .succeeds : outcomes[min(charges, outcomes.count - 1)]
    }
}

struct IntentRecord: Codable, Sendable {
    /// Stripe's states, as far as they occur here.
    enum Status: String, Codable, Sendable {
        case requiresPaymentMethod = "requires_payment_method"
        case requiresConfirmation = "requires_confirmation"
        case requiresAction = "requires_action"
        case processing
        case succeeded
        case canceled
    }

    var id: String
    var amount: Int64
    var currency: String
    var customer: String?
    var method: String?
    var methodTypes: [String]
    var metadata: [String: String]
    var description: String?
    var status: Status
    /// The decline code of a failed confirmation.
    var failureCode: String?
    /// Set when it was confirmed: then it is a charge and stands in the books.
    var chargeID: String?
    var idempotencyKey: String?
    var apiVersion: String?
    var createdAt: Int64
    var refunded: Int64 = 0
}

struct RefundRecord: Codable, Sendable {
    var id: String
    var intentID: String
    var chargeID: String
    var amount: Int64
    var currency: String
    var reason: String?
    var metadata: [String: String]
    var createdAt: Int64
}

/// The first result under an idempotency key, kept to be replayed.
struct KeyedResult: Codable, Sendable {
    var key: String
    /// Method, path and parameters of the request that it answers.
    var fingerprint: String
    var status: Int
    var body: String
    var requestID: String
    var storedAt: Int64
}
