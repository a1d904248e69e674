/// Cards: made from a published test number, attached to a customer, listed.
enum StripeMethods {
    static func create(_ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.createMethod)
        guard try call.form.required("type") == "card" else {
            throw .invalid("type", "The sandbox has cards only")
        }
        let number = try call.form.required("card[number]")
        guard let card = StripeTestCards.card(number: number) else {
            throw StripeFailure(
                status: 402, type: "card_error", code: "incorrect_number", parameter: "number",
                message: "Your card number is incorrect. The sandbox takes Stripe's test numbers only.")
        }
        var method = StripeTestCards.method(
            id: StripeCall.newID("pm_"), card: card, customer: nil, createdAt: call.now)
        method.expiryMonth = try call.form.integer("card[exp_month]") ?? method.expiryMonth
        method.expiryYear = try call.form.integer("card[exp_year]") ?? method.expiryYear
        return StripeResult(json: StripeObjects.method(method), entry: JournalEntry(method: method))
    }

    /// A ready-made id becomes a method of its own when it is attached, as at Stripe.
    static func attach(_ id: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.attachMethod)
        guard let customer = try call.customer(in: "customer") else { throw .missing("customer") }
        var method = try call.method(id, parameter: "payment_method", status: 404)
        if let owner = method.customer, owner != customer {
            throw StripeFailure(message: "The payment method you provided is attached to another customer.")
        }
        if case .declines(let code) = method.attachOutcome {
            throw StripeFailure(
                status: 402, type: "card_error", code: code == "generic_decline" ? "card_declined" : code,
                message: "Your card was declined.")
        }
        if call.world.methods[id] == nil { method.id = StripeCall.newID("pm_") }
        method.customer = customer
        return StripeResult(json: StripeObjects.method(method), entry: JournalEntry(method: method))
    }

    static func detach(_ id: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        var method = try call.method(id, parameter: "payment_method", status: 404)
        guard method.customer != nil else {
            throw StripeFailure(message: "The payment method you provided is not attached to a customer.")
        }
        method.customer = nil
        return StripeResult(json: StripeObjects.method(method), entry: JournalEntry(method: method))
    }

    static func retrieve(_ id: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        let method = try call.method(id, parameter: "payment_method", status: 404)
        return StripeResult(json: StripeObjects.method(method))
    }

    /// `GET /v1/payment_methods?customer=…`
    static func list(_ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.listMethods)
        return try list(customer: try call.form.required("customer"), call)
    }

    /// `GET /v1/customers/{id}/payment_methods`
    static func list(customer: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        guard call.world.customers[customer] != nil else {
            throw .noSuch("customer", customer, parameter: "customer")
        }
        let methods = call.world.methods(customer: customer).map(StripeObjects.method)
        return StripeResult(json: StripeObjects.list(methods, url: "/v1/payment_methods", hasMore: false))
    }
}
