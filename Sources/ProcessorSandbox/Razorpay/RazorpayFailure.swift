/// An answer in the form of Razorpay's errors.
struct RazorpayFailure: Error {
    var status = 400
    var code = "BAD_REQUEST_ERROR"
    let description: String
    var source = "business"
    var reason = "input_validation_failed"
    /// The payment that was made and failed.
    var payment: String?
    /// The parameter that it is about.
    var field: String?

    var json: JSONValue {
        [
            "error": [
                "code": .string(code), "description": .string(description), "field": JSONValue(field),
                "source": .string(source), "step": "payment_initiation", "reason": .string(reason),
                "metadata": payment.map { ["payment_id": .string($0)] } ?? [:],
            ]
        ]
    }

    var reply: SandboxReply { SandboxReply(status: status, json) }

    static let noSuchID = RazorpayFailure(description: "The id provided does not exist")
    static let unauthorized = RazorpayFailure(
        status: 401, description: "Authentication failed", source: "NA", reason: "NA")
    static let rateLimited = RazorpayFailure(
        status: 429, description: "Too many requests", source: "NA", reason: "NA")
    static let busy = RazorpayFailure(
        status: 409, description: "Request in progress with the same idempotency key", source: "NA",
        reason: "NA")
    static let serverError = RazorpayFailure(
        status: 500, code: "SERVER_ERROR", description: "We are facing some trouble completing your request.",
        source: "internal", reason: "server_error")

    /// The failure of a payment by the word of its script.
    static func declined(_ code: String, payment: String) -> RazorpayFailure {
        let (reason, source) = words[code] ?? (code, "bank")
        return RazorpayFailure(
            code: source == "gateway" ? "GATEWAY_ERROR" : "BAD_REQUEST_ERROR",
            description: "Your payment has failed.", source: source, reason: reason, payment: payment)
    }

    /// Razorpay's words for what scripts say in Stripe's.
    static let words: [String: (reason: String, source: String)] = [
        "insufficient_funds": ("insufficient_funds", "customer"),
        "expired_card": ("card_expired", "customer"),
        "generic_decline": ("card_declined", "issuer_bank"),
        "incorrect_number": ("card_number_invalid", "customer"),
        "incorrect_cvc": ("incorrect_cvv", "customer"),
        "restricted_card": ("debit_instrument_blocked", "customer"),
        "invalid_account": ("bank_account_invalid", "customer"),
        "processing_error": ("gateway_technical_error", "gateway"),
    ]
}
