public import Billing

/// What Razorpay keeps for a customer, and the page on which the customer registers another card.
extension RazorpayGateway {
    /// How long a registration link is good.
    private static let linkSeconds: Int64 = 7 * 86_400
    /// One rupee: what registering a card takes, and what Razorpay demands of such a link. It pays no invoice.
    private static let registrationMinorUnits: Int64 = 100

    /// The customer's tokens. Expired and rejected ones are not shown by Razorpay.
    public func savedMethods(ofCustomer reference: String) async -> SavedMethodListing {
        guard IdentifierRule.isPathSegment(reference) else { return .refused(code: "malformed_customer") }
        switch await connection.get(
            RazorpayWire.Collection<RazorpayWire.Token>.self, "/v1/customers/\(reference)/tokens")
        {
        case .object(let tokens):
            return .methods(tokens.items.map { SavedMethod($0, customer: reference) })
        case .refused(let failure, _): return .refused(code: failure.word)
        case let reply: return .unknown(reason: reply.reason)
        }
    }

    /// A registration link: Razorpay's page on which a card is registered anew. Razorpay has no page that changes a
    /// mandate, and this one returns to no page of ours. The new token comes as an event and becomes the default.
    ///
    /// The link finds the customer by email address and telephone number, so that the token is the same customer's.
    public func updateLink(_ request: UpdateLinkRequest) async -> UpdateLinkAnswer {
        guard request.currencyCode == "INR" else { return .refused(code: "currency_not_supported") }
        guard IdentifierRule.isPathSegment(request.customerReference) else {
            return .refused(code: "malformed_customer")
        }
        let customer: RazorpayWire.Customer
        switch await customers.find(request.customerReference, connection) {
        case .object(let found): customer = found
        case .refused(let failure, _): return .refused(code: failure.word)
        case let reply: return .unknown(reason: reply.reason)
        }
        guard let email = customer.email, let contact = customer.contact else {
            return .refused(code: "customer_without_address")
        }
        let expiresAt = now() + Self.linkSeconds
        let body = RegistrationBody(
            customer: .init(name: customer.name, email: email, contact: contact),
            amount: Self.registrationMinorUnits, expireBy: expiresAt,
            notes: ["bc_account": request.accountID])
        switch await connection.post(
            RazorpayWire.RegistrationLink.self, "/v1/subscription_registration/auth_links",
            body: RazorpayJSON.encode(body))
        {
        case .object(let link) where link.shortUrl.hasPrefix("https://"):
            return .link(url: link.shortUrl, expiresAt: expiresAt)
        case .object(let link): return .unknown(reason: "\(link.id) has no address over https")
        case .refused(let failure, _): return .refused(code: failure.word)
        case let reply: return .unknown(reason: reply.reason)
        }
    }

    private struct RegistrationBody: Encodable {
        struct Customer: Encodable {
            let name: String?
            let email: String
            let contact: String
        }

        struct Registration: Encodable {
            let method = "card"
            let maxAmount = MandateRule.limitWithoutConsentMinorUnits
            let frequency = "as_presented"
        }

        let customer: Customer
        let type = "link"
        let amount: Int64
        let currency = "INR"
        let description = "Register a card for your subscription"
        let subscriptionRegistration = Registration()
        /// The mail that carries the link is ours.
        let emailNotify = false
        let smsNotify = false
        let expireBy: Int64
        let notes: [String: String]
    }
}
