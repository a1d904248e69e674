/// Around the endpoints: the key check, the faults, and Stripe's rules of idempotency keys.
extension SandboxState {
    /// Answers at once, or begins what a delay finishes.
    mutating func beginStripe(_ request: SandboxRequest) -> SandboxEngine.Step {
        guard isAuthorized(request) else { return .reply(stamped(StripeFailure.unauthorized.reply)) }
        let key = request.method == "POST" ? request.headers["idempotency-key"] : nil
        if let key, key.utf8.count > 255 {
            let failure = StripeFailure(message: "Idempotency keys are at most 255 characters long.")
            return .reply(stamped(failure.reply))
        }
        guard isWithinLimit() else { return .reply(stamped(StripeFailure.rateLimited.reply)) }
        let fault = dice.draw(key: key ?? request.path, isReading: request.method == "GET")
        if let reply = Self.faults.replyBeforeExecuting(fault) { return .reply(stamped(reply)) }
        if let key {
            if runningKeys.contains(key) { return .reply(stamped(Self.keyInUse)) }
            if let stored = world.results[key], now - stored.storedAt < configuration.keyLifetimeSeconds {
                return .reply(Self.faults.disturb(replay(stored, request), fault))
            }
        }
        if fault == .delay {
            if let key { runningKeys.insert(key) }
            return .later(
                milliseconds: dice.delayMilliseconds, Pending(request: request, processor: .stripe, key: key))
        }
        return .reply(Self.faults.disturb(execute(request, key: key, fault: fault), fault))
    }

    /// Executes what was delayed, whether or not anyone still listens.
    mutating func finishStripe(_ pending: Pending) -> SandboxReply {
        if let key = pending.key { runningKeys.remove(key) }
        return execute(pending.request, key: pending.key, fault: nil)
    }

    // MARK: Executing

    private mutating func execute(_ request: SandboxRequest, key: String?, fault: SandboxFault?)
        -> SandboxReply
    {
        guard let form = Self.form(request) else {
            return stamped(StripeFailure(message: "The parameters are not form encoded.").reply)
        }
        do {
            let result = try answer(request, form, key: key)
            return try keep(result, key: key, fingerprint: Self.fingerprint(request, form), fault: fault)
        } catch let failure as StripeFailure {
            return stamped(failure.reply)  // refused before it began executing: not kept under the key
        } catch {
            return stamped(StripeFailure.serverError.reply)  // the journal failed: nothing has happened
        }
    }

    /// A function of its own, so that the endpoint's view of the world is gone before the world changes: otherwise
    /// every change would copy it.
    private func answer(
        _ request: SandboxRequest, _ form: StripeForm, key: String?
    ) throws(StripeFailure) -> StripeResult {
        try StripeEndpoints.answer(
            request,
            StripeCall(
                form: form, world: world, now: now, idempotencyKey: key,
                apiVersion: request.headers["stripe-version"],
                enforcesAmountLimits: configuration.enforcesAmountLimits,
                letsReadCharges: configuration.letsReadCharges))
    }

    /// Writes down what happened together with the answer to be replayed.
    private mutating func keep(
        _ result: StripeResult, key: String?, fingerprint: String, fault: SandboxFault?
    ) throws(SandboxError) -> SandboxReply {
        let requestID = StripeCall.newID("req_")
        var reply = SandboxReply(status: result.status, result.json)
        if var entry = result.entry {
            if fault == .storedServerErrorUnexecuted { entry = JournalEntry() }
            if fault == .storedServerErrorUnexecuted || fault == .storedServerError {
                reply = StripeFailure.serverError.reply
            }
            if let key {
                entry.result = KeyedResult(
                    key: key, fingerprint: fingerprint, status: reply.status, body: reply.body,
                    requestID: requestID, storedAt: now)
            }
            try commit(entry)
        }
        reply.headers.append(("Request-Id", requestID))
        if result.isUnheard { reply.delivery = .none }
        return reply
    }

    private mutating func replay(_ stored: KeyedResult, _ request: SandboxRequest) -> SandboxReply {
        guard let form = Self.form(request), stored.fingerprint == Self.fingerprint(request, form) else {
            misusedKeys.insert(stored.key)
            return stamped(StripeFailure.keyWithOtherParameters.reply)
        }
        var reply = SandboxReply(status: stored.status, body: stored.body)
        reply.headers.append(("Idempotent-Replayed", "true"))
        reply.headers.append(("Original-Request", stored.requestID))
        return stamped(reply)
    }

    // MARK: Faults

    private static let faults = FaultReplies(
        rateLimited: StripeFailure.rateLimited.reply, conflict: keyInUse,
        serverError: StripeFailure.serverError.reply)

    private static var keyInUse: SandboxReply {
        var reply = StripeFailure.keyInUse.reply
        reply.headers.append(("Stripe-Should-Retry", "true"))
        return reply
    }

    // MARK: Parts of requests

    private func isAuthorized(_ request: SandboxRequest) -> Bool {
        let parts = (request.headers["authorization"] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return false }
        let key = String(parts[1])
        return configuration.secretKeys.contains(key) && !key.contains("_live_")
    }

    private func stamped(_ reply: SandboxReply) -> SandboxReply {
        var reply = reply
        reply.headers.append(("Request-Id", StripeCall.newID("req_")))
        return reply
    }

    private static func form(_ request: SandboxRequest) -> StripeForm? {
        request.method == "GET" ? StripeForm(request.query.utf8) : StripeForm(request.body)
    }

    private static func fingerprint(_ request: SandboxRequest, _ form: StripeForm) -> String {
        "\(request.method) \(request.path) \(form.fingerprint)"
    }
}
