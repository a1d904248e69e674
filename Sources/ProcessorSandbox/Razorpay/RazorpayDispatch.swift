import FoundationEssentials

/// Around Razorpay's endpoints: the key check, the limit, the faults, and what turns out later.
extension SandboxState {
    /// Answers at once, or begins what a delay finishes.
    mutating func beginRazorpay(_ request: SandboxRequest) -> SandboxEngine.Step {
        guard let secret = authorizedSecret(request) else {
            return .reply(RazorpayFailure.unauthorized.reply)
        }
        guard isWithinLimit() else { return .reply(RazorpayFailure.rateLimited.reply) }
        let fault = dice.draw(key: Self.faultKey(request), isReading: request.method == "GET")
        if let reply = Self.razorpayFaults.replyBeforeExecuting(fault) { return .reply(reply) }
        if fault == .storedServerErrorUnexecuted { return .reply(RazorpayFailure.serverError.reply) }
        if fault == .delay {
            return .later(
                milliseconds: dice.delayMilliseconds,
                Pending(request: request, processor: .razorpay, key: nil))
        }
        let reply = execute(request, secret: secret, fault: fault)
        // Razorpay stores no answers: a stored 500 is one that was executed.
        return .reply(
            Self.razorpayFaults.disturb(reply, fault == .storedServerError ? .serverErrorAfter : fault))
    }

    /// Executes what was delayed, whether or not anyone still listens.
    mutating func finishRazorpay(_ pending: Pending) -> SandboxReply {
        guard let secret = authorizedSecret(pending.request) else {
            return RazorpayFailure.unauthorized.reply
        }
        return execute(pending.request, secret: secret, fault: nil)
    }

    /// What turns out later: payments that were told to have failed are captured after all, and authorized ones that
    /// nobody captured go back to their customers.
    mutating func passTime() {
        for id in world.razorpay.laterChanges {
            guard let payment = world.razorpay.payment(id) else { continue }
            if let at = payment.capturesAt, at <= now { captureLate(payment) }
            if let at = payment.returnsAt, at <= now { giveBackUncaptured(payment) }
        }
    }

    /// Where its order was paid meanwhile, Razorpay gives the money back at once.
    private mutating func captureLate(_ failed: PaymentRecord) {
        var payment = failed
        let isPaid = world.razorpay.payments(of: payment.orderID).contains(where: \.isTaken)
        payment.capturesAt = nil
        payment.failureCode = nil
        payment.status = isPaid ? .refunded : .captured
        payment.refunded = isPaid ? payment.amount : 0
        // Where the journal cannot be written it stays to be captured at the next request.
        try? commit(JournalEntry(payment: payment))
    }

    private mutating func giveBackUncaptured(_ authorized: PaymentRecord) {
        var payment = authorized
        payment.returnsAt = nil
        payment.status = .refunded
        payment.wasNeverCaptured = true
        payment.refunded = payment.amount
        let refund = RazorpayRefundRecord(
            id: RazorpayCall.newID("rfnd_"), paymentID: payment.id, amount: payment.amount,
            currency: payment.currency, notes: [:], key: nil, body: "", createdAt: now)
        // Where the journal cannot be written it stays to go back at the next request.
        try? commit(JournalEntry(payment: payment, razorpayRefund: refund))
    }

    private mutating func execute(
        _ request: SandboxRequest, secret: String, fault: SandboxFault?
    ) -> SandboxReply {
        do {
            let result = try RazorpayEndpoints.answer(
                RazorpayCall(
                    request: request, world: world, now: now, configuration: configuration,
                    keySecret: secret, succeedsLate: fault == .lateSuccess))
            if let entry = result.entry { try commit(entry) }
            var reply = result.failure?.reply ?? SandboxReply(result.json)
            if result.isUnheard { reply.delivery = .none }
            return reply
        } catch let failure as RazorpayFailure {
            return failure.reply
        } catch {
            return RazorpayFailure.serverError.reply  // the journal failed: nothing has happened
        }
    }

