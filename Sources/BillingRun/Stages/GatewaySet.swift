public import Billing
import FaultInjection

/// The processors a run can charge through, by name.
public struct GatewaySet: Sendable {
    private let gateways: [String: any PaymentGateway]
    /// How many requests are under way at once.
    let width: Int

    /// Processors with names of their own; two of one name are a programming error. `width` requests at once.
    public init(_ gateways: [any PaymentGateway], width: Int = 8) {
        self.gateways = Dictionary(uniqueKeysWithValues: gateways.map { ($0.processor, $0) })
        self.width = width
    }

    /// The processor of a name; nil where it is not set up.
    public subscript(processor: String) -> (any PaymentGateway)? { gateways[processor] }

    /// All of them, by name.
    public var all: [any PaymentGateway] { gateways.values.sorted { $0.processor < $1.processor } }

    /// Their names.
    var processors: Set<String> { Set(gateways.keys) }

    /// Sends prepared attempts side by side; each answer by its attempt's id.
    ///
    /// An answer that is lost is asked about once, at once: most of the time the processor knows (11.5). That also
    /// is the look by list and metadata that a repeated 5xx calls for (PROCESSORS 5).
    func send(_ attempts: [PaymentAttempt]) async -> [String: SentAnswer] {
        let answers = await sideBySide(attempts) { attempt in (attempt.id, await send(attempt)) }
        return Dictionary(answers) { $1 }
    }

    private func send(_ attempt: PaymentAttempt) async -> SentAnswer {
        guard let gateway = gateways[attempt.processor] else {
            return SentAnswer(answer: .unavailable(reason: Self.notSetUp(attempt.processor)))
        }
        let answer = await gateway.send(attempt.charge)
        KillPoint.answerInHand.pass()
        switch answer {
        case .unknown:
            guard case .found(let known) = await lookUp(attempt) else { return SentAnswer(answer: answer) }
            return SentAnswer(answer: known)
        case .contradicts(let reason):
            guard case .found(let known) = await lookUp(attempt) else { return SentAnswer(answer: answer) }
            return SentAnswer(answer: known, contradiction: reason)
        case .succeeded, .declined, .needsAction, .pending, .announced, .refused, .notExecuted, .unavailable:
            return SentAnswer(answer: answer)
        }
    }

    /// Where a customer of a processor updates a card; never a page that pays (PROCESSORS 0.5).
    public func updateLink(_ request: UpdateLinkRequest, processor: String) async -> UpdateLinkAnswer {
        guard let gateway = gateways[processor] else {
            return .refused(code: Self.notSetUp(processor))
        }
        return await gateway.updateLink(request)
    }

    /// Asks what became of attempts, side by side; each answer by its attempt's id.
    func lookUp(_ attempts: [PaymentAttempt]) async -> [String: LookUpAnswer] {
        let answers = await sideBySide(attempts) { attempt in (attempt.id, await lookUp(attempt)) }
        return Dictionary(answers) { $1 }
    }

    /// Asks what became of an attempt; the processor's clock may differ by five minutes.
    private func lookUp(_ attempt: PaymentAttempt) async -> LookUpAnswer {
        guard let gateway = gateways[attempt.processor] else {
            return .unknown(reason: Self.notSetUp(attempt.processor))
        }
        return await gateway.lookUp(
            attempt.charge, sentAtOrAfter: (attempt.firstSentAtEpoch ?? 0) - 300)
    }

    /// Takes back charges that wait for their customers; what is not certain is left out and stays live.
    func cancel(
        _ charges: [(attempt: PaymentAttempt, reference: String)]
    ) async -> [String: Finding] {
        let findings = await sideBySide(charges) { charge -> (String, Finding)? in
            guard let gateway = gateways[charge.attempt.processor] else { return nil }
            switch await gateway.cancel(charge.attempt.charge, reference: charge.reference) {
            case .canceled: return (charge.attempt.id, .takenBack)
            case .settled(let answer): return (charge.attempt.id, .answer(answer))
            case .unknown: return nil
            }
        }
        return Dictionary(findings.compactMap(\.self)) { $1 }
    }

    /// Does something with each, at most `width` at once.
    private func sideBySide<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) async -> Value
    ) async -> [Value] {
        await withTaskGroup(of: Value.self) { group in
            var values: [Value] = []
            var waiting = items[...]
            for item in waiting.prefix(width) { group.addTask { await work(item) } }
            waiting = waiting.dropFirst(width)
            while let value = await group.next() {
                values.append(value)
                guard let item = waiting.popFirst() else { continue }
                group.addTask { await work(item) }
            }
            return values
        }
    }

    private static func notSetUp(_ processor: String) -> String {
        "no access to \(processor) is configured"
    }
}

/// What is known after one send.
struct SentAnswer: Sendable {
    /// The processor's, to the send or to the question that followed.
    var answer: ChargeAnswer
    /// What contradicted the request although the question had an answer: the key stood for another request.
    var contradiction: String?
}

extension GatewaySet {
    /// Sends a prepared refund once.
    func send(_ refund: Refund) async -> RefundAnswer {
        guard let gateway = self[refund.processor] else {
            return .unavailable(reason: Self.notSetUp(refund.processor))
        }
        return await gateway.sendRefund(refund.request)
    }

    /// Asks what became of a refund.
    func lookUp(_ refund: Refund) async -> RefundLookUpAnswer {
        guard let gateway = self[refund.processor] else {
            return .unknown(reason: Self.notSetUp(refund.processor))
        }
        return await gateway.lookUpRefund(refund.request)
    }
}
