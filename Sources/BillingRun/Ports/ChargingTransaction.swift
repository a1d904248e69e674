public import Billing
public import BillingCalendar

/// What charging reads and writes (PROCESSORS 5).
public protocol ChargingTransaction: Sendable {
    /// Claims up to `limit` open invoices with a round due at `asOf` or under way and no live attempt: rounds
    /// under way first, then the oldest due, then the order of issue; at most one invoice of a subscription, whose
    /// status the outcome may change. Invoices that another worker holds are passed over, and those of `passedOver`.
    func claimRoundsDue(
        _ scope: RunScope, asOf: Instant, passingOver passedOver: Set<String>, limit: Int
    ) async throws -> [CollectionCase]

    /// Locks invoices by id, whatever is due of them, waiting for whoever holds them; those without a collection
    /// are left out.
    func claimInvoices(_ ids: [String], asOf: Instant) async throws -> [CollectionCase]

    /// Locks the cases of attempts whose answers are to be settled at `asOf`.
    func claimCases(ofAttempts ids: [String], asOf: Instant) async throws -> [CollectionCase]

    /// Claims attempts that nobody is waiting for any more, in the order made: live ones whose lease is over, and
    /// declined ones that may still turn out to have succeeded. Ages and leases go by the store's own clock.
    func claimUnsettled(_ scope: RunScope, _ page: SweepPage) async throws -> [UnsettledAttempt]

    /// Writes what looks at declined attempts came to that are watched: by id, for how many seconds from now at least they
    /// are watched further, or 0 where that ends. Nothing else ends a watch, so that none does without a look after its time.
    func watch(_ attempts: [String: Int64]) async throws

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

    /// How many accounts open alarms stop (``Billing/Alarm/Kind/stopsCharging``).
    func countStoppedAccounts() async throws -> Int

    /// The alarms that are open and name no account: each stops a whole processor, an orphan charge all of them
    /// (``Billing/Alarm/stops(processor:)``).
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

/// An attempt found by the sweep.
public struct UnsettledAttempt: Sendable {
    /// The attempt, with the key and the bytes that were to be sent.
    public var attempt: PaymentAttempt
    /// Seconds since the first send by the store's clock; nil when nothing was sent.
    public var secondsSinceFirstSend: Int64?
    /// Seconds since the last send; nil when nothing was sent.
    public var secondsSinceLastSend: Int64?
    /// Seconds by which the time is over for which it was to be watched after a decline; nil where it is not over, or
    /// nothing was to be watched.
    public var secondsSinceWatchEnded: Int64?
    /// Its place in the order made.
    public var position: Int64
    /// Until when its customer may confirm it; nil where it does not wait for that.
    public var customerActionUntil: Instant?
    /// Whether its invoice is still to be paid.
    public var invoiceIsOpen: Bool

    /// An attempt with its ages, which never come from this host's clock.
    public init(
        attempt: PaymentAttempt, secondsSinceFirstSend: Int64?, secondsSinceLastSend: Int64?, position: Int64,
        customerActionUntil: Instant? = nil, invoiceIsOpen: Bool = true, secondsSinceWatchEnded: Int64? = nil
    ) {
        self.secondsSinceWatchEnded = secondsSinceWatchEnded
        self.attempt = attempt
        self.invoiceIsOpen = invoiceIsOpen
        self.position = position
        self.customerActionUntil = customerActionUntil
        self.secondsSinceFirstSend = secondsSinceFirstSend
        self.secondsSinceLastSend = secondsSinceLastSend
    }
}
