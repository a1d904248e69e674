import Billing
import HTTPTransport

/// Checkout in setup mode: the customer saves a card, and the first invoice is charged like every other.
extension StripeGateway: CheckoutGateway {
    /// Opens a page of Checkout in setup mode.
    public func openCheckout(_ request: CheckoutRequest) async -> CheckoutOpening {
        guard request.returnURL.hasPrefix("https://") || connection.configuration.isPlain else {
            return .refused(code: "return_url_not_https")
        }
        let page = UpdateLinkRequest(
            accountID: request.account, customerReference: request.customerReference,
            currencyCode: request.currencyCode, returnURL: request.returnURL, purpose: .addMethod)
        let (path, pairs) = Self.page(page)
        let form = FormEncoding.encode(pairs + [("metadata[bc_subscription]", request.subscription)])
        // No key: a page that nobody finishes does no harm, and one that has expired must not come back.
        let reply = await connection.post(path, body: [UInt8](form.utf8), key: nil)
        guard case .response(let response) = reply else { return .unknown(reason: reply.reason) }
        if response.status == 200, let page = StripeAnswer.decode(StripeWire.HostedPage.self, response),
            let url = page.url, url.hasPrefix("https://") || connection.configuration.isPlain
        {
            return .opened(reference: page.id, url: url, expiresAt: page.expiresAt)
        }
        guard [400, 404].contains(response.status),
            let failure = StripeAnswer.decode(StripeWire.ErrorAnswer.self, response)?.error,
            failure.type == "invalid_request_error"
        else { return .unknown(reason: StripeAnswer.label("no page", response)) }
        return .refused(code: failure.code ?? "invalid_request_error")
    }

    /// The session itself says what was saved; nothing that a browser brings is believed.
    public func checkoutFinding(_ reference: String, proof: CheckoutProof?) async -> CheckoutFinding {
        let question = ProcessorEvent(
            processor: processor, id: reference, type: "checkout.session.completed", createdAt: 0,
            isLive: nil,
            subject: .session(reference: reference))
        switch await fetch(question) {
        case .method(let method): return .finished(method, paid: nil)
        case .unknown(let reason): return .unknown(reason: reason)
        case .charge, .refund, .dispute, .nothing: return .open
        }
    }

    /// Nothing was paid here.
    public func markCheckout(_ reference: String, attempt: String, invoice: String) async -> CheckoutMarking {
        .marked
    }
}
