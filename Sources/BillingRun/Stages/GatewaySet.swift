public import Billing
import FaultInjection

/// The processors a run can charge through, by name.
public struct GatewaySet: Sendable {
    private let gateways: [String: any PaymentGateway]
    /// How many requests are under way at once.
    private let width: Int

    /// Processors with names of their own; two of one name are a programming error. `width` requests at once.
    public init(_ gateways: [any PaymentGateway], width: Int = 8) {
        self.gateways = Dictionary(uniqueKeysWithValues: gateways.map { ($0.processor, $0) })
        self.width = width
    }

    subscript(processor: String) -> (any PaymentGateway)? { gateways[processor] }

    /// Sends prepared attempts side by side; each answer by its attempt's id.
    ///
    /// An answer that is lost is asked about once, at once: most of the time the processor knows (11.5).
    func send(_ attempts: [PaymentAttempt]) async -> [String: ChargeAnswer] {
        await withTaskGroup(of: (String, ChargeAnswer).self) { group in
            var answers: [String: ChargeAnswer] = [:]
            var waiting = attempts[...]
            for attempt in waiting.prefix(width) { group.addTask { await send(attempt) } }
            waiting = waiting.dropFirst(width)
            while let (id, answer) = await group.next() {
                answers[id] = answer
                guard let attempt = waiting.popFirst() else { continue }
                group.addTask { await send(attempt) }
            }
            return answers
        }
    }

    /// Where a customer of a processor updates a card; never a page that pays (PROCESSORS 0.5).
    public func updateLink(_ request: UpdateLinkRequest, processor: String) async -> UpdateLinkAnswer {
        guard let gateway = gateways[processor] else {
            return .refused(code: "no access to \(processor) is configured")
        }
        return await gateway.updateLink(request)
    }

    private func send(_ attempt: PaymentAttempt) async -> (String, ChargeAnswer) {
        guard let gateway = gateways[attempt.processor] else {
            return (attempt.id, .unavailable(reason: "no access to \(attempt.processor) is configured"))
        }
        let answer = await gateway.send(attempt.charge)
        KillPoint.answerInHand.pass()
        guard case .unknown = answer else { return (attempt.id, answer) }
        let found = await lookUp(attempt)
        guard case .found(let known) = found else { return (attempt.id, answer) }
        return (attempt.id, known)
    }

    /// Asks what became of an attempt; the processor's clock may differ by five minutes.
    func lookUp(_ attempt: PaymentAttempt) async -> LookUpAnswer {
        guard let gateway = gateways[attempt.processor] else {
            return .unknown(reason: "no access to \(attempt.processor) is configured")
        }
        return await gateway.lookUp(
            attempt.charge, sentAtOrAfter: (attempt.firstSentAtEpoch ?? 0) - 300)
    }
}