    private func authorizedSecret(_ request: SandboxRequest) -> String? {
        guard let (name, password) = SandboxProcessor.basicCredentials(request), !name.contains("_live_"),
            configuration.razorpayKeys[name] == password
        else { return nil }
        return password
    }

    /// Razorpay has no keys: what is drawn goes by the order or the receipt that a request is about.
    private static func faultKey(_ request: SandboxRequest) -> String {
        struct Subject: Decodable {
            let receipt: String?
            let orderId: String?
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let subject = try? decoder.decode(Subject.self, from: Data(request.body))
        return "\(request.path) \(subject?.receipt ?? subject?.orderId ?? "")"
    }

    private static let razorpayFaults = FaultReplies(
        rateLimited: RazorpayFailure.rateLimited.reply, conflict: RazorpayFailure.busy.reply,
        serverError: RazorpayFailure.serverError.reply)
}

/// The way from method and path to an endpoint.
enum RazorpayEndpoints {
    static func answer(_ call: RazorpayCall) throws(RazorpayFailure) -> RazorpayResult {
        let segments = call.request.segments
        guard segments.first == "v1", segments.count > 1 else { throw unrecognized }
        let id = segments.count > 2 ? segments[2] : ""
        let part = segments.count > 3 ? segments[3] : ""
        switch (call.request.method, segments[1], segments.count, part) {
        case ("POST", "orders", 2, _): return try RazorpayOrders.create(call)
        case ("GET", "orders", 2, _): return try RazorpayOrders.list(call)
        case ("GET", "orders", 3, _): return try RazorpayOrders.retrieve(id, call)
        case ("PATCH", "orders", 3, _): return try RazorpayOrders.update(id, call)
        case ("POST", "subscription_registration", 3, _) where id == "auth_links":
            return try RazorpayRegistrations.create(call)
        case ("GET", "orders", 4, "payments"): return try RazorpayOrders.payments(of: id, call)
        case ("POST", "payments", 4, "recurring") where id == "create":
            return try RazorpayPayments.createRecurring(call)
        case ("GET", "payments", 3, _): return try RazorpayPayments.retrieve(id, call)
        case ("POST", "payments", 4, "refund"): return try RazorpayPayments.refund(id, call)
        case ("GET", "payments", 4, "refunds"): return try RazorpayPayments.refunds(of: id, call)
        case ("GET", "refunds", 3, _):
            guard let refund = call.world.razorpay.refund(id) else { throw .noSuchID }
            return RazorpayResult(json: RazorpayObjects.refund(refund))
        case ("GET", "disputes", 3, _):
            guard let dispute = call.world.dispute(id) else { throw .noSuchID }
            return RazorpayResult(json: RazorpayObjects.dispute(dispute))
        case ("GET", "customers", 3..., _): return try customer(id, Array(segments.dropFirst(3)), call)
        default: throw unrecognized
        }
    }

    private static func customer(
        _ id: String, _ rest: [String], _ call: RazorpayCall
    ) throws(RazorpayFailure) -> RazorpayResult {
        guard let customer = call.world.customers[id] else { throw .noSuchID }
        switch (rest.first, rest.count) {
        case (nil, 0): return RazorpayResult(json: RazorpayObjects.customer(customer))
        case ("tokens", 1):
            let tokens = call.world.methods(customer: id).map(RazorpayObjects.token)
            return RazorpayResult(json: RazorpayObjects.collection(tokens))
        case ("tokens", 2):
            guard let method = call.world.methods[rest[1]], method.customer == id else { throw .noSuchID }
            return RazorpayResult(json: RazorpayObjects.token(method))
        default: throw unrecognized
        }
    }

    private static let unrecognized = RazorpayFailure(
        status: 404, description: "The requested URL was not found on the server.")
}
