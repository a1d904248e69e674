/// Customers, as far as charging needs them.
enum StripeCustomers {
    static func create(_ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.createCustomer)
        let customer = CustomerRecord(
            id: StripeCall.newID("cus_"), email: call.form["email"], name: call.form["name"],
            metadata: call.form.map("metadata"), createdAt: call.now)
        return StripeResult(json: StripeObjects.customer(customer), entry: JournalEntry(customer: customer))
    }

    static func retrieve(_ id: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        guard let customer = call.world.customers[id] else {
            throw .noSuch("customer", id, parameter: "id", status: 404)
        }
        return StripeResult(json: StripeObjects.customer(customer))
    }
}
