/// The customers' addresses, which every debit must name; read once.
actor RazorpayCustomers {
    private var known: [String: RazorpayWire.Customer] = [:]

    func find(
        _ id: String, _ connection: RazorpayConnection
    ) async -> RazorpayConnection.Reply<RazorpayWire.Customer> {
        if let customer = known[id] { return .object(customer) }
        let reply = await connection.get(RazorpayWire.Customer.self, "/v1/customers/\(id)")
        if case .object(let customer) = reply { known[id] = customer }
        return reply
    }
}
