import FoundationEssentials

/// `/_sandbox/…`: what a test or an operator says to the sandbox itself. No key is asked for.
enum ControlInterface {
    struct Refusal: Error {
        var status = 400
        let message: String
    }

    static func handle(_ request: SandboxRequest, _ state: inout SandboxState) -> SandboxReply {
        do {
            return try answer(request, &state)
        } catch let refusal as Refusal {
            return SandboxReply(status: refusal.status, ["error": ["message": .string(refusal.message)]])
        } catch {
            return SandboxReply(status: 500, ["error": ["message": .string("\(error)")]])
        }
    }

    private static func answer(_ request: SandboxRequest, _ state: inout SandboxState) throws -> SandboxReply
    {
        let segments = request.segments
        switch (request.method, segments.count > 1 ? segments[1] : "") {
        case ("GET", "health"):
            return SandboxReply(["ok": true])
        case ("GET", "books"):
            return books(state.world)
        case ("DELETE", "books"):
            try state.commit(JournalEntry(clearsBooks: true))
            return books(state.world)
        case ("POST", "payment_methods") where segments.count == 3:
            return try CustomerControl.updateMethod(segments[2], request, &state)
        case ("POST", "payment_methods"):
            return try registerMethods(request, &state)
        case ("POST", "payments") where segments.count == 3:
            return try CustomerControl.settlePayment(segments[2], request, &state)
        case ("POST", "checkout_sessions") where segments.count == 3:
            return try CustomerControl.completeSession(segments[2], request, &state)
        case ("POST", "orders") where segments.count == 3:
            return try CustomerControl.payOrder(segments[2], request, &state)
        case ("POST", "disputes") where segments.count == 2:
            return try CustomerControl.raiseDispute(request, &state)
        case ("POST", "disputes") where segments.count == 3:
            return try CustomerControl.endDispute(segments[2], request, &state)
        case ("POST", "webhooks"):
            return try WebhookControl.set(request, &state)
        case ("GET", "events"):
            return WebhookControl.events(state)
        case ("POST", "keys"):
            state.configuration.keyLifetimeSeconds = try decode(KeysBody.self, request).lifetimeSeconds
            return SandboxReply(["ok": true])
        case ("POST", "payment_intents") where segments.count == 3:
            return try settle(segments[2], request, &state)
        case ("POST", "faults"):
            state.dice = FaultDice(try decode(FaultsBody.self, request).plan())
            return SandboxReply(["ok": true])
        case ("POST", "clock"):
            state.frozenAt = try decode(ClockBody.self, request).now
            return SandboxReply(["now": .integer(state.now)])
        default:
            throw Refusal(status: 404, message: "no such control: \(request.method) \(request.path)")
        }
    }

    /// The charges of both processors, and what became of them later.
    private static func books(_ world: World) -> SandboxReply {
        let charges = world.charges
        let refunds =
            world.refunds.map(StripeObjects.refund)
            + world.razorpay.refunds.map(RazorpayObjects.refund)
        return SandboxReply([
            "charges": .array(charges.map(\.json)), "total": .integer(Int64(charges.count)),
            "has_more": false, "refunds": .array(refunds),
            "disputes": .array(
                world.disputes.map {
                    $0.processor == "stripe" ? StripeObjects.dispute($0) : RazorpayObjects.dispute($0)
                }),
        ])
    }

    // MARK: Methods

    private static func registerMethods(
        _ request: SandboxRequest, _ state: inout SandboxState
    ) throws -> SandboxReply {
        // One method, or {"payment_methods": [...]} for many at once.
        let methods: [ScriptedMethod]
        if let many = try? decode(MethodsBody.self, request) {
            methods = many.paymentMethods
        } else {
            methods = [try decode(ScriptedMethod.self, request)]
        }
        guard methods.allSatisfy({ !$0.outcomes.isEmpty && !$0.id.isEmpty }) else {
            throw Refusal(message: "a method needs an id and at least one outcome")
        }
        for method in methods {
            for entry in entries(for: method, in: state) { try state.commit(entry) }
        }
        return SandboxReply(["registered": .integer(Int64(methods.count))])
    }

    /// The customer, where it is named and unknown, and the method.
    static func entries(for method: ScriptedMethod, in state: SandboxState) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        if let customer = method.customer, state.world.customers[customer] == nil {
            entries.append(
                JournalEntry(
                    customer: CustomerRecord(
                        id: customer, email: nil, name: nil, metadata: [:], createdAt: state.now)))
        }
        entries.append(
            JournalEntry(
                method: MethodRecord(
                    id: method.id, customer: method.customer, brand: "visa", last4: "4242", expiryMonth: 12,
                    expiryYear: 2_099, outcomes: method.outcomes, createdAt: state.now)))
        return entries
    }

    // MARK: Settling

    /// What the bank says at last about an intent that is processing or waits for its customer.
    private static func settle(
        _ id: String, _ request: SandboxRequest, _ state: inout SandboxState
    ) throws -> SandboxReply {
        guard var intent = state.world.intent(id) else {
            throw Refusal(status: 404, message: "no intent \(id)")
        }
        guard intent.chargeID != nil, intent.status != .succeeded, intent.status != .canceled else {
            throw Refusal(message: "\(id) is settled: \(intent.status.rawValue)")
        }
        switch try decode(SettleBody.self, request).outcome {
        case .succeeds:
            intent.status = .succeeded
            intent.failureCode = nil
        case .declines(let code):
            intent.status = .requiresPaymentMethod
            intent.failureCode = code
        case let outcome:
            throw Refusal(message: "\(outcome.rawValue) does not settle anything")
        }
        try state.commit(JournalEntry(intent: intent))
        return SandboxReply(StripeObjects.intent(intent))
    }

    // MARK: Bodies

    private struct MethodsBody: Decodable {
        let paymentMethods: [ScriptedMethod]
    }

    private struct SettleBody: Decodable {
        let outcome: SandboxOutcome
    }

    private struct KeysBody: Decodable {
        let lifetimeSeconds: Int64
    }

    private struct ClockBody: Decodable {
        let now: Int64?
    }

    private struct FaultsBody: Decodable {
        let seed: UInt64?
        let perThousand: [String: Int]
        let delayMs: Int?
        let mostPerKey: Int?
        let mostInAll: Int?
        let hitsReading: Bool?

        func plan() throws -> FaultPlan {
            var plan = FaultPlan()
            for (name, rate) in perThousand {
                guard let fault = SandboxFault(rawValue: name) else {
                    throw Refusal(message: "no fault \(name)")
                }
                plan.perThousand[fault] = rate
            }
            plan.seed = seed ?? plan.seed
            plan.delayMilliseconds = delayMs ?? plan.delayMilliseconds
            plan.mostPerKey = mostPerKey ?? plan.mostPerKey
            plan.mostInAll = mostInAll ?? plan.mostInAll
            plan.hitsReading = hitsReading ?? plan.hitsReading
            guard plan.isAcceptable else { throw Refusal(message: "a rate or bound is out of range") }
            return plan
        }
    }

    static func decode<Body: Decodable>(
        _ type: Body.Type, _ request: SandboxRequest
    ) throws(Refusal) -> Body {
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(type, from: Data(request.body))
        } catch {
            throw Refusal(message: "unreadable body: \(error)")
        }
    }
}
