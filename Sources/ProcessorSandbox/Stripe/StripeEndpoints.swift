/// The way from method and path to an endpoint.
enum StripeEndpoints {
    static func answer(_ request: SandboxRequest, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        let segments = request.segments
        guard segments.first == "v1", segments.count > 1 else { throw unrecognized(request) }
        let id = segments.count > 2 ? segments[2] : ""
        let action = segments.count > 3 ? segments[3] : ""
        switch (request.method, segments[1], segments.count, action) {
        case ("POST", "payment_intents", 2, _): return try StripeCharging.create(call)
        case ("GET", "payment_intents", 2, _): return try StripeIntents.list(call)
        case ("GET", "payment_intents", 3, _): return try StripeIntents.retrieve(id, call)
        case ("POST", "payment_intents", 4, "cancel"): return try StripeIntents.cancel(id, call)
        case ("POST", "customers", 2, _): return try StripeCustomers.create(call)
        case ("GET", "customers", 3, _): return try StripeCustomers.retrieve(id, call)
        case ("GET", "customers", 4, "payment_methods"): return try StripeMethods.list(customer: id, call)
        case ("POST", "customers", 3, _): return try StripeCustomers.update(id, call)
        case ("POST", "payment_methods", 2, _): return try StripeMethods.create(call)
        case ("GET", "payment_methods", 2, _): return try StripeMethods.list(call)
        case ("GET", "payment_methods", 3, _): return try StripeMethods.retrieve(id, call)
        case ("POST", "payment_methods", 4, "attach"): return try StripeMethods.attach(id, call)
        case ("POST", "payment_methods", 4, "detach"): return try StripeMethods.detach(id, call)
        case ("POST", "checkout", 3, _) where id == "sessions": return try StripePages.checkout(call)
        case ("GET", "checkout", 4, _) where id == "sessions":
            return try StripePages.session(action, call)
        case ("POST", "billing_portal", 3, _) where id == "sessions": return try StripePages.portal(call)
        case ("GET", "disputes", 3, _): return try StripeDisputes.retrieve(id, call)
        case ("POST", "refunds", 2, _): return try StripeRefunds.create(call)
        case ("GET", "refunds", 2, _): return try StripeRefunds.list(call)
        case ("GET", "refunds", 3, _): return try StripeRefunds.retrieve(id, call)
        default: throw unrecognized(request)
        }
    }

    private static func unrecognized(_ request: SandboxRequest) -> StripeFailure {
        StripeFailure(status: 404, message: "Unrecognized request URL (\(request.method): \(request.path)).")
    }
}
