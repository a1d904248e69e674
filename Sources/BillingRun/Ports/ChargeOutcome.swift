public import Billing
public import BillingCalendar

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
