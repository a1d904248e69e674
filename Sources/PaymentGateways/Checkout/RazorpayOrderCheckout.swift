import Billing
import HTTPTransport

/// Razorpay's checkout: an order over the first invoice is paid by the customer, whose browser brings a signature back.
extension RazorpayGateway: CheckoutGateway {
    private struct OrderBody: Encodable {
        var amount: Int64
        var currency: String
        var customerId: String
        var paymentCapture = true
        var notes: [String: String]
    }

    private struct NotesBody: Encodable {
        var notes: [String: String]
    }

    /// Makes the order that the customer pays in the form that the application shows.
    public func openCheckout(_ request: CheckoutRequest) async -> CheckoutOpening {
        let body = OrderBody(
            amount: request.amountMinorUnits, currency: request.currencyCode,
            customerId: request.customerReference,
            notes: ["bc_account": request.account, "bc_subscription": request.subscription])
        let reply = await connection.post(
            RazorpayWire.Order.self, "/v1/orders", body: RazorpayJSON.encode(body))
        switch reply {
        case .object(let order): return .opened(reference: order.id, url: nil, expiresAt: nil)
        case .refused(let failure, _): return .refused(code: failure.word)
        case .notExecuted(let reason), .unavailable(let reason), .unknown(let reason):
            return .unknown(reason: reason)
        }
    }

    /// The signature says that the payment was made on this order; the payment itself says what it came to. Without a
    /// signature the order is asked for its payments: a customer whose browser never came back has paid all the same.
    public func checkoutFinding(_ reference: String, proof: CheckoutProof?) async -> CheckoutFinding {
        guard let proof else { return await findingByOrder(reference) }
        let secret = connection.configuration.keySecret
        guard
            RazorpayCheckout.isConfirmed(
                order: reference, payment: proof.payment, signature: proof.signature, keySecret: secret)
        else { return .refused(reason: "the signature is not Razorpay's for \(reference)") }
        switch await connection.get(RazorpayWire.PaidCheckout.self, "/v1/payments/\(proof.payment)") {
        case .object(let payment): return await finding(payment, order: reference)
        case .refused(_, let label): return .refused(reason: label)
        case .notExecuted(let reason), .unavailable(let reason), .unknown(let reason):
            return .unknown(reason: reason)
        }
    }

    private func findingByOrder(_ reference: String) async -> CheckoutFinding {
        guard IdentifierRule.isPathSegment(reference) else {
            return .refused(reason: "\(reference) is no order of Razorpay's")
        }
        switch await connection.get(
            RazorpayWire.Collection<RazorpayWire.PaidCheckout>.self, "/v1/orders/\(reference)/payments")
        {
        case .object(let payments):
            guard let paid = payments.items.first(where: { $0.status == "captured" }) else { return .open }
            return await finding(paid, order: reference)
        case .refused(_, let label): return .refused(reason: label)
        case .notExecuted(let reason), .unavailable(let reason), .unknown(let reason):
            return .unknown(reason: reason)
        }
    }

    private func finding(_ payment: RazorpayWire.PaidCheckout, order: String) async -> CheckoutFinding {
        guard payment.orderId == order else { return .refused(reason: "\(payment.id) is of another order") }
        guard payment.status == "captured" else { return .open }
        guard let token = payment.tokenId else {
            return .refused(reason: "\(payment.id) saved no method: open checkout with recurring on")
        }
        return .finished(
            await savedMethod(token, payment),
            paid: CheckoutPayment(reference: payment.id, amountMinorUnits: payment.amount))
    }

    /// The token with its card where Razorpay shows it; people then read which card it is.
    private func savedMethod(_ token: String, _ payment: RazorpayWire.PaidCheckout) async -> SavedMethod {
        let plain = SavedMethod(
            reference: token, customerReference: payment.customerId, kind: payment.method ?? "card")
        guard let customer = payment.customerId, IdentifierRule.isPathSegment(customer),
            IdentifierRule.isPathSegment(token),
            case .object(let found) = await connection.get(
                RazorpayWire.Token.self, "/v1/customers/\(customer)/tokens/\(token)")
        else { return plain }
        return SavedMethod(found, customer: customer)
    }

    /// Adds our marks to the order's notes, the one thing of an order that may be changed.
    public func markCheckout(_ reference: String, attempt: String, invoice: String) async -> CheckoutMarking {
        guard IdentifierRule.isPathSegment(reference) else { return .unknown(reason: "malformed order id") }
        var notes: [String: String] = [:]
        switch await connection.get(RazorpayWire.Order.self, "/v1/orders/\(reference)") {
        case .object(let order): notes = order.notes?.values ?? [:]
        case let reply: return .unknown(reason: reply.reason)
        }
        let marks = ["bc_attempt": attempt, "bc_invoice": invoice]
        let body = RazorpayJSON.encode(NotesBody(notes: notes.merging(marks) { $1 }))
        switch await connection.patch(RazorpayWire.Order.self, "/v1/orders/\(reference)", body: body) {
        case .object: return .marked
        case let reply: return .unknown(reason: reply.reason)
        }
    }
}

extension RazorpayWire {
    /// A payment that a customer made in the checkout.
    struct PaidCheckout: Decodable, Sendable {
        let id: String
        let amount: Int64
        let status: String
        let orderId: String?
        let customerId: String?
        let tokenId: String?
        let method: String?
    }
}
