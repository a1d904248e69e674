public import Billing
public import BillingCalendar

/// What giving money back reads and writes.
public protocol RefundTransaction: Sendable {
    /// Locks the account of a charge; nil where there is no charge of this id.
    func claimRefundable(attempt id: String) async throws -> RefundCase?

    /// Locks the account of the charge that paid an invoice, by the invoice's id; nil where none did.
    func claimCharge(ofInvoice id: String) async throws -> RefundCase?

    /// Locks the accounts of refunds whose answers are to be settled.
    func claimRefunds(_ ids: [String]) async throws -> [RefundCase]

    /// Claims refunds that nobody is waiting for any more, in the order made; ages and leases go by the store's own
    /// clock.
    func claimUnsettledRefunds(_ scope: RunScope, _ page: SweepPage) async throws -> [UnsettledRefund]

    /// T2: marks refunds as sent and leases them to this worker; only those are returned that are still to be sent.
    func markRefundsSent(_ ids: [String]) async throws -> [Refund]

    /// Writes what was decided, in order.
    func write(_ outcomes: [RefundOutcome]) async throws

    /// Bars a method until it is replaced; one that is barred already, or gone, is left as it is.
    func bar(_ method: String, of account: String, for code: DeclineCode) async throws

    /// Lets a method be charged again that is barred for this, and for nothing else.
    func unbar(_ method: String, of account: String, from code: DeclineCode) async throws

    /// Notes how a dispute about a charge stands.
    ///
    /// - Returns: whether it is heard of for the first time, and what a balance is without for it.
    func note(_ dispute: ProcessorDispute, of charge: DisputedCharge, at: Instant) async throws
        -> NotedDispute

    /// Whether another dispute denies the consent to a charge of this method of an account, and was not won.
    func isDenied(
        _ method: String, of charge: DisputedCharge, besides dispute: ProcessorDispute
    ) async throws -> Bool

    /// What of a dispute is posted already; asked under the account's lock.
    func disputeSteps(_ dispute: String, account: String) async throws -> Set<DisputeStep>

    /// Posts a step of a dispute, over `minorUnits` of it.
    func post(
        _ step: DisputeStep, of dispute: ProcessorDispute, minorUnits: Int64, account: String, at: Instant
    ) async throws
}

/// A charge with its refunds, locked.
public struct RefundCase: Sendable {
    /// The charge.
    public var attempt: PaymentAttempt
    /// The invoice that it paid, with what is due of it.
    public var invoice: CollectedInvoice
    /// Its refunds in the order made.
    public var refunds: [Refund]
    /// Those that were made on the processor's own pages and did not fail, in the order learnt of.
    public var outside: [OutsideRefund]

    /// A case as a store reads it.
    public init(
        attempt: PaymentAttempt, invoice: CollectedInvoice, refunds: [Refund], outside: [OutsideRefund] = []
    ) {
        self.attempt = attempt
        self.invoice = invoice
        self.refunds = refunds
        self.outside = outside
    }

    /// Minor units that have gone back or are on their way, whoever sent them.
    public var returnedMinorUnits: Int64 {
        refunds.filter { $0.state.isLive || $0.state == .succeeded }
            .reduce(outside.reduce(0) { $0 + $1.amountMinorUnits }) { $0 + $1.request.amountMinorUnits }
    }
}

/// A refund found by the sweep.
public struct UnsettledRefund: Sendable {
    /// The refund, with the key and the bytes that were to be sent.
    public var refund: Refund
    /// Seconds since the first send by the store's clock; nil when nothing was sent.
    public var secondsSinceFirstSend: Int64?
    /// Seconds since the last send; nil when nothing was sent.
    public var secondsSinceLastSend: Int64?
    /// Its place in the order made.
    public var position: Int64

    /// A refund with its ages.
    public init(
        refund: Refund, secondsSinceFirstSend: Int64?, secondsSinceLastSend: Int64?, position: Int64
    ) {
        self.refund = refund
        self.secondsSinceFirstSend = secondsSinceFirstSend
        self.secondsSinceLastSend = secondsSinceLastSend
        self.position = position
    }
}

/// What was decided about one refund.
public struct RefundOutcome: Sendable {
    /// What giving money back posts to the ledger; each once for its refund.
    public enum Posting: Sendable, Hashable {
        case refunded
        /// A refund that had succeeded failed after all.
        case failedAfterwards
    }

    /// New, or with a new state.
    public var refund: Refund
    /// What is posted in the same transaction.
    public var posting: Posting?
    /// What the customer and other programs are told.
    public var notices: [Notice] = []
    /// What people must look at.
    public var alarms: [Alarm] = []
    /// The instant of the posting.
    public var at: Instant

    /// An outcome that posts nothing yet.
    public init(refund: Refund, at: Instant) {
        self.refund = refund
        self.at = at
    }
}
