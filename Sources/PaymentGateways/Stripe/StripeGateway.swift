public import Billing
public import HTTPTransport

/// Stripe's PaymentIntents behind the payment port, off session, with idempotency keys (PROCESSORS 1a).
public struct StripeGateway: PaymentGateway {
    /// Clocks differ: a charge is looked for from this long before it was sent (PROCESSORS 4).
    static let clockToleranceSeconds: Int64 = 300

    let connection: StripeConnection
    var mode: GatewayMode { connection.configuration.mode }

    /// A gateway for one account. Copies share its rate limit.
    public init(
        _ configuration: StripeConfiguration, transport: HTTPTransport
    ) throws(GatewayConfigurationError) {
        try configuration.check()
        connection = StripeConnection(configuration, transport: transport)
    }

    /// "stripe".
    public var processor: String { "stripe" }

    /// Stripe forgets keys after 24 hours at the earliest; one hour is left for clocks and slow requests.
    public var repetition: RepetitionRule { .byKey(lifeSeconds: 23 * 3_600, absenceSeconds: 3_600) }

    /// The form and the version. An amount that Stripe cannot express gives an empty body, which
    /// ``send(_:)`` refuses without sending.
    public func prepare(_ request: ChargeRequest) -> PreparedCharge {
        let configuration = connection.configuration
        return PreparedCharge(
            attemptID: request.attemptID, idempotencyKey: request.idempotencyKey,
            apiVersion: configuration.apiVersion,
            body: StripeChargeForm.body(for: request, describes: configuration.describesCharges),
            customerReference: request.customerReference, amountMinorUnits: request.amountMinorUnits,
            currencyCode: request.currencyCode)
    }

    /// Sends the stored bytes under the stored key and version. An amount that is surely too small is refused here:
    /// Stripe would only say the same.
    public func send(_ charge: PreparedCharge) async -> ChargeAnswer {
        if charge.body.isEmpty { return .refused(code: DeclineCode.amountNotRepresentable.rawValue) }
        guard let form = StripeChargeForm(charge.body), IdentifierRule.isPlain(charge.idempotencyKey) else {
            return .refused(code: DeclineCode.malformedCharge.rawValue)
        }
        if connection.configuration.checksMinimums, form.amount < StripeMinimum.amount(form.currency) {
            return .refused(code: DeclineCode.amountTooSmall.rawValue)
        }
        let reply = await connection.post(
            "/v1/payment_intents", body: charge.body, key: charge.idempotencyKey,
            apiVersion: charge.apiVersion)
        switch reply {
        case .unsendable(let reason): return .unavailable(reason: reason)
        case .notSent(let reason): return .notExecuted(reason: reason)
        case .indeterminate(let reason): return .unknown(reason: reason)
        case .response(let response): return StripeAnswer(sent: form, mode: mode).read(response)
        }
    }

    /// Pages through the list of PaymentIntents since then, of the customer where one is known, and compares our
    /// own metadata. Never through Stripe's search: that one lags behind and is not offered in India.
    ///
    /// - Parameter sentAtOrAfter: seconds since 1970 of the first send.
    public func lookUp(_ charge: PreparedCharge, sentAtOrAfter: Int64) async -> LookUpAnswer {
        guard let form = StripeChargeForm(charge.body) else { return .unknown(reason: "malformed charge") }
        let listing = StripeListing<StripeWire.PaymentIntent>(
            intentsCreatedAtOrAfter: sentAtOrAfter - Self.clockToleranceSeconds,
            customer: charge.customerReference
        ) { $0.metadata?["bc_attempt"] == form.attemptID }
        switch await connection.readAll(listing, apiVersion: charge.apiVersion) {
        case .failed(let reason): return .unknown(reason: reason)
        case .done(let intents): return conclude(intents, StripeAnswer(sent: form, mode: mode))
        }
    }

    static let cancellation = [(name: "cancellation_reason", value: "abandoned")]

    /// Takes back an intent that waits for its customer. Where that fails, what it came to is read.
    public func cancel(_ charge: PreparedCharge, reference: String) async -> CancelAnswer {
        guard let form = StripeChargeForm(charge.body), IdentifierRule.isPathSegment(reference) else {
            return .unknown(reason: "malformed charge")
        }
        let body = FormEncoding.encode(Self.cancellation)
        let reply = await connection.post(
            "/v1/payment_intents/\(reference)/cancel", body: [UInt8](body.utf8),
            key: "\(charge.idempotencyKey):cancel", apiVersion: charge.apiVersion)
        let answer = StripeAnswer(sent: form, mode: mode)
        if case .response(let response) = reply, response.status == 200,
            let intent = StripeAnswer.decode(StripeWire.PaymentIntent.self, response),
            intent.id == reference, intent.status == "canceled"
        {
            return .canceled
        }
        return await standing(of: reference, answer, apiVersion: charge.apiVersion)
    }

    private func standing(
        of reference: String, _ answer: StripeAnswer, apiVersion: String
    ) async -> CancelAnswer {
        switch await connection.read(
            StripeWire.PaymentIntent.self, "/v1/payment_intents/\(reference)", apiVersion: apiVersion)
        {
        case .absent: return .unknown(reason: "Stripe knows no \(reference)")
        case .failed(let reason): return .unknown(reason: reason)
        case .found(let intent) where intent.status == "canceled": return .canceled
        case .found(let intent):
            switch answer.read(intent) {
            case .unknown(let reason): return .unknown(reason: reason)
            // Not settled: it still waits, and may still be paid. Where a confirmation failed the customer can try again.
            case .needsAction, .declined: return .unknown(reason: "\(reference) still waits for its customer")
            case let definite: return .settled(definite)
            }
        }
    }

    /// Two for one attempt cannot be under one key: then nothing is settled, and people look.
    private func conclude(_ intents: [StripeWire.PaymentIntent], _ answer: StripeAnswer) -> LookUpAnswer {
        guard let intent = intents.first else { return .absent }
        if intents.count > 1 {
            let ids = intents.map(\.id).joined(separator: ", ")
            return .found(.contradicts(reason: "several payment intents for one attempt: \(ids)"))
        }
        switch answer.read(intent) {
        case .unknown(let reason): return .unknown(reason: reason)
        case let definite: return .found(definite)
        }
    }
}
