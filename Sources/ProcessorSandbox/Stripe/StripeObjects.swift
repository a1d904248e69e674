/// Stripe's objects as JSON, with the fields that integrations read.
enum StripeObjects {
    static func intent(_ intent: IntentRecord, expandsCharge: Bool = false) -> JSONValue {
        let received = intent.status == .succeeded ? intent.amount : 0
        return [
            "id": .string(intent.id), "object": "payment_intent", "amount": .integer(intent.amount),
            "amount_capturable": 0, "amount_received": .integer(received), "application": nil,
            "cancellation_reason": nil, "capture_method": "automatic_async",
            "client_secret": .string("\(intent.id)_secret_sandbox"), "confirmation_method": "automatic",
            "created": .integer(intent.createdAt), "currency": .string(intent.currency),
            "customer": JSONValue(intent.customer), "description": JSONValue(intent.description),
            "last_payment_error": lastError(of: intent),
            "latest_charge": expandsCharge && intent.chargeID != nil
                ? charge(of: intent) : JSONValue(intent.chargeID),
            "livemode": false, "metadata": JSONValue(intent.metadata), "next_action": nextAction(of: intent),
            "payment_method": intent.failureCode == nil ? JSONValue(intent.method) : nil,
            "payment_method_types": .array(intent.methodTypes.map(JSONValue.string)),
            "status": .string(intent.status.rawValue),
        ]
    }

    /// The charge that a confirmation made.
    static func charge(of intent: IntentRecord) -> JSONValue {
        [
            "id": JSONValue(intent.chargeID), "object": "charge", "amount": .integer(intent.amount),
            "amount_refunded": .integer(intent.refunded), "currency": .string(intent.currency),
            "created": .integer(intent.createdAt), "customer": JSONValue(intent.customer), "livemode": false,
            "metadata": JSONValue(intent.metadata), "paid": .bool(intent.status == .succeeded),
            "payment_intent": .string(intent.id), "refunded": .bool(intent.refunded == intent.amount),
            "status": .string(
                intent.status == .succeeded
                    ? "succeeded" : intent.failureCode == nil ? "pending" : "failed"),
        ]
    }

    static func dispute(_ dispute: DisputeRecord) -> JSONValue {
        let amounts = dispute.isWithdrawn ? [-dispute.amount] : [-dispute.amount, dispute.amount]
        let word = dispute.status == .open ? "needs_response" : dispute.status.rawValue
        return [
            "id": .string(dispute.id), "object": "dispute", "amount": .integer(dispute.amount),
            "balance_transactions": .array(
                amounts.map { ["object": "balance_transaction", "amount": .integer($0)] }),
            "charge": JSONValue(dispute.chargeID), "created": .integer(dispute.createdAt),
            "currency": .string(dispute.currency), "livemode": false,
            "payment_intent": .string(dispute.chargeReference), "reason": .string(dispute.reason),
            "status": .string(word),
        ]
    }

    static func setupIntent(_ session: SessionRecord) -> JSONValue {
        [
            "id": .string(session.setupIntentID), "object": "setup_intent", "livemode": false,
            "created": .integer(session.createdAt), "customer": .string(session.customer),
            "payment_method": JSONValue(session.method), "usage": "off_session",
            "status": session.method == nil ? "requires_payment_method" : "succeeded",
        ]
    }

    static func session(_ session: SessionRecord, expandsSetup: Bool = false) -> JSONValue {
        [
            "id": .string(session.id), "object": "checkout.session", "mode": "setup",
            "customer": .string(session.customer), "created": .integer(session.createdAt),
            "expires_at": .integer(session.createdAt + 86_400), "livemode": false,
            "metadata": JSONValue(session.metadata),
            "setup_intent": expandsSetup ? setupIntent(session) : .string(session.setupIntentID),
            "status": session.method == nil ? "open" : "complete",
            "url": .string("https://checkout.sandbox.invalid/c/pay/\(session.id)"),
        ]
    }

    private static func nextAction(of intent: IntentRecord) -> JSONValue {
        intent.status == .requiresAction ? ["type": "use_stripe_sdk", "use_stripe_sdk": [:]] : nil
    }

    private static func lastError(of intent: IntentRecord) -> JSONValue {
        intent.failureCode.map { .object(cardError($0, intent: intent)) } ?? nil
    }

    /// The answer to a declined confirmation: the intent stands inside the error.
    static func declineAnswer(_ code: String, intent: IntentRecord) -> JSONValue {
        var error = cardError(code, intent: intent)
        error["payment_intent"] = Self.intent(intent)
        return ["error": .object(error)]
    }

    private static func cardError(_ code: String, intent: IntentRecord) -> [String: JSONValue] {
        var error: [String: JSONValue] = [
            "type": "card_error", "code": .string(topCodes.contains(code) ? code : "card_declined"),
            "decline_code": .string(code), "charge": JSONValue(intent.chargeID),
            "message": "Your card was declined.",
            "payment_method": ["id": JSONValue(intent.method), "object": "payment_method"],
        ]
        if let advice = advice[code] { error["advice_code"] = .string(advice) }
        return error
    }

    /// Codes that stand in `code` itself; all others are a `decline_code` under `card_declined`.
    private static let topCodes: Set<String> = [
        "authentication_required", "expired_card", "incorrect_cvc", "incorrect_number", "processing_error",
    ]

    private static let advice = [
        "insufficient_funds": "try_again_later", "processing_error": "try_again_later",
        "expired_card": "confirm_card_data", "incorrect_cvc": "confirm_card_data",
        "incorrect_number": "confirm_card_data", "lost_card": "do_not_try_again",
        "stolen_card": "do_not_try_again", "pickup_card": "do_not_try_again",
        "revocation_of_authorization": "do_not_try_again",
    ]

    static func customer(_ customer: CustomerRecord) -> JSONValue {
        [
            "id": .string(customer.id), "object": "customer", "created": .integer(customer.createdAt),
            "invoice_settings": ["default_payment_method": JSONValue(customer.defaultMethod)],
            "email": JSONValue(customer.email), "name": JSONValue(customer.name), "livemode": false,
            "metadata": JSONValue(customer.metadata),
        ]
    }

    static func method(_ method: MethodRecord) -> JSONValue {
        let type = JSONValue.string(method.kind)
        guard method.kind == "card" else {
            return [
                "id": .string(method.id), "object": "payment_method", "created": .integer(method.createdAt),
                "customer": JSONValue(method.customer), "livemode": false, "type": type,
            ]
        }
        return [
            "id": .string(method.id), "object": "payment_method", "created": .integer(method.createdAt),
            "customer": JSONValue(method.customer), "livemode": false, "type": type,
            "card": [
                "brand": .string(method.brand), "last4": .string(method.last4),
                "exp_month": .integer(method.expiryMonth), "exp_year": .integer(method.expiryYear),
                "fingerprint": .string("fp_\(method.brand)_\(method.last4)"), "funding": "credit",
            ],
        ]
    }

    static func refund(_ refund: RefundRecord) -> JSONValue {
        [
            "id": .string(refund.id), "object": "refund", "amount": .integer(refund.amount),
            "charge": .string(refund.chargeID), "created": .integer(refund.createdAt),
            "currency": .string(refund.currency), "metadata": JSONValue(refund.metadata),
            "payment_intent": .string(refund.intentID), "reason": JSONValue(refund.reason),
            "status": "succeeded",
        ]
    }

    static func list(_ values: [JSONValue], url: String, hasMore: Bool) -> JSONValue {
        ["object": "list", "url": .string(url), "has_more": .bool(hasMore), "data": .array(values)]
    }
}
