import Billing
import BillingCalendar

/// recover: settles what an earlier run, or an answer that was lost, left unknown (PROCESSORS 5, sweep).
struct Recovery: Sendable {
    let charging: Charging
    /// Seconds after the first send up to which the processor surely still knows the key: below it the same bytes
    /// are sent again, above it only asking is allowed. Stripe forgets keys after 24 h.
    static let keyLifeSeconds: Int64 = 23 * 3_600
    /// Seconds after which a charge that the processor does not know is taken as never executed.
    static let absenceSeconds: Int64 = 3_600

    /// Settles one batch of unsettled attempts; each is looked at once per call.
    func nextBatch(limit: Int) async throws -> [SettledCharge] {
        let unsettled = try await charging.books.transaction { transaction in
            try await transaction.claimUnsettled(charging.scope, limit: limit)
        }
        let fresh = unsettled.filter { $0.attempt.state == .ready }.map(\.attempt.id)
        let repeatable = unsettled.filter { $0.attempt.state != .ready && $0.mayBeSentAgain }
        let old = unsettled.filter { $0.attempt.state != .ready && !$0.mayBeSentAgain }
        var settled = try await charging.sendAndSettle(fresh + repeatable.map(\.attempt.id))
        settled += try await charging.settle(await lookUp(old))
        return settled
    }

    private func lookUp(_ unsettled: [UnsettledAttempt]) async -> [String: Finding] {
        var findings: [String: Finding] = [:]
        for item in unsettled {
            switch await charging.gateways.lookUp(item.attempt) {
            case .found(let answer): findings[item.attempt.id] = .answer(answer)
            case .absent where (item.secondsSinceLastSend ?? 0) > Self.absenceSeconds:
                findings[item.attempt.id] = .provenAbsent
            case .absent, .unknown: break
            }
        }
        return findings
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

extension UnsettledAttempt {
    fileprivate var mayBeSentAgain: Bool {
        attempt.state != .pending && (secondsSinceFirstSend ?? 0) < Recovery.keyLifeSeconds
    }
}
