public import Billing
import Crypto

/// Money back through Razorpay, whose refunds do have a key.
extension RazorpayGateway {
    /// The JSON of a normal refund.
    public func prepareRefund(_ request: RefundRequest) -> PreparedRefund {
        PreparedRefund(
            refundID: request.refundID, idempotencyKey: request.idempotencyKey, apiVersion: "",
            body: RazorpayJSON.encode(
                RefundBody(
                    amount: request.amountMinorUnits,
                    notes: ["bc_refund": request.refundID, "bc_reason": request.reason.rawValue])),
            chargeReference: request.chargeReference, amountMinorUnits: request.amountMinorUnits,
            currencyCode: request.currencyCode)
    }

    private struct RefundBody: Encodable {
        let amount: Int64
        let notes: [String: String]
    }

    /// Sends the stored bytes under a key of letters, digits and hyphens, which is all that the header takes.
    public func sendRefund(_ refund: PreparedRefund) async -> RefundAnswer {
        let payment: String
        switch await capturedPayment(refund.chargeReference) {
        case .found(let id): payment = id
        case .absent: return .refused(code: "payment_not_captured")
        case .failed(let reply): return reply
        }
        switch await connection.post(
            RazorpayWire.Refund.self, "/v1/payments/\(payment)/refund", body: refund.body,
            refundKey: Self.headerKey(refund.idempotencyKey))
        {
        case .object(let found): return Self.answer(found, of: refund)
        case .refused(let failure, let label):
            // The key has been used with another body: what became of that one is to be looked up.
            let isOther = failure.description?.contains("same idempotency key") == true
            return isOther || !failure.isDefinite ? .unknown(reason: label) : .refused(code: failure.word)
        case .notExecuted(let reason): return .notExecuted(reason: reason)
        case .unavailable(let reason): return .unavailable(reason: reason)
        case .unknown(let reason): return .unknown(reason: reason)
        }
    }

    /// All refunds of the payment, up to the hundred that Razorpay shows at once.
    public func refunds(ofCharge reference: String) async -> RefundListing {
        let payment: String
        switch await capturedPayment(reference) {
        case .found(let id): payment = id
        case .absent: return .refunds([])
        case .failed(let answer): return .unknown(reason: answer.note ?? "\(answer)")
        }
        switch await connection.get(
            RazorpayWire.Collection<RazorpayWire.Refund>.self, "/v1/payments/\(payment)/refunds?count=100")
        {
        case .object(let refunds) where refunds.items.count < 100:
            return .refunds(refunds.items.map(ProcessorRefund.init))
        case .object: return .unknown(reason: "\(payment) has a hundred refunds or more")
        case let reply: return .unknown(reason: reply.reason)
        }
    }

    /// Reads the payment's refunds and compares our own notes.
    public func lookUpRefund(_ refund: PreparedRefund) async -> RefundLookUpAnswer {
        let payment: String
        switch await capturedPayment(refund.chargeReference) {
        case .found(let id): payment = id
        case .absent: return .absent
        case .failed(let answer): return .unknown(reason: "\(answer)")
        }
        switch await connection.get(
            RazorpayWire.Collection<RazorpayWire.Refund>.self, "/v1/payments/\(payment)/refunds?count=100")
        {
        case .object(let refunds):
            let ours = refunds.items.filter { $0.notes?["bc_refund"] == refund.refundID }
            guard let found = ours.first else { return .absent }
            guard ours.count == 1 else {
                return .unknown(
                    reason: "several refunds of one id: \(ours.map(\.id).joined(separator: ", "))")
            }
            switch Self.answer(found, of: refund) {
            case .unknown(let reason): return .unknown(reason: reason)
            case let definite: return .found(definite)
            }
        case let reply: return .unknown(reason: reply.reason)
        }
    }

    static func standing(of refund: RazorpayWire.Refund) -> RefundAnswer {
        switch refund.status {
        case "processed": .succeeded(reference: refund.id)
        case "pending": .pending(reference: refund.id)
        case "failed": .failed(code: "failed", reference: refund.id)
        default: .unknown(reason: "unexpected status \(refund.status ?? "none") of \(refund.id)")
        }
    }

    private static func answer(_ found: RazorpayWire.Refund, of refund: PreparedRefund) -> RefundAnswer {
        guard found.amount == refund.amountMinorUnits, found.currency == refund.currencyCode else {
            return .unknown(
                reason: "\(found.id) is of \(found.amount) \(found.currency), not what was prepared")
        }
        return standing(of: found)
    }

    private static func headerKey(_ key: String) -> String {
        "bc-" + WebhookSignature.hex(SHA256.hash(data: Array(key.utf8)).prefix(24))
    }

    private enum Captured {
        case found(String)
        case absent
        case failed(RefundAnswer)
    }

    /// An attempt that was pending is known by its order; the refund goes to the payment that was captured.
    private func capturedPayment(_ reference: String) async -> Captured {
        guard IdentifierRule.isPathSegment(reference) else {
            return .failed(.refused(code: "malformed_refund"))
        }
        guard reference.hasPrefix("order_") else { return .found(reference) }
        switch await payments(of: reference) {
        case .object(let payments):
            let taken = payments.items.first(where: \.isKept) ?? payments.items.first(where: \.wasTaken)
            return taken.map { .found($0.id) } ?? .absent
        case .refused(let failure, _): return .failed(.refused(code: failure.word))
        case .notExecuted(let reason): return .failed(.notExecuted(reason: reason))
        case .unavailable(let reason): return .failed(.unavailable(reason: reason))
        case .unknown(let reason): return .failed(.unknown(reason: reason))
        }
    }
}

extension ProcessorRefund {
    init(_ refund: RazorpayWire.Refund) {
        self.init(
            reference: refund.id, refundID: refund.notes?["bc_refund"], chargeReference: refund.paymentId,
            amountMinorUnits: refund.amount, currencyCode: refund.currency.uppercased(),
            standing: RazorpayGateway.standing(of: refund))
    }
}
