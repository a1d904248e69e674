public import Billing
import HTTPTransport

/// What Stripe keeps for a customer, and the pages on which the customer changes it.
extension StripeGateway {
    /// The customer's methods, the default first.
    public func savedMethods(ofCustomer reference: String) async -> SavedMethodListing {
        guard IdentifierRule.isPathSegment(reference) else { return .refused(code: "malformed_customer") }
        let defaultMethod: String?
        switch await connection.read(StripeWire.Customer.self, "/v1/customers/\(reference)") {
        case .absent: return .refused(code: "resource_missing")
        case .failed(let reason): return .unknown(reason: reason)
        case .found(let customer) where customer.deleted == true: return .refused(code: "resource_missing")
        case .found(let customer): defaultMethod = customer.invoiceSettings?.defaultPaymentMethod?.id
        }
        let listing = StripeListing<StripeWire.PaymentMethod>("/v1/customers/\(reference)/payment_methods")
        switch await connection.readAll(listing) {
        case .failed(let reason): return .unknown(reason: reason)
        case .done(let methods):
            let saved = methods.map { SavedMethod($0, isDefault: $0.id == defaultMethod) }
            return .methods(saved.filter(\.isDefault) + saved.filter { !$0.isDefault })
        }
    }

    /// Checkout in setup mode, which saves a card, or the billing portal, opened where cards are updated. Neither
    /// takes money.
    public func updateLink(_ request: UpdateLinkRequest) async -> UpdateLinkAnswer {
        guard request.returnURL.hasPrefix("https://") || connection.configuration.isPlain else {
            return .refused(code: "return_url_not_https")
        }
        let (path, pairs) = Self.page(request)
        // No key: two pages do no harm, and one that has expired must not come back.
        let reply = await connection.post(path, body: [UInt8](FormEncoding.encode(pairs).utf8), key: nil)
        guard case .response(let response) = reply else {
            return .unknown(reason: reply.reason)
        }
        if response.status == 200, let page = StripeAnswer.decode(StripeWire.HostedPage.self, response),
            let url = page.url, url.hasPrefix("https://") || connection.configuration.isPlain
        {
            return .link(url: url, expiresAt: page.expiresAt)
        }
        guard [400, 404].contains(response.status),
            let failure = StripeAnswer.decode(StripeWire.ErrorAnswer.self, response)?.error,
            failure.type == "invalid_request_error"
        else { return .unknown(reason: StripeAnswer.label("no page", response)) }
        return .refused(code: failure.code ?? "invalid_request_error")
    }

    static func page(
        _ request: UpdateLinkRequest
    ) -> (path: String, pairs: [(name: String, value: String)]) {
        switch request.purpose {
        case .addMethod:
            (
                "/v1/checkout/sessions",
                [
                    ("mode", "setup"), ("customer", request.customerReference),
                    ("payment_method_types[]", "card"), ("success_url", request.returnURL),
                    ("cancel_url", request.returnURL), ("metadata[bc_account]", request.accountID),
                ]
            )
        case .updateMethods:
            (
                "/v1/billing_portal/sessions",
                [
                    ("customer", request.customerReference), ("return_url", request.returnURL),
                    ("flow_data[type]", "payment_method_update"),
                ]
            )
        }
    }
}

extension SavedMethod {
    init(_ method: StripeWire.PaymentMethod, isDefault: Bool = false) {
        var expiry: String?
        if let year = method.card?.expYear, let month = method.card?.expMonth {
            expiry = "\(year)-\(month < 10 ? "0" : "")\(month)"
        }
        self.init(
            reference: method.id, customerReference: method.customer, kind: method.type,
            brand: method.card?.brand, last4: method.card?.last4, expiresOn: expiry,
            fingerprint: method.card?.fingerprint, isDefault: isDefault, isUsable: method.customer != nil)
    }
}
