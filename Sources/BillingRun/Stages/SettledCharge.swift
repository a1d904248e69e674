public import Billing
public import BillingCalendar

/// A charge whose answer has been written down.
public struct SettledCharge: Sendable, Hashable {
    /// The attempt's id.
    public var attempt: String
    /// The invoice's id.
    public var invoice: String
    /// The number on the document, which people know it by.
    public var invoiceNumber: String
    /// The id of the account that was charged.
    public var account: String
    /// The id of the payment method.
    public var method: String
    /// What was asked for, whether or not it was paid.
    public var amountMinorUnits: Int64
    /// ISO 4217 code.
    public var currencyCode: String
    /// What the attempt came to; a live state where the answer is still open (11.5).
    public var state: PaymentAttempt.State
    /// Why it was declined; nil where it was not, or where nobody said.
    public var declineCode: DeclineCode?
    /// What the processor said when the charge stays unknown.
    public var note: String?
    /// Whether the processor does not accept our credentials: nothing more is sent to it in this run.
    public var isRefusedAccess: Bool
    /// The processor it was sent to.
    public var processor: String
    /// When a debit that was announced to its customer is asked for: nothing is wrong with it before.
    public var debitAt: Instant?
    /// Until when the customer may confirm it; nil where nothing waits for that.
    public var waitsForCustomerUntil: Instant?

    /// When a charge that was refused for what it asks, and not for who is to pay, is tried again; nil for all others.
    public var heldUntil: Instant?

    /// Whether it waits for its customer, and may not any more.
    func waitsNoLonger(at: Instant) -> Bool {
        state == .needsAction && (waitsForCustomerUntil.map { $0 <= at } ?? true)
    }
}

/// A round in which no method was left to try.
public struct FailedRound: Sendable, Hashable {
    /// The invoice's id.
    public var invoice: String
    /// What follows: another round, or the policy's final action (11.3, 11.4).
    public var decision: DunningDecision
}
