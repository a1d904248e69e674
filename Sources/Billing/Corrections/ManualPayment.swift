public import BillingCalendar

/// Money that arrived for an invoice without a processor: a bank transfer, a cheque.
public struct ManualPayment: Sendable, Hashable, Codable {
    /// The invoice's id.
    public var invoice: String
    /// The bank's, by which it is found on a statement; an invoice has each once.
    public var reference: String
    /// What arrived, in the invoice's minor units; above zero.
    public var amountMinorUnits: Int64
    /// What of it paid the invoice; the rest went to the account's balance.
    public var appliedMinorUnits: Int64
    /// When it arrived.
    public var receivedAt: Instant

    /// What went to the account's balance.
    public var balanceMinorUnits: Int64 { amountMinorUnits - appliedMinorUnits }

    /// A payment as it was recorded.
    public init(
        invoice: String, reference: String, amountMinorUnits: Int64, appliedMinorUnits: Int64,
        receivedAt: Instant
    ) {
        self.invoice = invoice
        self.reference = reference
        self.amountMinorUnits = amountMinorUnits
        self.appliedMinorUnits = appliedMinorUnits
        self.receivedAt = receivedAt
    }
}

/// A payment that is to be recorded.
public struct ManualPaymentOrder: Sendable, Hashable {
    /// What arrived.
    public var amountMinorUnits: Int64
    /// The bank's reference.
    public var reference: String
    /// Puts all of it on the balance and leaves the invoice as it is: the way while a charge is under way.
    public var toBalance: Bool

    /// A payment of an invoice, unless it is to go to the balance.
    public init(amountMinorUnits: Int64, reference: String, toBalance: Bool = false) {
        self.amountMinorUnits = amountMinorUnits
        self.reference = reference
        self.toBalance = toBalance
    }
}
