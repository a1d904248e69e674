public import Billing
public import HTTPTransport

/// Stripe's PaymentIntents behind the payment port, off session, with idempotency keys (PROCESSORS 1a).
public struct StripeGateway: PaymentGateway {
    /// Clocks differ: a charge is looked for from this long before it was sent (PROCESSORS 4).
    private static let clockToleranceSeconds: Int64 = 300

    private let configuration: StripeConfiguration
    private let transport: HTTPTransport
    private let gate: RequestGate

    /// A gateway for one account. Copies share its rate limit.
    public init(
        _ configuration: StripeConfiguration, transport: HTTPTransport
    ) throws(GatewayConfigurationError) {
        try configuration.check()
        self.configuration = configuration
        self.transport = transport
        gate = RequestGate(
            ratePerSecond: configuration.requestsPerSecond, maximumInFlight: configuration.maximumInFlight)
    }

    /// "stripe".
    public var processor: String { "stripe" }

    /// The form and the version. An amount that Stripe cannot express gives an empty body, which
    /// ``send(_:)`` refuses without sending.
    public func prepare(_ request: ChargeRequest) -> PreparedCharge {
        PreparedCharge(
            attemptID: request.attemptID, idempotencyKey: request.idempotencyKey,
            apiVersion: configuration.apiVersion,
            body: StripeChargeForm.body(for: request, describes: configuration.describesCharges),
            customerReference: request.customerReference, amountMinorUnits: request.amountMinorUnits,
            currencyCode: request.currencyCode)
    }

    /// Sends the stored bytes once under the stored key and version.
    public func send(_ charge: PreparedCharge) async -> ChargeAnswer {
        if charge.body.isEmpty { return .refused(code: "amount_not_representable") }
        guard let form = StripeChargeForm(charge.body), IdentifierRule.isPlain(charge.idempotencyKey) else {
            return .refused(code: "malformed_charge")
        }
        var request = request(.post, "/v1/payment_intents", apiVersion: charge.apiVersion)
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.headers.add(name: "Idempotency-Key", value: charge.idempotencyKey)
        request.body = charge.body
        switch await send(request) {
        case nil: return .notExecuted(reason: "cancelled before sending")
        case .notSent(.invalidRequest(let detail)): return .unavailable(reason: "not sendable: \(detail)")
        case .notSent(let reason): return .notExecuted(reason: reason.message)
        case .indeterminate(let reason): return .unknown(reason: reason.message)
        case .response(let response):
            return StripeAnswer(sent: form, mode: configuration.mode).read(response)
        }
    }

    /// Pages through the list of PaymentIntents since then, of the customer where one is known, and compares our
    /// own metadata. Never through Stripe's search: that one lags behind and is not offered in India.
    ///
    /// - Parameter sentAtOrAfter: seconds since 1970 of the first send.
    public func lookUp(_ charge: PreparedCharge, sentAtOrAfter: Int64) async -> LookUpAnswer {
        guard let form = StripeChargeForm(charge.body) else { return .unknown(reason: "malformed charge") }
        var listing = StripeListing(
            attemptID: form.attemptID, customer: charge.customerReference,
            createdAtOrAfter: sentAtOrAfter - Self.clockToleranceSeconds)
        while true {
            let request = request(.get, listing.nextTarget, apiVersion: charge.apiVersion)
            switch await send(request) {
            case nil: return .unknown(reason: "cancelled before asking")
            case .notSent(let reason): return .unknown(reason: reason.message)
            case .indeterminate(let reason): return .unknown(reason: reason.message)
            case .response(let response):
                switch listing.take(response) {
                case .more: continue
                case .failed(let reason): return .unknown(reason: reason)
                case .done(let intents):
                    return conclude(intents, StripeAnswer(sent: form, mode: configuration.mode))
                }
            }
        }
    }

    /// Two for one attempt cannot be under one key: then nothing is concluded, so that an operator looks.
    private func conclude(_ intents: [StripeWire.PaymentIntent], _ answer: StripeAnswer) -> LookUpAnswer {
        guard let intent = intents.first else { return .absent }
        if intents.count > 1 {
            let ids = intents.map(\.id).joined(separator: ", ")
            return .unknown(reason: "several payment intents for one attempt: \(ids)")
        }
        switch answer.read(intent) {
        case .unknown(let reason): return .unknown(reason: reason)
        case let definite: return .found(definite)
        }
    }

    private func request(_ method: HTTPMethod, _ target: String, apiVersion: String) -> HTTPRequest {
        var request = HTTPRequest(method, configuration.baseURL + target)
        request.headers = [
            "Authorization": "Bearer \(configuration.secretKey.revealed)", "Stripe-Version": apiVersion,
            "Accept": "application/json", "User-Agent": "dueday",
        ]
        request.connectTimeoutMilliseconds = configuration.connectTimeoutMilliseconds
        request.totalTimeoutMilliseconds = configuration.totalTimeoutMilliseconds
        request.allowsPlainLoopback = configuration.isPlain
        request.proxy = configuration.proxy
        request.authoritiesFile = configuration.authoritiesFile
        return request
    }

    private func send(_ request: HTTPRequest) async -> HTTPOutcome? {
        await gate.run { [transport] in await transport.send(request) }
    }
}
