/// Customers, as far as charging needs them.
enum StripeCustomers {
    static func create(_ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.createCustomer)
        let customer = CustomerRecord(
            id: StripeCall.newID("cus_"), email: call.form["email"], name: call.form["name"],
            metadata: call.form.map("metadata"), createdAt: call.now)
        return StripeResult(json: StripeObjects.customer(customer), entry: JournalEntry(customer: customer))
    }

    /// As far as charging needs it: the default method, name and email.
    static func update(_ id: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.createCustomer)
        guard var customer = call.world.customers[id] else {
            throw .noSuch("customer", id, parameter: "id", status: 404)
        }
        customer.email = call.form["email"] ?? customer.email
        customer.name = call.form["name"] ?? customer.name
        if let method = call.form["invoice_settings[default_payment_method]"] {
            guard call.world.methods[method]?.customer == id else {
                throw .noSuch("PaymentMethod", method, parameter: "invoice_settings[default_payment_method]")
            }
            customer.defaultMethod = method
        }
        return StripeResult(json: StripeObjects.customer(customer), entry: JournalEntry(customer: customer))
    }

    static func retrieve(_ id: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        guard let customer = call.world.customers[id] else {
            throw .noSuch("customer", id, parameter: "id", status: 404)
        }
        return StripeResult(json: StripeObjects.customer(customer))
    }
}
