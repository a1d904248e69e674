public import BillingCalendar

/// Money given back for one successful charge, whole or in part; written before it is sent, like a charge.
public struct Refund: Sendable, Hashable, Codable {
    /// Where a refund stands. Live ones block every other refund of the charge.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// Written with its key and bytes; nothing has been sent.
        case ready
        /// Marked before the request left.
        case sent
        /// Nobody knows; to be asked about or repeated under the same key.
        case unknown
        /// The processor is at it.
        case pending
        case succeeded
        /// The bank did not take it: the money is with us. It may come after a success.
        case failed
        /// Refused before it was executed.
        case refused

        /// Whether its result may still come.
        public var isLive: Bool {
            switch self {
            case .ready, .sent, .unknown, .pending: true
            case .succeeded, .failed, .refused: false
            }
        }

        /// What may follow.
        public func mayBecome(_ next: State) -> Bool {
            switch self {
            case .ready: next == .sent
            case .sent, .unknown: next != .ready
            case .pending: next == .succeeded || next == .failed
            case .succeeded: next == .failed
            case .failed, .refused: false
            }
        }
    }

    /// Derived from the charge and the sequence.
    public var id: String
    /// The id of the charge's attempt; nil: the charge stands on the account's balance (``Prepayment``).
    public var attempt: String?
    /// The id of the invoice that it paid; nil where it has no attempt.
    public var invoice: String?
    /// The id of the account that gets it.
    public var account: String
    /// 1, 2, 3 … within the charge.
    public var sequence: Int
    /// The name of the gateway that prepared it.
    public var processor: String
    /// The bytes that are sent, the same however often.
    public var request: PreparedRefund
    /// Why, in the processors' words.
    public var reason: RefundRequest.Reason
    /// Why, in the words of whoever asked for it.
    public var note: String
    /// Moves only where ``State/mayBecome(_:)`` allows.
    public var state: State
    /// As the command dates it.
    public var requestedAt: Instant
    /// When its result was known; nil while it is live.
    public var settledAt: Instant?
    /// Why it failed or was refused.
    public var failureCode: String?
    /// The processor's id of the refund.
    public var reference: String?

    /// A refund that nothing has been sent of.
    public init(
        id: String, attempt: String?, invoice: String?, account: String, sequence: Int, processor: String,
        request: PreparedRefund, reason: RefundRequest.Reason, note: String, state: State = .ready,
        requestedAt: Instant
    ) {
        self.id = id
        self.attempt = attempt
        self.invoice = invoice
        self.account = account
        self.sequence = sequence
        self.processor = processor
        self.request = request
        self.reason = reason
        self.note = note
        self.state = state
        self.requestedAt = requestedAt
    }

    /// What orders and lists know the charge by: its attempt's id, or the processor's id where it has none.
    public var payment: String { attempt ?? request.chargeReference }
}

extension RefundAnswer {
    /// The state a refund has after this answer; what was not executed is sent again under the same key.
    public var state: Refund.State {
        switch self {
        case .succeeded: .succeeded
        case .pending: .pending
        case .failed: .failed
        case .refused: .refused
        case .notExecuted, .unavailable, .unknown: .unknown
        }
    }

    /// Why it failed or was refused.
    public var failureCode: String? {
        switch self {
        case .failed(let code, _), .refused(let code): code
        case .succeeded, .pending, .notExecuted, .unavailable, .unknown: nil
        }
    }

    /// What the processor said where the refund stays unknown.
    public var note: String? {
        switch self {
        case .notExecuted(let reason), .unavailable(let reason), .unknown(let reason): reason
        case .succeeded, .pending, .failed, .refused: nil
        }
    }
}

/// What somebody wants to give back.
public struct RefundOrder: Sendable, Hashable {
    /// The id of the charge's attempt, or the processor's id of a charge that stands on a balance.
    public var payment: String
    /// Minor units of the charge's currency; nil: all that is left of it.
    public var amountMinorUnits: Int64?
    /// Why, in the processors' words.
    public var reason: RefundRequest.Reason
    /// Why, in the words of whoever asks for it.
    public var note: String

    /// An order with its reason.
    public init(
        payment: String, amountMinorUnits: Int64? = nil, reason: RefundRequest.Reason = .requestedByCustomer,
        note: String
    ) {
        self.payment = payment
        self.amountMinorUnits = amountMinorUnits
        self.reason = reason
        self.note = note
    }

    /// The amount to give back, checked against what is left of the charge.
    ///
    /// - Parameters:
    ///   - before: the charge's refunds so far.
    ///   - outside: those that were made on the processor's own pages.
    /// - Throws: where the charge took no money, another refund is under way, or more is asked for than is left.
    public func amount(
        of charge: PaymentAttempt, before: [Refund], outside: [OutsideRefund] = []
    ) throws(BillingError) -> Int64 {
        guard charge.state == .succeeded || charge.state == .surplus, charge.reference != nil else {
            throw .invalid("charge \(charge.id)", "it took no money: it is \(charge.state.rawValue)")
        }
        let refundable = RefundableCharge(
            subject: "charge \(charge.id)", processor: charge.processor,
            amountMinorUnits: charge.charge.amountMinorUnits, currencyCode: charge.charge.currencyCode)
        let left = try refundable.left(before: before, outside: outside)
        return try refundable.checked(amountMinorUnits ?? left, left: left, outside: outside)
    }
}

extension RefundOrder {
    /// What credit notes still owe of a charge: what they promise less what went back already, by hand or for an earlier
    /// note, here or on the processor's own pages; nil where all of it is back.
    ///
    /// - Parameters:
    ///   - promised: what all credit notes of the invoice send back.
    ///   - outside: what was given back on the processor's own pages.
    public static func owed(
        for note: String, promised: Int64, of charge: PaymentAttempt, before: [Refund],
        outside: [OutsideRefund] = []
    ) -> RefundOrder? {
        let given = before.filter { $0.state.isLive || $0.state == .succeeded }
            .reduce(outside.reduce(0) { $0 + $1.amountMinorUnits }) { $0 + $1.request.amountMinorUnits }
        let owed = min(promised, charge.charge.amountMinorUnits) - given
        guard owed > 0 else { return nil }
        return RefundOrder(payment: charge.id, amountMinorUnits: owed, note: note)
    }
}
