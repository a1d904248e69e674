public import Billing
public import BillingCalendar
import Monetary

/// What charging reads and writes (PROCESSORS 5).
public protocol ChargingTransaction: Sendable {
    /// Claims up to `limit` open invoices with a round due at `asOf` or under way and no live attempt: rounds
    /// under way first, then the oldest due, then the order of issue; at most one invoice of a subscription, whose
    /// status the outcome may change. Invoices that another worker holds are passed over.
    func claimRoundsDue(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [CollectionCase]

    /// Locks invoices by id, whatever is due of them, waiting for whoever holds them; those without a collection
    /// are left out.
    func claimInvoices(_ ids: [String], asOf: Instant) async throws -> [CollectionCase]

    /// Locks the cases of attempts whose answers are to be settled at `asOf`.
    func claimCases(ofAttempts ids: [String], asOf: Instant) async throws -> [CollectionCase]

    /// Claims attempts that nobody is waiting for any more, in the order made: live ones whose lease is over, and
    /// declined ones that may still turn out to have succeeded. Ages and leases go by the store's own clock.
    func claimUnsettled(_ scope: RunScope, _ page: SweepPage) async throws -> [UnsettledAttempt]

    /// T2: marks attempts as sent and leases them to this worker; only those are returned that are still to be
    /// sent. The transaction's commit must be acknowledged before anything leaves.
    ///
    /// - Parameter stopped: processors whose charges may not all be in these books: nothing is sent anywhere for an account
    ///   that has a method at one of them.
    func markSent(_ ids: [String], at: Instant, besides stopped: Set<String>) async throws -> [PaymentAttempt]

    /// Writes what was decided, in order.
    func write(_ outcomes: [ChargeOutcome]) async throws

    /// Whether charging is switched on.
    func chargingIsOn() async throws -> Bool

    /// Raises alarms; one that is open already is left as it is.
    func raise(_ alarms: [Alarm]) async throws

    /// The alarms that are open and name no account: each stops a whole processor.
    func alarmsOfProcessors() async throws -> [Alarm]

    /// Up to when the charges of a processor were compared with the books, by the store's own clock, and whether these
    /// are still the books that were compared.
    func auditMark(processor: String) async throws -> AuditMark

    /// Notes that the charges up to an instant, in seconds since 1970, are all known to these very books.
    func noteAudit(processor: String, until: Int64) async throws

    /// The attempts of these ids, those that there are.
    func attempts(_ ids: [String]) async throws -> [PaymentAttempt]

    /// The attempts that were first sent to a processor at or after an instant, in seconds since 1970 by the store's
    /// own clock, in the order made.
    func attempts(of processor: String, firstSentAtOrAfter: Int64) async throws -> [PaymentAttempt]

    /// The open alarms of an account, those that stop its charging and those that do not.
    func alarms(ofAccount id: String) async throws -> [Alarm]

    /// An open alarm by its number, locked; nil where there is none.
    func claimAlarm(_ id: Int) async throws -> Alarm?

    /// Those of a processor's charges that people have decided about, and that pay nothing here.
    func dismissedCharges(_ references: [String], processor: String) async throws -> Set<String>

    /// Writes what was decided about a charge that these books did not send, and clears its alarm.
    func write(_ decision: OrphanDecision, clearing alarm: Int) async throws

    /// Marks an attempt that was never sent from here as sent, because its charge was found at the processor; nothing
    /// may be sent of it any more.
    func adopt(_ attempt: String, at: Instant) async throws
}

/// Which unsettled attempts a sweep looks at next.
public struct SweepPage: Sendable, Hashable {
    /// The place of the last one that was looked at.
    public var after: Int64
    /// Seconds for which nothing may have happened to an attempt: it is somebody else's before.
    public var quietSeconds: Int64
    /// The most to claim.
    public var limit: Int

    /// A page from the beginning unless a place is given.
    public init(after: Int64 = 0, quietSeconds: Int64 = 0, limit: Int) {
        self.after = after
        self.quietSeconds = quietSeconds
        self.limit = limit
    }
}

/// How far the charges of a processor are known to be in the books.
public struct AuditMark: Sendable, Hashable {
    /// Seconds since 1970; nil before the first audit.
    public var auditedUntil: Int64?
    /// Whether these are other books than those of that audit: restored from a copy, or failed over to one. What was
    /// charged after the copy was made may be missing in them.
    public var isOfOtherBooks: Bool
    /// The store's clock now.
    public var now: Int64

