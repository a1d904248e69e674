import Billing
import BillingCalendar
import FaultInjection

/// recover: settles what an earlier run, or an answer that was lost, left unknown (PROCESSORS 5, sweep).
struct Recovery: Sendable {
    let charging: Charging

    /// Settles one batch of unsettled attempts; each is looked at once per call.
    func nextBatch(limit: Int) async throws -> [SettledCharge] {
        let unsettled = try await charging.books.transaction { transaction in
            try await transaction.claimUnsettled(charging.scope, limit: limit)
        }
        let fresh = unsettled.filter { $0.attempt.state == .ready }.map(\.attempt.id)
        let sent = unsettled.filter { $0.attempt.state != .ready }
        let repeatable = sent.filter(mayBeSentAgain).map(\.attempt.id)
        let asked = await lookUp(sent.filter { !mayBeSentAgain($0) })
        KillPoint.sweepHasAsked.pass()
        var settled = try await charging.sendAndSettle(fresh + repeatable + asked.toSend)
        settled += try await charging.settle(asked.findings)
        return settled
    }

    /// Whether the same bytes may go without asking: never those of a charge that the bank is at.
    private func mayBeSentAgain(_ item: UnsettledAttempt) -> Bool {
        guard item.attempt.state != .pending, let rule = rule(of: item) else { return false }
        return rule.allowsSending(secondsSinceFirstSend: item.secondsSinceFirstSend ?? 0)
    }

    private func rule(of item: UnsettledAttempt) -> RepetitionRule? {
        charging.gateways[item.attempt.processor]?.repetition
    }

    /// What asking tells, and what is absent and may go again.
    private func lookUp(
        _ unsettled: [UnsettledAttempt]
    ) async -> (findings: [String: Finding], toSend: [String]) {
        var findings: [String: Finding] = [:]
        var toSend: [String] = []
        for item in unsettled {
            switch await charging.gateways.lookUp(item.attempt) {
            case .found(let answer): findings[item.attempt.id] = .answer(answer)
            case .absent:
                let follows = rule(of: item)?.afterAbsence(
                    secondsSinceFirstSend: item.secondsSinceFirstSend ?? 0,
                    secondsSinceLastSend: item.secondsSinceLastSend ?? 0)
                switch follows {
                case .notExecuted: findings[item.attempt.id] = .provenAbsent
                case .sendAgain: toSend.append(item.attempt.id)
                case .wait, nil: break
                }
            case .unknown: break
            }
        }
        return (findings, toSend)
    }
}

/// What is known of an attempt after asking.
enum Finding: Sendable {
    case answer(ChargeAnswer)
    /// The processor has never executed it and will not any more: its key is not sent again.
    case provenAbsent

    var state: PaymentAttempt.State {
        switch self {
        case .answer(let answer): answer.state
        case .provenAbsent: .notExecuted
        }
    }
}
