public import Billing
public import BillingCalendar
public import BillingRun

/// A subscription as lists show it.
public struct SubscriptionRecord: Sendable, Hashable {
    /// The rules' value.
    public var subscription: Subscription
    /// Whether it is set aside until an operator releases it.
    public var isParked: Bool
}

/// A saved way to pay as lists show it.
public struct MethodRecord: Sendable, Hashable {
    /// The method.
    public var method: PaymentMethod
    /// The hard decline that bars it until it is replaced (rule 11.2).
    public var barredBy: DeclineCode?
    /// When it was added or replaced.
    public var setAt: Instant
}

/// An invoice with everything about it.
public struct InvoiceRecord: Sendable {
    /// The invoice.
    public var invoice: Invoice
    /// The seller as it was at issue (rule 10.2).
    public var seller: Seller
    /// The buyer as it was at issue.
    public var buyer: Account
    /// How its collection stands; nil where nothing was due.
    public var collection: InvoiceCollection?
    /// Its charges in the order made.
    public var attempts: [PaymentAttempt]
    /// Its credit notes in the order issued.
    public var creditNotes: [CreditNote]
    /// Money that arrived for it without a processor, in the order it arrived.
    public var manualPayments: [ManualPayment]
    /// Where its document stands in the document store, once there is one.
    public var documentPath: String?
    /// The run that issued it; nil for commands.
    public var run: String?
    /// The catalogue it was made by.
    public var catalogVersion: Int
}

/// A credit note with what its document is made from.
public struct CreditNoteRecord: Sendable {
    /// The credit note.
    public var note: CreditNote
    /// The seller as it was when the invoice was issued.
    public var seller: Seller
    /// The buyer as it was then.
    public var buyer: Account
    /// Where its document stands in the document store, once there is one.
    public var documentPath: String?
}

/// A charge with the number of its invoice.
public struct PaymentRecord: Sendable, Hashable {
    /// The charge.
    public var attempt: PaymentAttempt
    /// What the customer knows the invoice by.
    public var invoiceNumber: String
}

/// A run as lists show it.
public struct RunSummary: Sendable, Hashable {
    /// The run's id.
    public var id: String
    /// Up to when it billed.
    public var asOf: Instant
    /// When it began.
    public var startedAt: Instant
    /// nil while it runs, or when it was killed.
    public var finishedAt: Instant?
    /// "everything", "account:…", "subscription:…".
    public var scope: String
    /// Its report as JSON, once finished.
    public var report: String?
    /// What it is for.
    public var kind: RunRecord.Kind
    /// Of a finished rehearsal: "waiting", "approved", "executed" or "superseded".
    public var approval: String?
    /// Who approved it, and when.
    public var approvedBy: String?
    /// When it was approved.
    public var approvedAt: Instant?
    /// Of a finished rehearsal: two that would bill the same have the same.
    public var fingerprint: String?
}

/// A balance change with its row's number and reason (rule 9.3).
public struct BalanceRow: Sendable, Hashable {
    /// "granted", "applied", …
    public var cause: String
    /// Minor units of the account's currency.
    public var minorUnits: Int64
    /// When it counts from.
    public var at: Instant
    /// The invoice that made it, if one did.
    public var invoice: String?
    /// Why a person gave it.
    public var reason: String?
}

/// An entry of the audit trail with its instant by the database's clock.
public struct AuditRecord: Sendable, Hashable {
    /// What was noted.
    public var entry: AuditEntry
    /// When it was noted.
    public var at: Instant
}

/// The catalogue in force as it was applied.
public struct CatalogRecord: Sendable, Hashable {
    /// Counts applied catalogues, from 1.
    public var number: Int
    /// The file.
    public var source: String
    /// When it came into force.
    public var appliedAt: Instant
}
