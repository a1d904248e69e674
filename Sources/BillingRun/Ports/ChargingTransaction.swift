public import Billing
public import BillingCalendar

/// What charging reads and writes (PROCESSORS 5).
public protocol ChargingTransaction: Sendable {
    /// Claims up to `limit` open invoices with a round due at `asOf` or under way and no live attempt: rounds
    /// under way first, then the oldest due, then the order of issue; at most one invoice of a subscription, whose
    /// status the outcome may change. Invoices that another worker holds are passed over.
    func claimRoundsDue(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [CollectionCase]

    /// Locks the cases of attempts whose answers are to be settled at `asOf`.
    func claimCases(ofAttempts ids: [String], asOf: Instant) async throws -> [CollectionCase]

    /// Claims live attempts that nobody is waiting for any more: `ready`, `sent`, `unknown` and `pending` ones
    /// whose lease is over by the store's own clock.
    func claimUnsettled(_ scope: RunScope, limit: Int) async throws -> [UnsettledAttempt]

    /// T2: marks attempts as sent and leases them to this worker; only those are returned that are still to be
    /// sent. The transaction's commit must be acknowledged before anything leaves.
    func markSent(_ ids: [String], at: Instant) async throws -> [PaymentAttempt]

    /// Writes what was decided, in order.
    func write(_ outcomes: [ChargeOutcome]) async throws

    /// Whether charging is switched on.
    func chargingIsOn() async throws -> Bool
}

/// One open invoice with everything a round looks at.
public struct CollectionCase: Sendable {
    /// The invoice that is to be paid.
    public var invoice: CollectedInvoice
    /// Where its rounds stand: how many, which methods were tried, when the next is due.
    public var collection: InvoiceCollection
    /// The subscription whose status follows the rounds (11.3, 11.4).
    public var subscription: Subscription
    /// The default first, then the backups in order.
    public var methods: [MethodStanding]
    /// When rounds are repeated and what follows the last (11.3, 11.4).
    public var policy: DunningPolicy
    /// The sequence of the last attempt; 0 before the first.
    public var lastSequence: Int
    /// The attempt that is live or being settled.
    public var attempt: PaymentAttempt?
    /// Whether another open invoice of the subscription has a failed round or is past its due date at the instant
    /// of the run (11.3).
    public var othersAreInArrears: Bool

    /// A case as a store reads it.
    public init(
        invoice: CollectedInvoice, collection: InvoiceCollection, subscription: Subscription,
        methods: [MethodStanding], policy: DunningPolicy, lastSequence: Int, attempt: PaymentAttempt?,
        othersAreInArrears: Bool
    ) {
        self.invoice = invoice
        self.collection = collection
        self.subscription = subscription
        self.methods = methods
        self.policy = policy
        self.lastSequence = lastSequence
        self.attempt = attempt
        self.othersAreInArrears = othersAreInArrears
    }
}

/// What charging needs to know of an invoice.
public struct CollectedInvoice: Sendable, Hashable {
    /// The invoice's id, which attempts and idempotency keys are derived from.
    public var id: String
    /// The number on the document, which the processor shows to people.
    public var number: String
    /// The id of the account that owes it.
    public var account: String
    /// The id of the subscription that it bills.
    public var subscription: String
    /// What one successful charge collects: the total less the balance applied (9.1).
    public var amountDueMinorUnits: Int64
    /// ISO 4217 code.
    public var currencyCode: String
    /// Digits after the point in our minor units; processors count some currencies otherwise.
    public var currencyExponent: Int
    /// The status when it was locked; rounds are for open invoices only.
    public var status: InvoiceStatus

    /// An invoice as a store reads it.
    public init(
        id: String, number: String, account: String, subscription: String, amountDueMinorUnits: Int64,
        currencyCode: String, currencyExponent: Int, status: InvoiceStatus
    ) {
        self.id = id
        self.number = number
        self.account = account
        self.subscription = subscription
        self.amountDueMinorUnits = amountDueMinorUnits
        self.currencyCode = currencyCode
        self.currencyExponent = currencyExponent
        self.status = status
    }
}

/// A live attempt found by the sweep.
public struct UnsettledAttempt: Sendable {
    /// The attempt, with the key and the bytes that were to be sent.
    public var attempt: PaymentAttempt
    /// Seconds since the first send by the store's clock; nil when nothing was sent.
    public var secondsSinceFirstSend: Int64?
    /// Seconds since the last send; nil when nothing was sent.
    public var secondsSinceLastSend: Int64?

    /// An attempt with its ages, which never come from this host's clock.
    public init(attempt: PaymentAttempt, secondsSinceFirstSend: Int64?, secondsSinceLastSend: Int64?) {
        self.attempt = attempt
        self.secondsSinceFirstSend = secondsSinceFirstSend
        self.secondsSinceLastSend = secondsSinceLastSend
    }
}

/// What charging decided about one invoice.
public struct ChargeOutcome: Sendable {
    /// The invoice's id.
    public var invoice: String
    /// The id of the account that owes it.
    public var account: String
    /// Where its rounds stand after the decision.
    public var collection: InvoiceCollection
    /// New (sequence above the last) or with a new state.
    public var attempt: PaymentAttempt?
    /// Set where it changed.
    public var subscription: Subscription?
    /// The subscription became unpaid: its other open invoices are charged with a new method only (11.4).
    public var stopsOtherSchedules: Bool
    /// Set where it changed.
    public var invoiceStatus: InvoiceStatus?
    /// Above zero with `invoiceStatus` paid.
    public var amountPaidMinorUnits: Int64
    /// When it was paid; nil where this outcome does not pay it.
    public var paidAt: Instant?
    /// The method that a hard decline bars.
    public var barred: (method: String, code: DeclineCode)?
    /// What is posted in the same transaction, for a payment or a write-off; else empty.
    public var ledger: [LedgerEntry]
    /// The instant of the postings.
    public var at: Instant

    /// An outcome that changes nothing but the collection yet.
    public init(invoice: String, account: String, collection: InvoiceCollection, at: Instant) {
        self.invoice = invoice
        self.account = account
        self.collection = collection
        self.attempt = nil
        self.subscription = nil
        self.stopsOtherSchedules = false
        self.invoiceStatus = nil
        self.amountPaidMinorUnits = 0
        self.paidAt = nil
        self.barred = nil
        self.ledger = []
        self.at = at
    }
}
