/// How one send of a charge ended.
public enum ChargeAnswer: Sendable, Hashable {
    /// The money is taken. `reference` is the processor's id ("pi_…").
    case succeeded(reference: String)
    /// The bank or the processor said no; definite. Razorpay alone may still turn it into a success within three
    /// days.
    case declined(DeclineDetails, reference: String?)
    /// The customer must act (3-D Secure); nothing is taken.
    case needsAction(reference: String)
    /// Under way at the bank (SEPA, ACH, Indian mandates); the processor will know later.
    case pending(reference: String)
    /// The customer was told of a debit that has not been asked for yet (Indian mandates). The same bytes go again
    /// at that instant, in seconds since 1970.
    case announced(reference: String, debitAt: Int64)
    /// The request was refused before it was executed (a method or customer that is gone, an amount too small).
    case refused(code: String)
    /// Not executed and safe to send again under the same key later (429, refused connection).
    case notExecuted(reason: String)
    /// The processor does not accept our credentials; nothing was executed. Stop using it in this run.
    case unavailable(reason: String)
    /// Nobody knows: time-out after sending, 5xx, closed or garbled answer, key in use.
    case unknown(reason: String)
    /// The processor's charge is not the one that was prepared: another amount, currency, attempt or mode. Nothing
    /// is settled on it, and people must look (PROCESSORS 6, amount tampering).
    case contradicts(reason: String)
}

/// What asking for a charge found.
public enum LookUpAnswer: Sendable, Hashable {
    case found(ChargeAnswer)
    /// The processor has paged through everything since the first send and knows no such charge.
    case absent
    case unknown(reason: String)
}

/// How taking back a charge ended.
public enum CancelAnswer: Sendable, Hashable {
    /// It can never be paid any more.
    case canceled
    /// It could not be taken back; this is what it came to.
    case settled(ChargeAnswer)
    /// Nobody knows, or the processor has no such thing: ask again later, and leave the charge live.
    case unknown(reason: String)
}

extension ChargeAnswer {
    /// The state an attempt has after this answer.
    ///
    /// Not executed and unavailable leave it to be sent again under the same key; that is `unknown` too: the
    /// request may have left before in an earlier send. An announced debit is to be sent again likewise.
    public var state: PaymentAttempt.State {
        switch self {
        case .succeeded: .succeeded
        case .declined: .declined
        case .needsAction: .needsAction
        case .pending: .pending
        case .refused: .refused
        case .announced, .notExecuted, .unavailable, .unknown, .contradicts: .unknown
        }
    }

    /// What is known of a failure; a method that needs the customer counts as soft (11.2).
    public var decline: DeclineDetails? {
        switch self {
        case .declined(let details, _): details
        case .needsAction: "requires_action"
        case .refused(let code): DeclineDetails(DeclineCode(rawValue: code))
        case .succeeded, .pending, .announced, .notExecuted, .unavailable, .unknown, .contradicts: nil
        }
    }

    /// Why the charge failed, by the processor's word.
    public var declineCode: DeclineCode? { decline?.code }

    /// The processor's id of the charge, where it gave one.
    public var reference: String? {
        switch self {
        case .succeeded(let reference), .needsAction(let reference), .pending(let reference): reference
        case .announced(let reference, _): reference
        case .declined(_, let reference): reference
        case .refused, .notExecuted, .unavailable, .unknown, .contradicts: nil
        }
    }
}
