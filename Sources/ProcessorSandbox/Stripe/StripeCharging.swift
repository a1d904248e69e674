/// `POST /v1/payment_intents`: the checks in Stripe's order, then the outcome of the method.
enum StripeCharging {
    static func create(_ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.createIntent)
        var intent = try draft(call)
        guard try call.form.boolean("confirm") else {
            if call.form["off_session"] != nil {
                throw .invalid("off_session", "off_session is only allowed with confirm=true.")
            }
            intent.status = intent.method == nil ? .requiresPaymentMethod : .requiresConfirmation
            return StripeResult(json: StripeObjects.intent(intent), entry: JournalEntry(intent: intent))
        }
        return confirm(intent, with: try usableMethod(call), call)
    }

    // MARK: Checks

    private static func draft(_ call: StripeCall) throws(StripeFailure) -> IntentRecord {
        let form = call.form
        _ = try form.required("amount")
        let currency = try form.required("currency")
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x61...0x7a).contains($0) }) else {
            throw .invalid("currency", "Invalid currency: \(currency)")
        }
        let amount = try form.integer("amount") ?? 0
        if call.enforcesAmountLimits { try checkAmount(amount, currency) }
        guard amount > 0 else {
            throw .invalid("amount", code: "parameter_invalid_integer", "Invalid positive integer")
        }
        let types = form.list("payment_method_types")
        return IntentRecord(
            id: StripeCall.newID("pi_"), amount: amount, currency: currency,
            customer: try call.customer(in: "customer"), method: form["payment_method"],
            methodTypes: types.isEmpty ? ["card"] : types, metadata: form.map("metadata"),
            description: form["description"], status: .requiresPaymentMethod,
            idempotencyKey: call.idempotencyKey, apiVersion: call.apiVersion, createdAt: call.now)
    }

    private static func checkAmount(_ amount: Int64, _ currency: String) throws(StripeFailure) {
        if amount > 99_999_999 {
            throw .invalid("amount", code: "amount_too_large", "Amount must be no more than 99999999")
        }
        if amount < StripeMinimums.amount(currency) {
            throw .invalid(
                "amount", code: "amount_too_small", "Amount is below the minimum charge of \(currency)")
        }
    }

    /// The method to charge: it must exist, belong to the customer that is named, and the request must have said
    /// that it wants no method that sends the customer elsewhere (the rule since API version 2023-08-16).
    private static func usableMethod(_ call: StripeCall) throws(StripeFailure) -> MethodRecord {
        let form = call.form
        guard let id = form["payment_method"], !id.isEmpty else {
            throw StripeFailure(
                code: "payment_intent_unexpected_state",
                message: "You cannot confirm this PaymentIntent because it's missing a payment method.")
        }
        guard
            !form.list("payment_method_types").isEmpty || form["return_url"] != nil
                || form.map("automatic_payment_methods")["allow_redirects"] == "never"
        else {
            throw .missing("return_url")
        }
        let method = try call.method(id, parameter: "payment_method")
        if let owner = method.customer, owner != form["customer"] {
            throw .invalid(
                "payment_method",
                "The PaymentMethod \(id) belongs to a Customer. Please include that Customer in the `customer` "
                    + "parameter on the PaymentIntent.")
        }
        return method
    }

    // MARK: The outcome

    private static func confirm(
        _ draft: IntentRecord, with method: MethodRecord, _ call: StripeCall
    ) -> StripeResult {
        var intent = draft
        intent.chargeID = StripeCall.newID("ch_")
        let outcome = method.nextOutcome
        switch outcome {
        case .succeeds, .succeedsUnheard:
            intent.status = .succeeded
        case .processes:
            intent.status = .processing
        case .requiresAction where !isOffSession(call) && call.form["error_on_requires_action"] != "true":
            intent.status = .requiresAction
        case .requiresAction:
            intent.failureCode = "authentication_required"
        case .succeedsLate:
            intent.failureCode = "processing_error"
        case .declinesUnheard:
            intent.failureCode = "declined"
        case .declines(let code):
            intent.failureCode = code
        }
        let entry = JournalEntry(chargedMethod: method.id, intent: intent)
        let json =
            intent.failureCode.map { StripeObjects.declineAnswer($0, intent: intent) }
            ?? StripeObjects.intent(intent)
        return StripeResult(
            status: intent.failureCode == nil ? 200 : 402, json: json, entry: entry,
            isUnheard: outcome.isUnheard)
    }

    private static func isOffSession(_ call: StripeCall) -> Bool {
        ["true", "one_off", "recurring"].contains(call.form["off_session"])
    }
}
