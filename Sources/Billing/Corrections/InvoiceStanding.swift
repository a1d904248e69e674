import BillingCalendar

/// An issued invoice with everything that a correction of it looks at.
public struct InvoiceStanding: Sendable {
    /// The invoice as it stands.
    public var invoice: Invoice
    /// What the account has to its credit.
    public var balance: AccountBalance
    /// The subscription that it bills; its status follows payments (11.3).
    public var subscription: Subscription
    /// By which an add-on is told from a plan.
    public var catalog: Catalog
    /// The subscription's billed periods that lines of the invoice are about (6.1).
    public var closedPeriods: [ClosedPeriod] = []
    /// All credit notes of the invoice, in the order issued.
    public var creditNotes: [CreditNote]
    /// All payments of it that came by bank.
    public var payments: [ManualPayment]
    /// A charge whose result may still come: nothing else may pay the invoice meanwhile (11.5).
    public var liveAttempt: PaymentAttempt?
    /// Whether another open invoice of the subscription has a failed round or is past its due date (11.3).
    public var othersAreInArrears: Bool

    /// What has gone back, or is on its way, of the charge that paid it: by refunds of ours and by hand at the processor.
    public var returnedMinorUnits: Int64 = 0

    /// What invoices that count credited for unused time of this one's lines, by the line's place from 1 (4.1); this
    /// invoice's own credits are on it.
    public var proratedMinorUnits: [Int: Int64] = [:]

    /// A standing as a store reads it.
    public init(
        invoice: Invoice, balance: AccountBalance, subscription: Subscription, catalog: Catalog,
        creditNotes: [CreditNote], payments: [ManualPayment], liveAttempt: PaymentAttempt?,
        othersAreInArrears: Bool
    ) {
        self.invoice = invoice
        self.balance = balance
        self.subscription = subscription
        self.catalog = catalog
        self.creditNotes = creditNotes
        self.payments = payments
        self.liveAttempt = liveAttempt
        self.othersAreInArrears = othersAreInArrears
    }
}
