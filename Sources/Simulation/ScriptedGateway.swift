import Billing
import BillingFormats

/// The processor of simulations in memory: answers what the scenario says, charge by charge (SCENARIO, outcomes).
actor ScriptedGateway: PaymentGateway {
    nonisolated let processor: String
    private var scripts: [String: Script] = [:]
    /// What each key came to, so that a repeat or a question gets the same answer.
    private var results: [String: ChargeAnswer] = [:]
    /// In the order in which they were made.
    private var charges: [ProcessorCharge] = []
    /// Refunds by their keys.
    private var refunds: [String: RefundAnswer] = [:]

    private struct Script {
        var outcomes: [ScriptedOutcome]
        var next = 0

        mutating func take() -> ScriptedOutcome {
            defer { next += 1 }
            return outcomes[min(next, outcomes.count - 1)]
        }
    }

    init(processor: String) { self.processor = processor }

    /// Keys are remembered for ever; in a simulation no time passes between a send and its sweep.
    nonisolated var repetition: RepetitionRule { .byKey(lifeSeconds: 23 * 3_600, absenceSeconds: 3_600) }

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
            return remember(.declined(DeclineDetails(code), reference: reference), of: charge)
        case .unknownThenOK:
            _ = remember(.succeeded(reference: reference), of: charge)
        case .unknownThenDeclined:
            _ = remember(.declined("declined", reference: reference), of: charge)
        }
        return .unknown(reason: "the answer was lost")
    }

    func lookUp(_ charge: PreparedCharge, sentAtOrAfter: Int64) async -> LookUpAnswer {
        results[charge.idempotencyKey].map { .found($0) } ?? .absent
    }

    private func remember(_ answer: ChargeAnswer, of charge: PreparedCharge) -> ChargeAnswer {
        results[charge.idempotencyKey] = answer
        charges.append(
            ProcessorCharge(
                reference: answer.reference ?? charge.idempotencyKey, attemptID: charge.attemptID,
                invoiceID: nil, amountMinorUnits: charge.amountMinorUnits,
                currencyCode: charge.currencyCode, createdAt: Int64(charges.count), standing: answer))
        return answer
    }

    // MARK: Giving back, and what the processor knows

    nonisolated func prepareRefund(_ request: RefundRequest) -> PreparedRefund {
        PreparedRefund(
            refundID: request.refundID, idempotencyKey: request.idempotencyKey, apiVersion: "",
            body: Array(request.chargeReference.utf8), chargeReference: request.chargeReference,
            amountMinorUnits: request.amountMinorUnits, currencyCode: request.currencyCode)
    }

    func sendRefund(_ refund: PreparedRefund) async -> RefundAnswer {
        if let answer = refunds[refund.idempotencyKey] { return answer }
        guard
            let position = charges.firstIndex(where: {
                $0.standing == .succeeded(reference: refund.chargeReference)
            }),
            case let charge = charges[position], refund.currencyCode == charge.currencyCode,
            refund.amountMinorUnits <= charge.amountMinorUnits - charge.refundedMinorUnits
        else { return .refused(code: "charge_not_refundable") }
        charges[position].refundedMinorUnits += refund.amountMinorUnits
        let answer = RefundAnswer.succeeded(reference: "scripted:\(refund.idempotencyKey)")
        refunds[refund.idempotencyKey] = answer
        return answer
    }

    func lookUpRefund(_ refund: PreparedRefund) async -> RefundLookUpAnswer {
        refunds[refund.idempotencyKey].map { .found($0) } ?? .absent
    }

    /// Nobody gives money back by hand in a simulation.
    func refunds(ofCharge reference: String) async -> RefundListing { .refunds([]) }

    /// A charge that waits for its customer can be taken back, one that has its answer cannot.
    func cancel(_ charge: PreparedCharge, reference: String) async -> CancelAnswer {
        switch results[charge.idempotencyKey] {
        case .needsAction:
            results[charge.idempotencyKey] = .refused(code: "canceled")
            return .canceled
        case nil: return .canceled
        case let answer?: return .settled(answer)
        }
    }

    /// The script knows methods and no customers.
    func savedMethods(ofCustomer reference: String) async -> SavedMethodListing {
        .refused(code: "resource_missing")
    }

    func updateLink(_ request: UpdateLinkRequest) async -> UpdateLinkAnswer {
        .refused(code: "unsupported")
    }

    /// Charges have no dates here, so that all are listed, newest first.
    func charges(createdAtOrAfter: Int64, withRefunds: Bool) async -> ChargeListing {
        .charges(charges.reversed())
    }

    func fetch(_ event: ProcessorEvent) async -> EventFinding {
        guard case .charge(let reference) = event.subject else { return .nothing }
        return charges.first { $0.reference == reference }.map { .charge($0) } ?? .nothing
    }
}