    /// A mark as a store reads it.
    public init(auditedUntil: Int64?, isOfOtherBooks: Bool = false, now: Int64) {
        self.auditedUntil = auditedUntil
        self.isOfOtherBooks = isOfOtherBooks
        self.now = now
    }
}

/// One open invoice with everything a round looks at.
public struct CollectionCase: Sendable {
    /// The invoice that is to be paid.
    public var invoice: CollectedInvoice
    /// Where its rounds stand: how many, which methods were tried, when the next is due.
    public var collection: InvoiceCollection
    /// The subscription whose status follows the rounds (11.3, 11.4).
    public var subscription: Subscription
    /// Whether the subscription is set aside until an operator has looked at it: its boundaries are not billed.
    public var isParked: Bool
    /// The default first, then the backups in order.
    public var methods: [MethodStanding]
    /// When rounds are repeated and what follows the last (11.3, 11.4).
    public var policy: DunningPolicy
    /// The account's zone, by which calendars go.
    public var accountZone: Zone
    /// Whether the account is charged, or pays by other means (11.1).
    public var accountCollection: Account.Collection
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
        isParked: Bool, methods: [MethodStanding], policy: DunningPolicy, accountZone: Zone,
        accountCollection: Account.Collection, lastSequence: Int, attempt: PaymentAttempt?,
        othersAreInArrears: Bool
    ) {
        self.invoice = invoice
        self.collection = collection
        self.subscription = subscription
        self.isParked = isParked
        self.methods = methods
        self.policy = policy
        self.accountZone = accountZone
        self.accountCollection = accountCollection
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
    /// What one successful charge collects: the amount due (9.1) less what was paid or credited of it since.
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

extension CollectedInvoice {
    /// As notices tell of it; nil where the currency is none that is known.
    var amount: CollectedAmount? {
        do {
            return CollectedAmount(
                invoice: id, invoiceNumber: number, account: account, subscription: subscription,
                amountMinorUnits: amountDueMinorUnits, currency: try Currency(code: currencyCode))
        } catch {
            // No invoice is issued in a currency that is not known; were one read, its money still counts and settles,
            // only nobody could be told of it in words.
            return nil
        }
    }
}

/// An attempt found by the sweep.
public struct UnsettledAttempt: Sendable {
    /// The attempt, with the key and the bytes that were to be sent.
    public var attempt: PaymentAttempt
    /// Seconds since the first send by the store's clock; nil when nothing was sent.
    public var secondsSinceFirstSend: Int64?
    /// Seconds since the last send; nil when nothing was sent.
    public var secondsSinceLastSend: Int64?
    /// Its place in the order made.
    public var position: Int64
    /// Until when its customer may confirm it; nil where it does not wait for that.
    public var customerActionUntil: Instant?
    /// Whether its invoice is still to be paid.
    public var invoiceIsOpen: Bool

    /// An attempt with its ages, which never come from this host's clock.
    public init(
        attempt: PaymentAttempt, secondsSinceFirstSend: Int64?, secondsSinceLastSend: Int64?, position: Int64,
        customerActionUntil: Instant? = nil, invoiceIsOpen: Bool = true
    ) {
        self.attempt = attempt
        self.invoiceIsOpen = invoiceIsOpen
        self.position = position
        self.customerActionUntil = customerActionUntil
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
    /// What this outcome adds to it; above zero with `invoiceStatus` paid.
    public var amountPaidMinorUnits: Int64
    /// When it was paid; nil where this outcome does not pay it.
    public var paidAt: Instant?
    /// The method that a hard decline bars.
    public var barred: (method: String, code: DeclineCode)?
    /// What is posted in the same transaction; nil where nothing is.
    public var posting: ChargePosting?
    /// What the customer and other programs are told.
    public var notices: [Notice]
    /// What people must look at.
    public var alarms: [Alarm]
    /// Seconds for which the declined attempt is watched for a late success; 0: not at all.
    public var watchSeconds: Int64
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
        self.posting = nil
        self.notices = []
        self.alarms = []
        self.watchSeconds = 0
        self.at = at
    }
}

/// What charging posts to the ledger; each once for its source.
public enum ChargePosting: Sendable, Hashable {
    /// A charge paid its invoice; after it had been given up where `wasUncollectible`.
    case paid(wasUncollectible: Bool)
    /// A charge succeeded beside another payment.
    case surplus
    /// The invoice is given up.
    case uncollectible
}
