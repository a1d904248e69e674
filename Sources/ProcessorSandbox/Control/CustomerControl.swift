/// What customers and their banks do: finish a page, get a new card, consent to a debit, object to a charge.
enum CustomerControl {
    private struct SettleBody: Decodable {
        let outcome: SandboxOutcome
    }

    private struct SessionBody: Decodable {
        let paymentMethod: ScriptedMethod
    }

    private struct CardBody: Decodable {
        let last4: String?
        let expMonth: Int64?
        let expYear: Int64?
        let kind: String?
        let outcomes: [SandboxOutcome]?
    }

    private struct RaiseBody: Decodable {
        let charge: String
        let amount: Int64?
        let reason: String?
    }

    private struct EndBody: Decodable {
        let status: DisputeRecord.Status
    }

    /// Razorpay's last word about a debit that is under way, waits for its customer, or was told to have failed; or
    /// "authorized", which goes back to the customer where no other word follows.
    static func settlePayment(
        _ id: String, _ request: SandboxRequest, _ state: inout SandboxState
    ) throws -> SandboxReply {
        guard var payment = state.world.razorpay.payment(id) else {
            throw ControlInterface.Refusal(status: 404, message: "no payment \(id)")
        }
        guard !payment.isTaken else {
            throw ControlInterface.Refusal(message: "\(id) is settled: \(payment.status.rawValue)")
        }
        payment.capturesAt = nil
        payment.returnsAt = nil
        payment.waitsForCustomer = false
        switch try ControlInterface.decode(SettleBody.self, request).outcome {
        case .declines(code: "authorized"):
            // The bank has said yes, and nobody captures it.
            payment.failureCode = nil
            payment.status = .authorized
            payment.returnsAt = state.now + state.configuration.authorizationSeconds
        case .succeeds:
            let others = state.world.razorpay.payments(of: payment.orderID)
            let isPaid = others.contains { $0.isTaken }
            payment.failureCode = nil
            payment.status = isPaid ? .refunded : .captured
            payment.refunded = isPaid ? payment.amount : 0
        case .declines(let code):
            payment.status = .failed
            payment.failureCode = code
        case let outcome:
            throw ControlInterface.Refusal(message: "\(outcome.rawValue) does not settle anything")
        }
        try state.commit(JournalEntry(payment: payment))
        return SandboxReply(RazorpayObjects.payment(payment))
    }

    /// The customer has saved a card on a page of Checkout, or of a registration link.
    static func completeSession(
        _ id: String, _ request: SandboxRequest, _ state: inout SandboxState
    ) throws -> SandboxReply {
        guard var session = state.world.sessions[id] else {
            throw ControlInterface.Refusal(status: 404, message: "no session \(id)")
        }
        guard session.method == nil else { throw ControlInterface.Refusal(message: "\(id) is complete") }
        var method = try ControlInterface.decode(SessionBody.self, request).paymentMethod
        guard !method.outcomes.isEmpty, !method.id.isEmpty else {
            throw ControlInterface.Refusal(message: "a method needs an id and at least one outcome")
        }
        method.customer = session.customer
        for entry in ControlInterface.entries(for: method, in: state) { try state.commit(entry) }
        session.method = method.id
        try state.commit(JournalEntry(session: session))
        if session.isRazorpays { try payRegistration(session, token: method.id, &state) }
        return SandboxReply(
            session.isRazorpays ? RazorpayObjects.registration(session) : StripeObjects.session(session))
    }

    /// Registering a card takes a rupee, on an order of its own with the link's notes.
    private static func payRegistration(
        _ session: SessionRecord, token: String, _ state: inout SandboxState
    ) throws {
        let order = OrderRecord(
            id: RazorpayCall.newID("order_"), amount: 100, currency: "INR", receipt: nil,
            notes: session.metadata, token: nil, paymentAfter: nil, createdAt: state.now)
        try state.commit(JournalEntry(order: order))
        try state.commit(
            JournalEntry(
                payment: PaymentRecord(
                    id: RazorpayCall.newID("pay_"), orderID: order.id, amount: 100, currency: "INR",
                    customer: session.customer, token: token, status: .captured, notes: session.metadata,
                    createdAt: state.now)))
    }

