public import BillingCalendar
public import Monetary

/// An invoice before it has its number: everything decided, nothing written.
public struct InvoiceDraft: Sendable, Hashable, Codable {
    /// Why it was issued: `cycle` at a boundary, `change` by a command (4.3), `final` at the end (4.7).
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Issued at subscribe or at a trial's end.
        case start
        case cycle, change, final
    }

    /// What the invoice stands for; its id is derived from it, so that doing it again gives the same id.
    public struct Identity: Sendable, Hashable, Codable {
        /// The id of the subscription that is billed.
        public var subscription: String
        /// Part of the identity: a boundary and a command may fall on one instant (3.9).
        public var kind: Kind
        /// The boundary it bills, or the instant of the command.
        public var at: Instant
        /// Above zero where a subscription had an invoice of that instant before.
        public var ordinal: Int
    }

    /// At most one invoice ever has it (3.8).
    public var identity: Identity
    /// The id of the account that owes it.
    public var account: String
    /// The account's; every amount of the invoice is in its minor units (1.1).
    public var currency: Currency
    /// Decides the tax rates and the year of the number, in the seller's zone (8.1, 10.1).
    public var issuedAt: Instant
    /// Issue plus the payment terms (10.3).
    public var dueAt: Instant
    /// In the order of 3.10.
    public var lines: [InvoiceLine]
    /// Rows of the tax table in the order of 8.3.
    public var taxes: [TaxAmount]
    /// Whether the lines' amounts contain the tax (8.4).
    public var taxIsIncluded: Bool
    /// Where the taxes were rounded; has no effect on included ones (8.3, 8.4).
    public var taxRounding: TaxTable.Rounding
    /// What each coupon took from which lines, in the order taken (7.3).
    public var coupons: [AppliedCoupon]
    /// Total minus what is due: above zero what the balance paid or puts off, below zero what it takes in
    /// or collects (section 9).
    public var balanceAppliedMinorUnits: Int64
    /// What is left to be collected; never below zero.
    public var amountDueMinorUnits: Int64

    /// The subscription that is billed.
    public var subscription: String { identity.subscription }
    /// Why it was issued.
    public var kind: Kind { identity.kind }
    /// Σ of the lines before discounts.
    public var subtotalMinorUnits: Int64 { lines.reduce(0) { $0 + $1.amountMinorUnits } }
    /// Σ of what coupons took; what they took from negative lines counts below zero.
    public var discountMinorUnits: Int64 { lines.reduce(0) { $0 + $1.discountMinorUnits } }
    /// Σ of the tax rows, whether on top or included.
    public var taxMinorUnits: Int64 { taxes.reduce(0) { $0 + $1.amountMinorUnits } }
    /// 8.5; on every invoice total = balance applied + amount due (9.1).
    public var totalMinorUnits: Int64 {
        subtotalMinorUnits - discountMinorUnits + (taxIsIncluded ? 0 : taxMinorUnits)
    }

    /// The status it is issued with: open while something is due.
    public var statusAtIssue: InvoiceStatus { amountDueMinorUnits > 0 ? .open : .paid }
}

/// Where an issued invoice stands.
public enum InvoiceStatus: String, Sendable, Hashable, Codable, CaseIterable {
    case open, paid, void, uncollectible
}

/// An issued invoice. What the draft says never changes any more (10.2).
public struct Invoice: Sendable, Hashable, Codable {
    /// Derived from the draft's identity.
    public var id: String
    /// Consecutive without a gap, never reused (10.1).
    public var number: String
    /// Everything that was decided at issue.
    public var content: InvoiceDraft
    /// Changes where the content does not: by payment, void or the end of dunning.
    public var status: InvoiceStatus
    /// By charges that succeeded and by bank; what the balance paid is not among it.
    public var amountPaidMinorUnits: Int64
    /// What credit notes took off the amount due while it was open.
    public var amountCreditedMinorUnits: Int64
    /// When a payment settled it; nil where none did.
    public var paidAt: Instant?

    /// An invoice at the moment of issue.
    public init(id: String, number: String, content: InvoiceDraft) {
        self.id = id
        self.number = number
        self.content = content
        self.status = content.statusAtIssue
        self.amountPaidMinorUnits = 0
        self.amountCreditedMinorUnits = 0
        self.paidAt = nil
    }
    /// What is still asked for, where it is open: the amount due less payments and credit notes.
    public var outstandingMinorUnits: Int64 {
        content.amountDueMinorUnits - amountPaidMinorUnits - amountCreditedMinorUnits
    }
}
