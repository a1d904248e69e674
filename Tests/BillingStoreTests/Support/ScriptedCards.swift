import Billing
import Synchronization

/// A processor that answers by the method's reference; every key is executed once, however often it is sent.
final class ScriptedCards: PaymentGateway {
    let processor = "scripted"
    private let answers: Mutex<[String: [ChargeAnswer]]>
    private let executed = Mutex<[String: ChargeAnswer]>([:])

    /// - Parameter answers: by method reference, in turn; the last for ever. Methods that are not named
    /// succeed.
    init(_ answers: [String: [ChargeAnswer]] = [:]) {
        self.answers = Mutex(answers)
    }

    var executedKeys: [String] { executed.withLock { Array($0.keys) } }

    func prepare(_ request: ChargeRequest) -> PreparedCharge {
        PreparedCharge(
            attemptID: request.attemptID, idempotencyKey: request.idempotencyKey, apiVersion: "v1",
            body: Array(request.methodReference.utf8), customerReference: request.customerReference,
            amountMinorUnits: request.amountMinorUnits, currencyCode: request.currencyCode)
    }

    func send(_ charge: PreparedCharge) async -> ChargeAnswer {
        if let known = executed.withLock({ $0[charge.idempotencyKey] }) { return known }
        let answer = answers.withLock { answers in
            let method = String(decoding: charge.body, as: UTF8.self)
            guard let script = answers[method], let first = script.first else {
                return ChargeAnswer.succeeded(reference: "ch:\(charge.idempotencyKey)")
            }
            if script.count > 1 { answers[method] = Array(script.dropFirst()) }
            return first
        }
        if case .unknown = answer {
            // The answer is lost, the charge is not.
            executed.withLock {
                $0[charge.idempotencyKey] = .succeeded(reference: "ch:\(charge.idempotencyKey)")
            }
        } else {
            executed.withLock { $0[charge.idempotencyKey] = answer }
        }
        return answer
    }

    func lookUp(_ charge: PreparedCharge, sentAtOrAfter: Int64) async -> LookUpAnswer {
        executed.withLock { $0[charge.idempotencyKey] }.map { .found($0) } ?? .absent
    }

    var repetition: RepetitionRule { .byKey(lifeSeconds: 23 * 3_600, absenceSeconds: 3_600) }

    func cancel(_ charge: PreparedCharge, reference: String) async -> CancelAnswer {
        executed.withLock { $0[charge.idempotencyKey] }.map { .settled($0) } ?? .canceled
    }

    func prepareRefund(_ request: RefundRequest) -> PreparedRefund {
        PreparedRefund(
            refundID: request.refundID, idempotencyKey: request.idempotencyKey, apiVersion: "v1",
            body: Array(request.chargeReference.utf8), chargeReference: request.chargeReference,
            amountMinorUnits: request.amountMinorUnits, currencyCode: request.currencyCode)
    }

    func sendRefund(_ refund: PreparedRefund) async -> RefundAnswer {
        .succeeded(reference: "re:\(refund.idempotencyKey)")
    }

    func lookUpRefund(_ refund: PreparedRefund) async -> RefundLookUpAnswer { .absent }

    func savedMethods(ofCustomer reference: String) async -> SavedMethodListing { .methods([]) }

    func updateLink(_ request: UpdateLinkRequest) async -> UpdateLinkAnswer {
        .refused(code: "unsupported")
    }

    func charges(createdAtOrAfter: Int64) async -> ChargeListing { .charges([]) }

    func fetch(_ event: ProcessorEvent) async -> EventFinding { .nothing }
}
