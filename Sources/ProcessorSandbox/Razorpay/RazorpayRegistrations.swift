/// Registration links: pages on which a customer registers a card anew. Nobody can open them; the customer's part is
/// played through the control interface.
enum RazorpayRegistrations {
    private struct Body: Decodable {
        struct Customer: Decodable {
            let email: String
            let contact: String
        }

        struct Registration: Decodable {
            let method: String
            let maxAmount: Int64
            let frequency: String
        }

        let customer: Customer
        let type: String
        let amount: Int64
        let currency: String
        let description: String
        let subscriptionRegistration: Registration
        let expireBy: Int64?
        let notes: [String: String]?
    }

    private static let frequencies: Set<String> = ["weekly", "monthly", "yearly", "as_presented"]

    static func create(_ call: RazorpayCall) throws(RazorpayFailure) -> RazorpayResult {
        let body = try call.body(Body.self)
        guard body.type == "link", body.currency == "INR", body.amount == 100,
            body.subscriptionRegistration.method == "card",
            (100...100_000_000).contains(body.subscriptionRegistration.maxAmount),
            frequencies.contains(body.subscriptionRegistration.frequency), !body.description.isEmpty
        else { throw RazorpayFailure(description: "The registration link is not as it must be.") }
        guard (body.expireBy ?? .max) > call.now else {
            throw RazorpayFailure(description: "expire_by should be in the future.")
        }
        // Whoever has the address is the customer.
        let customer = call.world.customers.values.sorted { $0.id < $1.id }.first { customer in
            RazorpayObjects.email(of: customer) == body.customer.email
        }
        let session = SessionRecord(
            id: RazorpayCall.newID("inv_"), customer: customer?.id ?? RazorpayCall.newID("cust_"),
            setupIntentID: "", metadata: body.notes ?? [:], createdAt: call.now)
        return RazorpayResult(
            json: RazorpayObjects.registration(session), entry: JournalEntry(session: session))
    }
}
