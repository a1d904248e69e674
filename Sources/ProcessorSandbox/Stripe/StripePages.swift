/// The pages to which a customer is sent: Checkout in setup mode and the billing portal. Nobody can open them; the
/// customer's part is played through the control interface.
enum StripePages {
    static func checkout(_ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.createSession)
        guard try call.form.required("mode") == "setup" else {
            throw .invalid("mode", "The sandbox has Checkout in setup mode only")
        }
        guard call.form["currency"] != nil || !call.form.list("payment_method_types").isEmpty else {
            throw .missing("currency")
        }
        _ = try call.form.required("success_url")
        guard let customer = try call.customer(in: "customer") else { throw .missing("customer") }
        let session = SessionRecord(
            id: StripeCall.newID("cs_test_"), customer: customer, setupIntentID: StripeCall.newID("seti_"),
            metadata: call.form.map("metadata"), createdAt: call.now)
        return StripeResult(json: StripeObjects.session(session), entry: JournalEntry(session: session))
    }

    static func session(_ id: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        guard let session = call.world.sessions[id] else {
            throw .noSuch("checkout.session", id, parameter: "session", status: 404)
        }
        let expands = call.form.list("expand").contains("setup_intent")
        return StripeResult(json: StripeObjects.session(session, expandsSetup: expands))
    }

    static func portal(_ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.createPortal)
        guard let customer = try call.customer(in: "customer") else { throw .missing("customer") }
        let id = StripeCall.newID("bps_")
        return StripeResult(json: [
            "id": .string(id), "object": "billing_portal.session", "created": .integer(call.now),
            "customer": .string(customer), "livemode": false,
            "return_url": JSONValue(call.form["return_url"]),
            "url": .string("https://billing.sandbox.invalid/p/session/\(id)"),
        ])
    }
}

/// Objections, which the control interface raises.
enum StripeDisputes {
    static func retrieve(_ id: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        guard let dispute = call.world.dispute(id) else {
            throw .noSuch("dispute", id, parameter: "dispute", status: 404)
        }
        return StripeResult(json: StripeObjects.dispute(dispute))
    }
}
