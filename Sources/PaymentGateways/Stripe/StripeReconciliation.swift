public import Billing

/// What Stripe knows: for reconciliation, the orphan audit, and behind webhooks.
extension StripeGateway {
    /// All PaymentIntents since then with our metadata, newest first. Five minutes earlier for the clocks' sake. What was
    /// given back stands on their charges, which a restricted key may not be let read.
    public func charges(createdAtOrAfter instant: Int64, withRefunds: Bool) async -> ChargeListing {
        let listing = StripeListing<StripeWire.PaymentIntent>(
            intentsCreatedAtOrAfter: instant - Self.clockToleranceSeconds, customer: nil,
            expand: withRefunds ? "data.latest_charge" : nil
        ) { $0.metadata?["bc_attempt"] != nil }
        switch await connection.readAll(listing) {
        case .failed(let reason): return .unknown(reason: reason)
        case .done(let intents): return .charges(intents.map { ProcessorCharge($0, mode: mode) })
        }
    }

    /// Reads the object that an event names. Whatever the event itself says of it is not looked at.
    public func fetch(_ event: ProcessorEvent) async -> EventFinding {
        if let isLive = event.isLive, isLive != (mode == .live) {
            return .unknown(reason: "event \(event.id) is not of the gateway's mode, \(mode.rawValue)")
        }
        switch event.subject {
        case .charge(let id): return await fetchCharge(id)
        case .refund(let id, _): return await fetchRefund(id)
        case .dispute(let id, _): return await fetchDispute(id)
        case .method(let id, let customer): return await fetchMethod(id, of: customer)
        case .session(let id): return await fetchSession(id)
        case .other: return .nothing
        }
    }

    private func fetchCharge(_ id: String) async -> EventFinding {
        await read(
            StripeWire.PaymentIntent.self, "payment_intents", id, expand: "latest_charge"
        ) { .charge(ProcessorCharge($0, mode: mode)) }
    }

    private func fetchRefund(_ id: String) async -> EventFinding {
        await read(StripeWire.Refund.self, "refunds", id) { refund in
            guard refund.paymentIntent != nil else { return .nothing }
            guard let read = ProcessorRefund(refund) else {
                return .unknown(reason: "\(refund.id) is of \(refund.amount) \(refund.currency)")
            }
            return .refund(read)
        }
    }

    private func fetchDispute(_ id: String) async -> EventFinding {
        await read(StripeWire.Dispute.self, "disputes", id) { dispute in
            let currency = dispute.currency.uppercased()
            guard let charge = dispute.paymentIntent else { return .nothing }
            guard let amount = StripeAmount.billed(dispute.amount, currencyCode: currency) else {
                return .unknown(reason: "\(dispute.id) is of \(dispute.amount) \(currency)")
            }
            let moved = (dispute.balanceTransactions ?? []).map(\.amount).reduce(0, +)
            return .dispute(
                ProcessorDispute(
                    reference: dispute.id, chargeReference: charge, amountMinorUnits: amount,
                    currencyCode: currency, status: Self.status(dispute.status), isWithdrawn: moved < 0,
                    reason: dispute.reason))
        }
    }

    /// An inquiry that was closed came to nothing, which is as good as won.
    private static func status(_ word: String) -> ProcessorDispute.Status {
        switch word {
        case "won", "warning_closed", "prevented": .won
        case "lost": .lost
        default: .open
        }
    }

    private func fetchMethod(_ id: String, of customer: String?) async -> EventFinding {
        guard IdentifierRule.isPathSegment(id) else { return .nothing }
        switch await connection.read(StripeWire.PaymentMethod.self, "/v1/payment_methods/\(id)") {
        // What another flow saved and no charge of ours could use must not take a card's place.
        case .found(let method):
            return method.type == StripeChargeForm.methodType ? .method(SavedMethod(method)) : .nothing
        case .failed(let reason): return .unknown(reason: reason)
        case .absent:
            return .method(
                SavedMethod(reference: id, customerReference: customer, kind: "card", isUsable: false))
        }
    }

    /// The method that a finished Checkout session has saved.
    private func fetchSession(_ id: String) async -> EventFinding {
        let session: StripeWire.CheckoutSession
        guard IdentifierRule.isPathSegment(id) else { return .nothing }
        switch await connection.read(
            StripeWire.CheckoutSession.self, "/v1/checkout/sessions/\(id)?expand%5B%5D=setup_intent")
        {
        case .found(let found): session = found
        case .absent: return .nothing
        case .failed(let reason): return .unknown(reason: reason)
        }
        guard let setup = session.setupIntent?.object, setup.status == "succeeded",
            let method = setup.paymentMethod
        else { return .nothing }
        return await fetchMethod(method, of: nil)
    }

    private func read<Object: Decodable & Sendable>(
        _ type: Object.Type, _ collection: String, _ id: String, expand: String? = nil,
        _ finding: (Object) -> EventFinding
    ) async -> EventFinding {
        guard IdentifierRule.isPathSegment(id) else { return .nothing }
        let query = expand.map { "?expand%5B%5D=\($0)" } ?? ""
        switch await connection.read(type, "/v1/\(collection)/\(id)\(query)") {
        case .found(let object): return finding(object)
        case .absent: return .nothing
        case .failed(let reason): return .unknown(reason: reason)
        }
    }
}

extension ProcessorCharge {
    init(_ intent: StripeWire.PaymentIntent, mode: GatewayMode) {
        let currency = intent.currency.uppercased()
        let amount = StripeAmount.billed(intent.amount, currencyCode: currency)
        let refunded = intent.latestCharge?.object?.amountRefunded ?? 0
        self.init(
            reference: intent.id, attemptID: intent.metadata?["bc_attempt"],
            invoiceID: intent.metadata?["bc_invoice"], amountMinorUnits: amount ?? intent.amount,
            currencyCode: currency, createdAt: intent.created ?? 0,
            standing: amount == nil
                ? .unknown(reason: "\(intent.id) is of \(intent.amount) \(currency)")
                : StripeAnswer.standing(of: intent, mode: mode),
            refundedMinorUnits: StripeAmount.billed(refunded, currencyCode: currency) ?? 0)
    }
}

extension ProcessorRefund {
    /// nil for one of no PaymentIntent, or of an amount that the currency does not have.
    init?(_ refund: StripeWire.Refund) {
        let currency = refund.currency.uppercased()
        guard let charge = refund.paymentIntent,
            let amount = StripeAmount.billed(refund.amount, currencyCode: currency)
        else { return nil }
        self.init(
            reference: refund.id, refundID: refund.metadata?["bc_refund"], chargeReference: charge,
            amountMinorUnits: amount, currencyCode: currency,
            standing: StripeRefundAnswer.standing(of: refund))
    }
}

extension StripeConnection.Reply {
    /// Why there is no answer; empty where there is one.
    var reason: String {
        switch self {
        case .response: ""
        case .notSent(let reason), .unsendable(let reason), .indeterminate(let reason): reason
        }
    }
}
