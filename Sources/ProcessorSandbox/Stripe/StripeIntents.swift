/// Reading and cancelling PaymentIntents.
enum StripeIntents {
    static func retrieve(_ id: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        let expands = try call.expandsCharge("latest_charge")
        return StripeResult(json: StripeObjects.intent(try intent(id, call), expandsCharge: expands))
    }

    static func cancel(_ id: String, _ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.cancelIntent)
        var intent = try intent(id, call)
        guard intent.status != .succeeded, intent.status != .canceled, intent.status != .processing else {
            throw StripeFailure(
                code: "payment_intent_unexpected_state",
                message: "You cannot cancel this PaymentIntent because it has a status of "
                    + "\(intent.status.rawValue).")
        }
        intent.status = .canceled
        return StripeResult(json: StripeObjects.intent(intent), entry: JournalEntry(intent: intent))
    }

    /// Newest first; `created` by itself or with gte, gt, lte, lt.
    static func list(_ call: StripeCall) throws(StripeFailure) -> StripeResult {
        try call.form.check(StripeParameters.listIntents)
        let customer = call.form["customer"]
        if let customer, call.world.customers[customer] == nil {
            throw .noSuch("customer", customer, parameter: "customer")
        }
        let limit = try call.form.integer("limit") ?? 10
        guard (1...100).contains(limit) else { throw .invalid("limit", "This value must be from 1 to 100") }
        let created = try CreatedFilter(call.form)
        let expands = try call.expandsCharge("data.latest_charge")
        var page: [JSONValue] = []
        var hasMore = false
        for position in try positions(customer: customer, call) {
            let intent = call.world.intents[position]
            guard created.accepts(intent.createdAt) else { continue }
            if page.count == Int(limit) {
                hasMore = true
                break
            }
            page.append(StripeObjects.intent(intent, expandsCharge: expands))
        }
        return StripeResult(json: StripeObjects.list(page, url: "/v1/payment_intents", hasMore: hasMore))
    }

    private static func positions(customer: String?, _ call: StripeCall) throws(StripeFailure) -> [Int] {
        let newestFirst = call.world.positions(customer: customer).reversed()
        guard let after = call.form["starting_after"] else { return Array(newestFirst) }
        guard let position = call.world.position(ofIntent: after) else {
            throw .noSuch("payment_intent", after, parameter: "starting_after")
        }
        return newestFirst.filter { $0 < position }
    }

    private static func intent(_ id: String, _ call: StripeCall) throws(StripeFailure) -> IntentRecord {
        guard let intent = call.world.intent(id) else {
            throw .noSuch("payment_intent", id, parameter: "intent", status: 404)
        }
        return intent
    }

    private struct CreatedFilter {
        private let bounds: [(String, Int64)]

        init(_ form: StripeForm) throws(StripeFailure) {
            var bounds: [(String, Int64)] = []
            for name in ["created", "created[gte]", "created[gt]", "created[lte]", "created[lt]"] {
                if let value = try form.integer(name) { bounds.append((name, value)) }
            }
            self.bounds = bounds
        }

        func accepts(_ instant: Int64) -> Bool {
            bounds.allSatisfy { name, bound in
                switch name {
                case "created": instant == bound
                case "created[gte]": instant >= bound
                case "created[gt]": instant > bound
                case "created[lte]": instant <= bound
                default: instant < bound
                }
            }
        }
    }
}