    /// The customer has paid an order in Razorpay's checkout and saved the method; answers what the browser is handed.
    static func payOrder(
        _ id: String, _ request: SandboxRequest, _ state: inout SandboxState
    ) throws -> SandboxReply {
        guard let order = state.world.razorpay.order(id) else {
            throw ControlInterface.Refusal(status: 404, message: "no order \(id)")
        }
        guard let secret = state.configuration.razorpayKeys.values.sorted().first else {
            throw ControlInterface.Refusal(message: "there is no key to sign with")
        }
        let method = try ControlInterface.decode(SessionBody.self, request).paymentMethod
        guard !method.outcomes.isEmpty, !method.id.isEmpty, let customer = method.customer else {
            throw ControlInterface.Refusal(
                message: "a method needs an id, a customer and at least one outcome")
        }
        for entry in ControlInterface.entries(for: method, in: state) { try state.commit(entry) }
        let payment = PaymentRecord(
            id: RazorpayCall.newID("pay_"), orderID: order.id, amount: order.amount, currency: order.currency,
            customer: customer, token: method.id, status: .captured, notes: order.notes, createdAt: state.now)
        try state.commit(JournalEntry(payment: payment))
        let signed = Array("\(order.id)|\(payment.id)".utf8)
        return SandboxReply([
            "razorpay_payment_id": .string(payment.id), "razorpay_order_id": .string(order.id),
            "razorpay_signature": .string(SandboxSignature.code(of: signed, secret: secret)),
        ])
    }

    /// The bank has sent a new card, and the network has told the processor.
    static func updateMethod(
        _ id: String, _ request: SandboxRequest, _ state: inout SandboxState
    ) throws -> SandboxReply {
        guard var method = state.world.methods[id] else {
            throw ControlInterface.Refusal(status: 404, message: "no method \(id)")
        }
        let card = try ControlInterface.decode(CardBody.self, request)
        method.last4 = card.last4 ?? method.last4
        method.expiryMonth = card.expMonth ?? method.expiryMonth
        method.expiryYear = card.expYear ?? method.expiryYear
        method.kind = card.kind ?? method.kind
        if let outcomes = card.outcomes, !outcomes.isEmpty {
            method.outcomes = outcomes
            method.charges = 0
        }
        try state.commit(JournalEntry(method: method))
        return SandboxReply(StripeObjects.method(method))
    }

    static func raiseDispute(_ request: SandboxRequest, _ state: inout SandboxState) throws -> SandboxReply {
        let body = try ControlInterface.decode(RaiseBody.self, request)
        guard
            let entry = SandboxDisputes.raise(
                charge: body.charge, amount: body.amount, reason: body.reason ?? "fraudulent", in: state),
            let dispute = entry.dispute
        else { throw ControlInterface.Refusal(status: 404, message: "\(body.charge) has taken no money") }
        try state.commit(entry)
        return reply(dispute)
    }

    static func endDispute(
        _ id: String, _ request: SandboxRequest, _ state: inout SandboxState
    ) throws -> SandboxReply {
        guard var dispute = state.world.dispute(id) else {
            throw ControlInterface.Refusal(status: 404, message: "no dispute \(id)")
        }
        guard dispute.status == .open else {
            throw ControlInterface.Refusal(message: "\(id) is \(dispute.status.rawValue)")
        }
        dispute.status = try ControlInterface.decode(EndBody.self, request).status
        try state.commit(JournalEntry(dispute: dispute))
        return reply(dispute)
    }

    private static func reply(_ dispute: DisputeRecord) -> SandboxReply {
        SandboxReply(
            dispute.processor == "stripe" ? StripeObjects.dispute(dispute) : RazorpayObjects.dispute(dispute))
    }
}

/// Where events go, and what became of them.
enum WebhookControl {
    private struct Body: Decodable {
        let endpoints: [WebhookEndpoint]
        let seed: UInt64?
        let leastCopies: Int?
        let mostCopies: Int?
        let mostDelayMs: Int?
        let retryMs: Int?
        let mostTries: Int?

        var plan: WebhookPlan {
            var plan = WebhookPlan()
            plan.seed = seed ?? plan.seed
            plan.leastCopies = leastCopies ?? plan.leastCopies
            plan.mostCopies = mostCopies ?? max(plan.mostCopies, plan.leastCopies)
            plan.mostDelayMilliseconds = mostDelayMs ?? plan.mostDelayMilliseconds
            plan.retryMilliseconds = retryMs ?? plan.retryMilliseconds
            plan.mostTries = mostTries ?? plan.mostTries
            return plan
        }
    }

    static func set(_ request: SandboxRequest, _ state: inout SandboxState) throws -> SandboxReply {
        let body = try ControlInterface.decode(Body.self, request)
        guard body.plan.isAcceptable else {
            throw ControlInterface.Refusal(message: "a number of copies, delay or try is out of range")
        }
        guard body.endpoints.allSatisfy({ ["stripe", "razorpay"].contains($0.processor) }) else {
            throw ControlInterface.Refusal(message: "a processor is stripe or razorpay")
        }
        state.webhooks.set(body.endpoints, body.plan)
        return SandboxReply(["endpoints": .integer(Int64(body.endpoints.count))])
    }

    static func events(_ state: SandboxState) -> SandboxReply {
        let events = state.webhooks.events
        return SandboxReply([
            "events": .array(
                events.map {
                    [
                        "id": .string($0.id), "processor": .string($0.processor), "type": .string($0.type),
                        "delivered": .integer(Int64($0.delivered)),
                    ]
                }), "total": .integer(Int64(events.count)), "has_more": false,
        ])
    }
}
