/// One payment processor as the worker sees it; Stripe, Razorpay and the scripted one of simulations conform.
///
/// A decline is a value. An answer that is not known (`unknown`) is neither a decline nor an error: the same
/// attempt is asked about, or sent again with the same bytes under the same key, until it is known (RULES 11.5).
/// No method throws: every way a call can end is a case of its answer, so that no caller can forget one.
///
/// Amounts are in our minor units, instants seconds since 1970 by the processor's clock; gateways translate.
public protocol PaymentGateway: Sendable {
    /// The name under which attempts are stored: "stripe", "razorpay", "scripted".
    var processor: String { get }

    /// What may be done about a charge whose answer is not known.
    var repetition: RepetitionRule { get }

    // MARK: Charging

    /// The exact request for a charge. Pure: equal input gives equal bytes. They are stored before they are sent
    /// and never rebuilt (PROCESSORS 5).
    func prepare(_ request: ChargeRequest) -> PreparedCharge

    /// Sends the stored request once. Never repeats by itself what could charge twice.
    func send(_ charge: PreparedCharge) async -> ChargeAnswer

    /// Asks the processor what became of a charge, without sending it again.
    func lookUp(_ charge: PreparedCharge, sentAtOrAfter: Int64) async -> LookUpAnswer

    /// Whether the day of an announced debit has come, by the clock that it was announced by: before it there is nothing
    /// to ask.
    ///
    /// - Parameter debitAt: seconds since 1970.
    func isDue(debitAt: Int64) -> Bool

    /// Takes back a charge that waits for its customer, so that another may be made.
    ///
    /// - Parameter reference: the processor's id of the charge.
    func cancel(_ charge: PreparedCharge, reference: String) async -> CancelAnswer

    // MARK: Giving back

    /// The exact request for a refund, pure and stored before it is sent, like a charge's.
    func prepareRefund(_ request: RefundRequest) -> PreparedRefund

    /// Sends the stored request once, under its own key.
    func sendRefund(_ refund: PreparedRefund) async -> RefundAnswer

    /// Asks what became of a refund: the way to an answer when its key has grown old.
    func lookUpRefund(_ refund: PreparedRefund) async -> RefundLookUpAnswer

    /// All that the processor has given back of a charge, our refunds and those made by hand on its own pages.
    ///
    /// - Parameter reference: the processor's id of the charge.
    func refunds(ofCharge reference: String) async -> RefundListing

    // MARK: The customer

    /// The methods that the processor keeps for a customer.
    func savedMethods(ofCustomer reference: String) async -> SavedMethodListing

    /// A page of the processor's on which the customer updates a card. Never one that pays: a payment beside the
    /// worker's is how invoices are paid twice (PROCESSORS 0.5).
    func updateLink(_ request: UpdateLinkRequest) async -> UpdateLinkAnswer

    // MARK: What the processor knows

    /// Every charge since then that carries our metadata, for reconciliation and the orphan audit.
    ///
    /// - Parameter withRefunds: whether what was given back of them is read as well, which may take another right of the
    ///   key; otherwise it is told as nothing.
    func charges(createdAtOrAfter: Int64, withRefunds: Bool) async -> ChargeListing

    /// What the object that a webhook names looks like now. A webhook is a hint and not the truth.
    func fetch(_ event: ProcessorEvent) async -> EventFinding
}

extension PaymentGateway {
    /// Always: most processors announce nothing.
    public func isDue(debitAt: Int64) -> Bool { true }
}

/// What may be done about a charge whose answer is not known (PROCESSORS 5, sweep).
public enum RepetitionRule: Sendable, Hashable {
    /// The processor remembers keys. Up to `lifeSeconds` after the first send the same bytes go again; after that
    /// only asking is allowed, because a forgotten key would charge anew. What is then absent `absenceSeconds`
    /// after the last send has not been executed.
    case byKey(lifeSeconds: Int64, absenceSeconds: Int64)
    /// The processor knows no keys. It is asked first, always; what is absent goes again when `quietSeconds` have
    /// passed since the last send, but not any more `absenceSeconds` after the first: it counts as not executed then, when
    /// `watchSeconds` have passed since the last send. For so long what was sent may still succeed, also where it was
    /// declined.
    case byLookUp(quietSeconds: Int64, absenceSeconds: Int64, watchSeconds: Int64)

    /// Whether the same bytes may go without asking first.
    public func allowsSending(secondsSinceFirstSend: Int64) -> Bool {
        switch self {
        case .byKey(let life, _): secondsSinceFirstSend < life
        case .byLookUp: false
        }
    }

    /// What follows when the processor was asked and knows no such charge.
    public func afterAbsence(secondsSinceFirstSend: Int64, secondsSinceLastSend: Int64) -> Absence {
        switch self {
        case .byKey(_, let absence):
            secondsSinceLastSend > absence ? .notExecuted : .wait
        case .byLookUp(let quiet, let absence, let watch):
            if secondsSinceFirstSend > absence {
                secondsSinceLastSend > watch ? .notExecuted : .wait
            } else {
                secondsSinceLastSend > quiet ? .sendAgain : .wait
            }
        }
    }

    /// What follows from a look-up that found nothing.
    public enum Absence: Sendable, Hashable {
        /// Too early to say: the request may still be on its way.
        case wait
        /// The same bytes may go again.
        case sendAgain
        /// It never happened and never will.
        case notExecuted
    }
}
