import Billing
import BillingFormats

/// The processor of simulations in memory: answers what the scenario says, charge by charge (SCENARIO, outcomes).
actor ScriptedGateway: PaymentGateway {
    nonisolated let processor: String
    private var scripts: [String: Script] = [:]
    /// What each key came to, so that a repeat or a question gets the same answer.
    private var results: [String: ChargeAnswer] = [:]

    private struct Script {
        var outcomes: [ScriptedOutcome]
        var next = 0

        mutating func take() -> ScriptedOutcome {
            defer { next += 1 }
            return outcomes[min(next, outcomes.count - 1)]
        }
    }

    init(processor: String) { self.processor = processor }

    /// A new or replaced method begins with the first of its outcomes.
    func register(method: String, outcomes: [ScriptedOutcome]) {
        scripts[method] = Script(outcomes: outcomes)
    }

    nonisolated func prepare(_ request: ChargeRequest) -> PreparedCharge {
        PreparedCharge(
            attemptID: request.attemptID, idempotencyKey: request.idempotencyKey, apiVersion: "",
            body: Array(request.methodReference.utf8), customerReference: request.customerReference,
            amountMinorUnits: request.amountMinorUnits, currencyCode: request.currencyCode)
    }

    func send(_ charge: PreparedCharge) async -> ChargeAnswer {
        if let result = results[charge.idempotencyKey] { return result }
        let method = String(decoding: charge.body, as: UTF8.self)
        guard let outcome = scripts[method]?.take() else { return .refused(code: "resource_missing") }
        let reference = "scripted:\(charge.idempotencyKey)"
        switch outcome {
        case .ok:
            return remember(.succeeded(reference: reference), of: charge)
        case .declined("requires_action"):
            return remember(.needsAction(reference: reference), of: charge)
        case .declined(let code):
            return remember(.declined(code: code, reference: reference), of: charge)
        case .unknownThenOK:
            _ = remember(.succeeded(reference: reference), of: charge)
        case .unknownThenDeclined:
            _ = remember(.declined(code: "declined", reference: reference), of: charge)
        }
        return .unknown(reason: "the answer was lost")
    }

    func lookUp(_ charge: PreparedCharge, sentAtOrAfter: Int64) async -> LookUpAnswer {
        results[charge.idempotencyKey].map { .found($0) } ?? .absent
    }

    private func remember(_ answer: ChargeAnswer, of charge: PreparedCharge) -> ChargeAnswer {
        results[charge.idempotencyKey] = answer
        return answer
    }
}
