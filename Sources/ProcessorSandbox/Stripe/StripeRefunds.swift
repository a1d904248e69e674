/// Money back, whole or in part.
enum StripeRefunds {
    private static let reasons: Set<String> = ["duplicate", "fraudulent", "requested_by_customer"]

    static func create(_ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.createRefund)
        var intent = try refundable(call)
        let rest = intent.amount - intent.refunded
        guard rest > 0 else {
            throw StripeFailure(
                code: "charge_already_refunded",
                message: "Charge \(intent.chargeID ?? "") is already refunded.")
        }
        let amount = try call.form.integer("amount") ?? rest
        guard (1...rest).contains(amount) else {
            throw .invalid(
                "amount", "Refund amount (\(amount)) is not between 1 and the charge's rest (\(rest))")
        }
        let reason = call.form["reason"]
        if let reason, !reasons.contains(reason) { throw .invalid("reason", "Invalid reason: \(reason)") }
        intent.refunded += amount
        let refund = RefundRecord(
            id: StripeCall.newID("re_"), intentID: intent.id, chargeID: intent.chargeID ?? "", amount: amount,
            currency: intent.currency, reason: reason, metadata: call.form.map("metadata"),
            createdAt: call.now)
        return StripeResult(
            json: StripeObjects.refund(refund), entry: JournalEntry(intent: intent, refund: refund))
    }

    static func retrieve(_ id: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        guard let refund = call.world.refunds.first(where: { $0.id == id }) else {
            throw .noSuch("refund", id, parameter: "id", status: 404)
        }
        return StripeResult(json: StripeObjects.refund(refund))
    }

    /// Newest first; of one intent where it is named.
    static func list(_ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.listRefunds)
        let intent = call.form["payment_intent"]
        if let intent, call.world.intent(intent) == nil {
            throw .noSuch("payment_intent", intent, parameter: "payment_intent")
        }
        let refunds = call.world.refunds.filter { intent == nil || $0.intentID == intent }
        return StripeResult(
            json: StripeObjects.list(
                refunds.reversed().map(StripeObjects.refund), url: "/v1/refunds", hasMore: false))
    }

    /// The succeeded intent that is named, by itself or by its charge.
    private static func refundable(_ call: StripeCall) throws(StripeFailure) -> IntentRecord {
        let intent: IntentRecord?
        let parameter: String
        if let id = call.form["payment_intent"] {
            (intent, parameter) = (call.world.intent(id), "payment_intent")
        } else {
            let id = try call.form.required("charge")
            (intent, parameter) = (call.world.intents.first { $0.chargeID == id }, "charge")
        }
        guard let intent else { throw .noSuch(parameter, call.form[parameter] ?? "", parameter: parameter) }
        guard intent.status == .succeeded else {
            throw StripeFailure(
                message: "This PaymentIntent (\(intent.id)) does not have a successful charge.")
        }
        return intent
    }
}
