public import Billing
import BillingCalendar

/// What is known of an attempt after sending, asking, or taking back; the way into T3 for answers, sweeps and webhooks.
public enum Finding: Sendable {
    /// What the processor says of it.
    case answer(ChargeAnswer)
    /// The processor has never executed it and will not any more: its key is not sent again.
    case provenAbsent
    /// It waited for its customer and can never be paid any more.
    case takenBack

    var state: PaymentAttempt.State {
        switch self {
        case .answer(let answer): answer.state
        case .provenAbsent: .notExecuted
        case .takenBack: .declined
        }
    }

    var decline: DeclineDetails? {
        switch self {
        case .answer(let answer): answer.decline
        case .provenAbsent: nil
        case .takenBack: "requires_action"
        }
    }

    var reference: String? {
        if case .answer(let answer) = self { answer.reference } else { nil }
    }

    /// When a debit that was announced is asked for.
    var debitAt: Instant? {
        guard case .answer(.announced(_, let debitAt)) = self else { return nil }
        return Instant(secondsSinceEpoch: debitAt)
    }

    /// Whether the processor does not accept our credentials.
    var isRefusedAccess: Bool {
        if case .answer(.unavailable) = self { true } else { false }
    }

    /// Whether the processor's charge is not the one that was prepared: nothing is settled on it.
    var contradicts: Bool {
        if case .answer(.contradicts) = self { true } else { false }
    }

    /// What the processor said where the charge stays unknown.
    var note: String? {
        guard case .answer(let answer) = self else { return nil }
        return switch answer {
        case .notExecuted(let reason), .unavailable(let reason), .unknown(let reason),
            .contradicts(let reason):
            reason
        case .announced(_, let debitAt):
            "the debit was announced; it is asked for at \(Instant(secondsSinceEpoch: debitAt))"
        case .succeeded, .declined, .needsAction, .pending, .refused: nil
        }
    }
}
