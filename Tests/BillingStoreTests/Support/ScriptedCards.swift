import Billing
import Synchronization

/// A processor that answers by the method's reference; every key is executed once, however often it is sent.
final class ScriptedCards: PaymentGateway {
    let processor: String
    private let answers: Mutex<[String: [ChargeAnswer]]>
    private let executed = Mutex<[String: ChargeAnswer]>([:])
    private let listed = Mutex<[ProcessorCharge]?>([])
    private let calls = Mutex<[String]>([])
    private let refunds = Mutex<[String: RefundAnswer]>([:])
    private let silent = Mutex(false)
    private let silentInLists = Mutex(false)
    private let meanwhile = Mutex<(@Sendable () async -> Void)?>(nil)
    private let refundLists = Mutex<[String: RefundListing]>([:])
    private let findings = Mutex<[String: EventFinding]>([:])
    private let fetches = Mutex<[String]>([])

    let repetition: RepetitionRule
    private let questionCount = Mutex(0)
    private let debitsAreDue = Mutex(true)

    /// - Parameter answers: by method reference, in turn; the last for ever. Methods that are not named
    /// succeed.
    init(
        _ answers: [String: [ChargeAnswer]] = [:], processor: String = "scripted",
        repetition: RepetitionRule = .byKey(lifeSeconds: 23 * 3_600, absenceSeconds: 3_600)
    ) {
        self.processor = processor
        self.repetition = repetition
        self.answers = Mutex(answers)
    }

    var executedKeys: [String] { executed.withLock { Array($0.keys) } }

    /// What was asked for, in order: "send:<attempt>", "cancel:<attempt>", "refund:<refund>".
    var history: [String] { calls.withLock { $0 } }

    /// What the list of charges shows from now on; nil: there is no answer.
    func list(_ charges: [ProcessorCharge]?) { listed.withLock { $0 = charges } }

    /// What became of a charge meanwhile.
    func settle(_ attempt: String, as answer: ChargeAnswer) {
        executed.withLock { executed in
            for key in executed.keys where key.hasSuffix(Self.suffix(of: attempt)) { executed[key] = answer }
        }
    }

    /// What a refund is answered with, whenever it is asked.
    func settleRefund(_ refund: String, as answer: RefundAnswer) { refunds.withLock { $0[refund] = answer } }

    /// An attempt's id ends as its key does: the invoice and the sequence.
    private static func suffix(of attempt: String) -> String {
        let parts = attempt.split(separator: "-")
        return parts.dropLast().joined(separator: "-") + ":" + (parts.last ?? "")
    }

    func prepare(_ request: ChargeRequest) -> PreparedCharge {
        PreparedCharge(
            attemptID: request.attemptID, idempotencyKey: request.idempotencyKey, apiVersion: "v1",
            body: Array(request.methodReference.utf8), customerReference: request.customerReference,
            amountMinorUnits: request.amountMinorUnits, currencyCode: request.currencyCode)
    }

    /// Whether it cannot be reached: no question is answered, and nothing is executed.
    func beSilent(_ isSilent: Bool) {
        silent.withLock { $0 = isSilent }
        beSilent(inLists: isSilent)
    }

    /// The same for the list of charges alone.
    func beSilent(inLists isSilent: Bool) { silentInLists.withLock { $0 = isSilent } }

    private var isSilent: Bool { silent.withLock { $0 } }

    /// What happens, once, while the next charge is on its way.
    func whileSending(_ body: @escaping @Sendable () async -> Void) { meanwhile.withLock { $0 = body } }

    func send(_ charge: PreparedCharge) async -> ChargeAnswer {
        let body = meanwhile.withLock { body in
            defer { body = nil }
            return body
        }
        await body?()
        calls.withLock { $0.append("send:\(charge.attemptID)") }
        if isSilent { return .unknown(reason: "time-out") }
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
        questionCount.withLock { $0 += 1 }
        if isSilent { return .unknown(reason: "time-out") }
        return executed.withLock { $0[charge.idempotencyKey] }.map { .found($0) } ?? .absent
    }

    /// How often it was asked what became of a charge.
    var questions: Int { questionCount.withLock { $0 } }

    /// Whether the days of announced debits have come.
    func letDebitsBeDue(_ areDue: Bool) { debitsAreDue.withLock { $0 = areDue } }

    func isDue(debitAt: Int64) -> Bool { debitsAreDue.withLock { $0 } }

    func cancel(_ charge: PreparedCharge, reference: String) async -> CancelAnswer {
        calls.withLock { $0.append("cancel:\(charge.attemptID)") }
        return executed.withLock { executed in
            switch executed[charge.idempotencyKey] {
            case .needsAction, nil:
                executed[charge.idempotencyKey] = .refused(code: "canceled")
                return .canceled
            case let answer?: return .settled(answer)
            }
        }
    }

    func prepareRefund(_ request: RefundRequest) -> PreparedRefund {
        PreparedRefund(
            refundID: request.refundID, idempotencyKey: request.idempotencyKey, apiVersion: "v1",
            body: Array(request.chargeReference.utf8), chargeReference: request.chargeReference,
            amountMinorUnits: request.amountMinorUnits, currencyCode: request.currencyCode)
    }

    func sendRefund(_ refund: PreparedRefund) async -> RefundAnswer {
        calls.withLock { $0.append("refund:\(refund.refundID)") }
        return refunds.withLock { refunds in
            let answer = refunds[refund.refundID] ?? .succeeded(reference: "re:\(refund.idempotencyKey)")
            refunds[refund.refundID] = answer
            return answer
        }
    }

    func lookUpRefund(_ refund: PreparedRefund) async -> RefundLookUpAnswer {
        refunds.withLock { $0[refund.refundID] }.map { .found($0) } ?? .absent
    }

    /// What a charge's list of refunds shows from now on.
    func listRefunds(_ listing: RefundListing, ofCharge reference: String) {
        refundLists.withLock { $0[reference] = listing }
    }

    func refunds(ofCharge reference: String) async -> RefundListing {
        refundLists.withLock { $0[reference] } ?? .refunds([])
    }

    func savedMethods(ofCustomer reference: String) async -> SavedMethodListing { .methods([]) }

    func updateLink(_ request: UpdateLinkRequest) async -> UpdateLinkAnswer {
        .refused(code: "unsupported")
    }

    func charges(createdAtOrAfter: Int64, withRefunds: Bool) async -> ChargeListing {
        if silentInLists.withLock({ $0 }) { return .unknown(reason: "time-out") }
        return listed.withLock { $0 }.map { .charges($0) } ?? .unknown(reason: "time-out")
    }

    /// What an event's object looks like from now on.
    func find(_ event: String, _ finding: EventFinding) { findings.withLock { $0[event] = finding } }

    /// The events whose object was asked for, in order.
    var fetched: [String] { fetches.withLock { $0 } }

    func fetch(_ event: ProcessorEvent) async -> EventFinding {
        fetches.withLock { $0.append(event.id) }
        return findings.withLock { $0[event.id] } ?? .nothing
    }
}
