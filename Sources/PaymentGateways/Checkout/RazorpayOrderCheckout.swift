import Billing
import HTTPTransport

/// Razorpay's checkout: an order over the first invoice is paid by the customer, whose browser brings a signature back.
extension RazorpayGateway: CheckoutGateway {
    private struct OrderBody: Encodable {
        var amount: Int64
        var currency: String
        var customerId: String
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

    /// The signature says that the payment was made on this order; the payment itself says what it came to.
    public func checkoutFinding(_ reference: String, proof: CheckoutProof?) async -> CheckoutFinding {
        guard let proof else { return .open }
        let secret = connection.configuration.keySecret
        guard
            RazorpayCheckout.isConfirmed(
                order: reference, payment: proof.payment, signature: proof.signature, keySecret: secret)
        else { return .refused(reason: "the signature is not Razorpay's for \(reference)") }
        switch await connection.get(RazorpayWire.PaidCheckout.self, "/v1/payments/\(proof.payment)") {
        case .object(let payment): return Self.finding(payment, order: reference)
        case .refused(_, let label): return .refused(reason: label)
        case .notExecuted(let reason), .unavailable(let reason), .unknown(let reason):
            return .unknown(reason: reason)
        }
    }

    private static func finding(_ payment: RazorpayWire.PaidCheckout, order: String) -> CheckoutFinding {
        guard payment.orderId == order else { return .refused(reason: "\(payment.id) is of another order") }
        guard payment.status == "captured" else { return .open }
        guard let token = payment.tokenId else {
            return .refused(reason: "\(payment.id) saved no method: open checkout with recurring on")
        }
        let method = SavedMethod(
            reference: token, customerReference: payment.customerId, kind: payment.method ?? "card")
        return .finished(
            method, paid: CheckoutPayment(reference: payment.id, amountMinorUnits: payment.amount))
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
