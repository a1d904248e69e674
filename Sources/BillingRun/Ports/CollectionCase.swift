public import Billing
public import BillingCalendar
import Monetary

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
    /// Until when an attempt that was declined may still turn out to have succeeded, or when it was to be looked at for
    /// the last time and was not; nil where none may.
    public var watchedUntil: Instant?
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
