public import BillingCalendar
public import Monetary

/// An invoice before it has its number: everything decided, nothing written.
public struct InvoiceDraft: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Issued at subscribe or at a trial's end.
        case start
        case cycle, change, final
    }

    /// What the invoice stands for; its id is derived from it, so that doing it again gives the same id.
    public struct Identity: Sendable, Hashable, Codable {
        public var subscription: String
        public var kind: Kind
        /// The boundary it bills, or the instant of the command.
        public var at: Instant
        /// Above zero where a subscription had an invoice of that instant before.
        public var ordinal: Int
    }

    public var identity: Identity
    public var account: String
    public var currency: Currency
    public var issuedAt: Instant
    public var dueAt: Instant
    public var lines: [InvoiceLine]
    public var taxes: [TaxAmount]
    public var taxIsIncluded: Bool
    /// Where the taxes were rounded; has no effect on included ones (8.3, 8.4).
    public var taxRounding: TaxTable.Rounding
    /// What each coupon took from which lines, in the order taken (7.3).
    public var coupons: [AppliedCoupon]
    public var balanceAppliedMinorUnits: Int64
    public var amountDueMinorUnits: Int64

    public var subscription: String { identity.subscription }
    public var kind: Kind { identity.kind }
    public var subtotalMinorUnits: Int64 { lines.reduce(0) { $0 + $1.amountMinorUnits } }
    public var discountMinorUnits: Int64 { lines.reduce(0) { $0 + $1.discountMinorUnits } }
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
    public var number: String
    public var content: InvoiceDraft
    public var status: InvoiceStatus
    public var amountPaidMinorUnits: Int64
    public var paidAt: Instant?

    public init(id: String, number: String, content: InvoiceDraft) {
        self.id = id
        self.number = number
        self.content = content
        self.status = content.statusAtIssue
        self.amountPaidMinorUnits = 0
        self.paidAt = nil
    }
}
