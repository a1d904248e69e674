public import BillingCalendar

/// What a person decided about a charge that carries our marks and was not sent from these books: found after an older
/// dump was restored, or made by another installation. It is decided once, and rings no alarm any more.
public struct OrphanDecision: Sendable, Hashable {
    /// What becomes of the charge.
    public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        /// It pays the invoice that it was made for.
        case accepted
        /// Its money went back to the customer at the processor.
        case givenBack = "given_back"
        /// It took no money: it was declined or canceled.
        case tookNothing = "took_nothing"
        /// Another installation's: these books are not concerned.
        case notOurs = "not_ours"
    }

    /// Through whom it was charged.
    public var processor: String
    /// The processor's id of the charge.
    public var reference: String
    /// The attempt that the charge names. Its key is used up: no charge of these books may be sent under it.
    public var attemptID: String
    /// What becomes of the charge.
    public var verdict: Verdict
    /// Who decided.
    public var decidedBy: String
    /// Why, in their words.
    public var reason: String
    /// When.
    public var decidedAt: Instant

    /// A decision with its author.
    public init(
        processor: String, reference: String, attemptID: String, verdict: Verdict, decidedBy: String,
        reason: String, decidedAt: Instant
    ) {
        self.processor = processor
        self.reference = reference
        self.attemptID = attemptID
        self.verdict = verdict
        self.decidedBy = decidedBy
        self.reason = reason
        self.decidedAt = decidedAt
    }

    /// Whether a charge as the processor has it now can be what was decided.
    ///
    /// - Throws: `invalid` where it cannot, with what to do instead.
    public static func check(_ verdict: Verdict, of charge: ProcessorCharge) throws(BillingError) {
        let took = if case .succeeded = charge.standing { true } else { false }
        switch verdict {
        case .accepted where !took:
            throw .invalid("charge \(charge.reference)", "it took no money, so it pays nothing")
        case .accepted where charge.refundedMinorUnits > 0:
            throw .invalid(
                "charge \(charge.reference)",
                "a part of it was given back: give back the rest and resolve it as given_back")
        case .tookNothing where took:
            throw .invalid(
                "charge \(charge.reference)", "it took money: accept it, or give it back and say given_back")
        case .tookNothing where charge.standing.state.isLive:
            throw .invalid(
                "charge \(charge.reference)", "it may still take money: cancel it at the processor first")
        case .accepted, .givenBack, .tookNothing, .notOurs: return
        }
    }
}
