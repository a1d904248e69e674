import Billing

/// The order of a debit: made once, found again by its receipt, and read before anything is concluded.
extension RazorpayGateway {
    /// An order with its payments, none, or the answer that ends it.
    enum Found {
        case found(RazorpayStanding)
        case none
        case failed(ChargeAnswer)
    }

    func existingOrder(_ plan: RazorpayDebitPlan) async -> Found {
        let query = FormEncoding.encode([("receipt", plan.receipt), ("expand[]", "payments")])
        switch await connection.get(
            RazorpayWire.Collection<RazorpayWire.Order>.self, "/v1/orders?\(query)")
        {
        case .object(let orders):
            let ours = orders.items.filter { $0.receipt == plan.receipt }
            guard let order = ours.first else { return .none }
            guard ours.count == 1 else {
                let ids = ours.map(\.id).joined(separator: ", ")
                return .failed(.unknown(reason: "several orders for one debit: \(ids)"))
            }
            return await standing(of: order, plan)
        case let reply: return .failed(Self.unread(reply))
        }
    }

    /// A question that is refused has told nothing of the debit.
    private static func unread<Object>(_ reply: RazorpayConnection.Reply<Object>) -> ChargeAnswer {
        if case .refused(_, let label) = reply { return .unknown(reason: label) }
        return reply.answer
    }

    /// The order as it is, never trusted to be the one that was asked for.
    private func standing(of order: RazorpayWire.Order, _ plan: RazorpayDebitPlan) async -> Found {
        guard order.amount == plan.amount, order.currency == plan.currency,
            order.notes?["bc_attempt"] == plan.attempt
        else {
            return .failed(
                .unknown(
                    reason: "\(order.id) is of \(order.amount) \(order.currency), sent were "
                        + "\(plan.amount) \(plan.currency)"))
        }
        if let payments = order.payments {
            return .found(RazorpayStanding(order: order, payments: payments.items))
        }
        switch await payments(of: order.id) {
        case .object(let payments):
            return .found(RazorpayStanding(order: order, payments: payments.items))
        case let reply: return .failed(Self.unread(reply))
        }
    }

    func payments(
        of order: String
    ) async -> RazorpayConnection.Reply<RazorpayWire.Collection<RazorpayWire.Payment>> {
        guard IdentifierRule.isPathSegment(order) else { return .unknown(reason: "malformed order id") }
        return await connection.get(
            RazorpayWire.Collection<RazorpayWire.Payment>.self, "/v1/orders/\(order)/payments")
    }

    /// A repeated receipt gives the same order, or a refusal upon which the order is read; both are documented.
    func makeOrder(_ plan: RazorpayDebitPlan) async -> Found {
        let debitAt =
            connection.configuration.announcesDebits
            ? MandateRule.debitAt(announcedAt: now(), cycleEndsAt: plan.cycleEndsAt) : nil
        switch await connection.post(
            RazorpayWire.Order.self, "/v1/orders", body: plan.order(debitAt: debitAt))
        {
        case .object(let order): return await standing(of: order, plan)
        case .refused(let failure, _) where failure.description == "Order receipt should be unique.":
            return await existingOrder(plan)
        case let reply: return .failed(reply.answer)
        }
    }
}
