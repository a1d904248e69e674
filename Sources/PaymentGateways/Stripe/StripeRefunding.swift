public import Billing
import HTTPTransport

/// Money back through Stripe.
extension StripeGateway {
    /// The form of `POST /v1/refunds`; empty for an amount that Stripe cannot express.
    public func prepareRefund(_ request: RefundRequest) -> PreparedRefund {
        let amount = StripeAmount.minorUnits(
            request.amountMinorUnits, currencyCode: request.currencyCode, exponent: request.currencyExponent)
        let body = amount.map { FormEncoding.encode(Self.refundPairs(request, amount: $0)) }
        return PreparedRefund(
            refundID: request.refundID, idempotencyKey: request.idempotencyKey,
            apiVersion: connection.configuration.apiVersion, body: [UInt8]((body ?? "").utf8),
            chargeReference: request.chargeReference, amountMinorUnits: request.amountMinorUnits,
            currencyCode: request.currencyCode)
    }

    /// - Parameter amount: in Stripe's minor units.
    static func refundPairs(_ request: RefundRequest, amount: Int64) -> [(name: String, value: String)] {
        [
            ("payment_intent", request.chargeReference), ("amount", String(amount)),
            ("reason", request.reason.rawValue), ("metadata[bc_refund]", request.refundID),
        ]
    }

    /// Sends the stored bytes under their own key.
    public func sendRefund(_ refund: PreparedRefund) async -> RefundAnswer {
        if refund.body.isEmpty { return .refused(code: "amount_not_representable") }
        guard IdentifierRule.isPlain(refund.idempotencyKey) else { return .refused(code: "malformed_refund") }
        let reply = await connection.post(
            "/v1/refunds", body: refund.body, key: refund.idempotencyKey, apiVersion: refund.apiVersion)
        switch reply {
        case .unsendable(let reason): return .unavailable(reason: reason)
        case .notSent(let reason): return .notExecuted(reason: reason)
        case .indeterminate(let reason): return .unknown(reason: reason)
        case .response(let response): return StripeRefundAnswer.read(response, of: refund)
        }
    }

    /// All refunds of the charge. What is in no form that can be read makes the whole list unknown.
    public func refunds(ofCharge reference: String) async -> RefundListing {
        let listing = StripeListing<StripeWire.Refund>("/v1/refunds", query: [("payment_intent", reference)])
        switch await connection.readAll(listing) {
        case .failed(let reason): return .unknown(reason: reason)
        case .done(let refunds):
            let read = refunds.compactMap(ProcessorRefund.init)
            guard read.count == refunds.count else {
                return .unknown(reason: "a refund of \(reference) is in a form that is not known")
            }
            return .refunds(read)
        }
    }

    /// Reads all refunds of the charge and compares our own metadata.
    public func lookUpRefund(_ refund: PreparedRefund) async -> RefundLookUpAnswer {
        let listing = StripeListing<StripeWire.Refund>(
            "/v1/refunds", query: [("payment_intent", refund.chargeReference)]
        ) { $0.metadata?["bc_refund"] == refund.refundID }
        switch await connection.readAll(listing, apiVersion: refund.apiVersion) {
        case .failed(let reason): return .unknown(reason: reason)
        case .done(let refunds):
            guard let found = refunds.first else { return .absent }
            guard refunds.count == 1 else {
                let ids = refunds.map(\.id).joined(separator: ", ")
                return .unknown(reason: "several refunds of one id: \(ids)")
            }
            switch StripeRefundAnswer.read(found, of: refund) {
            case .unknown(let reason): return .unknown(reason: reason)
            case let definite: return .found(definite)
            }
        }
    }
}

/// What an answer of Stripe's means for a refund; the same rule as for charges: only Stripe's own words count.
enum StripeRefundAnswer {
    static func read(_ response: HTTPResponse, of refund: PreparedRefund) -> RefundAnswer {
        if response.status == 200 {
            guard let found = StripeAnswer.decode(StripeWire.Refund.self, response) else {
                return .unknown(reason: StripeAnswer.label("garbled answer", response))
            }
            return read(found, of: refund)
        }
        guard let failure = StripeAnswer.decode(StripeWire.ErrorAnswer.self, response)?.error else {
            return .unknown(reason: StripeAnswer.label("no answer of Stripe's", response))
        }
        let code = failure.code ?? failure.type ?? "http_\(response.status)"
        let label = StripeAnswer.label(code, response)
        switch response.status {
        case 401, 403: return .unavailable(reason: label)
        case 429: return .notExecuted(reason: label)
        case 400, 402, 404:
            let isFinal =
                response.headers["Stripe-Should-Retry"] != "true"
                && !["idempotency_error", "api_error"].contains(failure.type)
            return isFinal ? .refused(code: code) : .unknown(reason: label)
        default: return .unknown(reason: label)
        }
    }

    static func read(_ found: StripeWire.Refund, of refund: PreparedRefund) -> RefundAnswer {
        let currency = found.currency.uppercased()
        guard currency == refund.currencyCode,
            StripeAmount.billed(found.amount, currencyCode: currency) == refund.amountMinorUnits
        else {
            return .unknown(reason: "\(found.id) is of \(found.amount) \(currency), not what was prepared")
        }
        return standing(of: found)
    }

    /// What a refund says by itself.
    static func standing(of refund: StripeWire.Refund) -> RefundAnswer {
        switch refund.status {
        case "succeeded": .succeeded(reference: refund.id)
        case "pending", "requires_action": .pending(reference: refund.id)
        case "failed", "canceled":
            .failed(code: refund.failureReason ?? refund.status ?? "failed", reference: refund.id)
        default: .unknown(reason: "unexpected status \(refund.status ?? "none") of \(refund.id)")
        }
    }
}
