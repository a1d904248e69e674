public import Billing

/// What Razorpay knows, for reconciliation and behind webhooks.
extension RazorpayGateway {
    private static let clockToleranceSeconds: Int64 = 300

    /// All orders since then with our notes, newest first. Pages are counted from the newest: an order made
    /// meanwhile shows one twice and hides none. Their refunds come with them, whether or not they are asked for.
    public func charges(createdAtOrAfter instant: Int64, withRefunds: Bool) async -> ChargeListing {
        var charges: [ProcessorCharge] = []
        var seen: Set<String> = []
        var page = 0
        while true {
            let query = FormEncoding.encode([
                ("from", String(max(instant - Self.clockToleranceSeconds, 0))), ("count", "100"),
                ("skip", String(page * 100)), ("expand[]", "payments"),
            ])
            switch await connection.get(
                RazorpayWire.Collection<RazorpayWire.Order>.self, "/v1/orders?\(query)")
            {
            case .object(let orders):
                for order in orders.items where order.notes?["bc_attempt"] != nil {
                    guard seen.insert(order.id).inserted else { continue }
                    charges.append(
                        RazorpayStanding(order: order, payments: order.payments?.items ?? []).charge)
                }
                if orders.items.count < 100 { return .charges(charges) }
                page += 1
            case let reply: return .unknown(reason: reply.reason)
            }
        }
    }

    /// Reads the entity that an event names.
    public func fetch(_ event: ProcessorEvent) async -> EventFinding {
        if let isLive = event.isLive, isLive != (connection.configuration.mode == .live) {
            return .unknown(
                reason: "event \(event.id) is not of the gateway's mode, "
                    + connection.configuration.mode.rawValue)
        }
        switch event.subject {
        case .charge(let id): return await fetchCharge(id)
        case .refund(let id, _):
            return await read(RazorpayWire.Refund.self, "refunds", id) { refund in
                .refund(ProcessorRefund(refund))
            }
        case .dispute(let id, _):
            return await read(RazorpayWire.Dispute.self, "disputes", id) { dispute in
                .dispute(
                    ProcessorDispute(
                        reference: dispute.id, chargeReference: dispute.paymentId,
                        amountMinorUnits: dispute.amount, currencyCode: dispute.currency.uppercased(),
                        status: Self.status(dispute.status),
                        isWithdrawn: (dispute.amountDeducted ?? 0) > 0, reason: dispute.reasonCode))
            }
        case .method(let id, let customer): return await fetchToken(id, of: customer)
        case .session, .other: return .nothing
        }
    }

    private static func status(_ word: String) -> ProcessorDispute.Status {
        switch word {
        case "won": .won
        case "lost", "closed": .lost
        default: .open
        }
    }

    /// A payment is seen with all others of its order.
    private func fetchCharge(_ id: String) async -> EventFinding {
        guard IdentifierRule.isPathSegment(id) else { return .nothing }
        if id.hasPrefix("order_") { return await fetchOrder(id) }
        switch await connection.get(RazorpayWire.Payment.self, "/v1/payments/\(id)") {
        case .object(let payment):
            guard let order = payment.orderId, IdentifierRule.isPathSegment(order) else { return .nothing }
            return await fetchOrder(order)
        case .refused: return .nothing
        case let reply: return .unknown(reason: reply.reason)
        }
    }

    private func fetchOrder(_ id: String) async -> EventFinding {
        switch await connection.get(RazorpayWire.Order.self, "/v1/orders/\(id)") {
        case .refused: return .nothing
        case .object(let order):
            switch await payments(of: order.id) {
            case .object(let payments):
                if let method = await registeredMethod(order, payments.items) { return method }
                return .charge(RazorpayStanding(order: order, payments: payments.items).charge)
            case let reply: return .unknown(reason: reply.reason)
            }
        case let reply: return .unknown(reason: reply.reason)
        }
    }

    /// A payment with which a customer registered a card on a link of ours. Razorpay's event of the token itself does not
    /// say whose it is; this payment does.
    private func registeredMethod(
        _ order: RazorpayWire.Order, _ payments: [RazorpayWire.Payment]
    ) async -> EventFinding? {
        guard order.notes?["bc_attempt"] == nil, order.notes?["bc_subscription"] == nil else { return nil }
        let registration = payments.first { payment in
            ["authorized", "captured", "refunded"].contains(payment.status)
                && (payment.notes?["bc_account"] ?? order.notes?["bc_account"]) != nil
        }
        guard let token = registration?.tokenId else { return nil }
        return await fetchToken(token, of: registration?.customerId)
    }

    private func fetchToken(_ id: String, of customer: String?) async -> EventFinding {
        guard IdentifierRule.isPathSegment(id), let customer, IdentifierRule.isPathSegment(customer) else {
            return .nothing
        }
        switch await connection.get(RazorpayWire.Token.self, "/v1/customers/\(customer)/tokens/\(id)") {
        case .object(let token): return .method(SavedMethod(token, customer: customer))
        case .refused:
            return .method(
                SavedMethod(reference: id, customerReference: customer, kind: "token", isUsable: false))
        case let reply: return .unknown(reason: reply.reason)
        }
    }

    private func read<Object: Decodable & Sendable>(
        _ type: Object.Type, _ collection: String, _ id: String, _ finding: (Object) -> EventFinding
    ) async -> EventFinding {
        guard IdentifierRule.isPathSegment(id) else { return .nothing }
        switch await connection.get(type, "/v1/\(collection)/\(id)") {
        case .object(let object): return finding(object)
        case .refused: return .nothing
        case let reply: return .unknown(reason: reply.reason)
        }
    }
}

extension SavedMethod {
    init(_ token: RazorpayWire.Token, customer: String) {
        var expiry: String?
        if let year = token.card?.expiryYear?.value, let month = token.card?.expiryMonth?.value {
            expiry = "\(year)-\(month < 10 ? "0" : "")\(month)"
        }
        self.init(
            reference: token.id, customerReference: customer, kind: token.method ?? "card",
            brand: token.card?.network?.lowercased(), last4: token.card?.last4, expiresOn: expiry,
            isUsable: token.recurringDetails?.status == "confirmed")
    }
}
