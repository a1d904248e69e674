public import BillingCalendar
public import Monetary

/// A credit note before it has its number: which parts of an issued invoice are taken back, and what becomes of the
/// money (10.2). All amounts are in minor units and above zero where the invoice's are.
public struct CreditNoteDraft: Sendable, Hashable, Codable {
    /// What the note is over; its id is derived from it.
    public struct Identity: Sendable, Hashable, Codable {
        /// The invoice's id.
        public var invoice: String
        /// Counts the invoice's credit notes, from 1.
        public var ordinal: Int
    }

    /// What was asked for; with the issued invoice and the earlier notes it gives everything else.
    public var order: CreditNoteOrder
    /// At most one credit note ever has it.
    public var identity: Identity
    /// The number on the invoice that is corrected.
    public var invoiceNumber: String
    /// When that was issued.
    public var invoiceIssuedAt: Instant
    /// The account that the invoice was issued to.
    public var account: String
    /// The invoice's.
    public var currency: Currency
    /// Decides the year of the number, in the seller's zone.
    public var issuedAt: Instant
    /// The lines that are credited, in the invoice's order; none of which everything is zero.
    public var lines: [CreditNoteLine]
    /// The rows of the invoice's tax table that are credited, in its order, with the base and tax that are taken back.
    public var taxes: [TaxAmount]
    /// Whether the lines' nets contain the tax, as on the invoice (8.4).
    public var taxIsIncluded: Bool
    /// What becomes of the total.
    public var settlement: CreditSettlement

    /// The id of the invoice.
    public var invoice: String { identity.invoice }
    /// Why, in the words of whoever ordered it; it stands on the document.
    public var reason: String { order.reason }
    /// Σ of the nets as they stand on the invoice.
    public var netMinorUnits: Int64 {
        lines.reduce(0) { $0 + $1.netMinorUnits(taxIsIncluded: taxIsIncluded) }
    }
    /// Σ of the tax rows, whether on top or included.
    public var taxMinorUnits: Int64 { taxes.reduce(0) { $0 + $1.amountMinorUnits } }
    /// What the customer gets back, tax included; above zero.
    public var totalMinorUnits: Int64 { lines.reduce(0) { $0 + $1.totalMinorUnits } }
}

/// A line of the invoice, as far as it is taken back.
public struct CreditNoteLine: Sendable, Hashable, Codable {
    /// Its place on the invoice, from 1.
    public var line: Int
    /// As on the invoice.
    public var kind: InvoiceLine.Kind
    /// Plan, add-on or meter id.
    public var item: String
    /// The plan that usage and minimum lines belong to, the item otherwise.
    public var plan: String
    /// The window that the line charged.
    public var period: Period
    /// How many of the line's units are credited; nil where the credit was not counted in units.
    public var quantity: ExactDecimal?
    /// How the line is taxed.
    public var tax: LineTax?
    /// What is taken back of it.
    public var parts: CreditParts

    /// What is credited of the line, with its tax.
    public var totalMinorUnits: Int64 { parts.totalMinorUnits }

    /// What is credited of the line's net, which holds the tax where prices do (8.4).
    public func netMinorUnits(taxIsIncluded: Bool) -> Int64 {
        taxIsIncluded ? parts.totalMinorUnits : parts.baseMinorUnits
    }
}

/// What becomes of a credit note's total; the three add up to it.
public struct CreditSettlement: Sendable, Hashable, Codable {
    /// Taken off what the open invoice still asks for.
    public var reductionMinorUnits: Int64
    /// To be sent back through the processor that was paid.
    public var refundMinorUnits: Int64
    /// Put on the account's balance, for later invoices.
    public var balanceMinorUnits: Int64
}

/// An issued credit note. It never changes any more.
public struct CreditNote: Sendable, Hashable, Codable {
    /// Derived from the draft's identity.
    public var id: String
    /// Consecutive without a gap, never reused, apart from the invoices' (10.1, 10.2).
    public var number: String
    /// Everything that was decided.
    public var content: CreditNoteDraft

    /// A credit note at the moment of issue.
    public init(id: String, number: String, content: CreditNoteDraft) {
        self.id = id
        self.number = number
        self.content = content
    }
}
