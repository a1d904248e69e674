public import BillingCalendar

/// Why an amount would be another by today's facts.
public enum DifferenceCause: String, Sendable, Hashable, Codable, CaseIterable {
    /// Use that was recorded, or came to be known, after the period was billed, and that no invoice will bring.
    case lateUsage = "late_usage"
    case changedPrice = "changed_price"
    /// What the plan includes of a meter.
    case changedAllowance = "changed_allowance"
    case changedMinimum = "changed_minimum"
    case changedCoupon = "changed_coupon"
    /// The rate in force on the day of issue, by the tax table and the tax codes of today.
    case changedTaxRate = "changed_tax_rate"
    case exemption
    case reverseCharge = "reverse_charge"
    /// Other components hold for the buyer's place, or none.
    case changedTaxPlace = "changed_tax_place"
    /// Prices contain the tax, or taxes are rounded, otherwise than at issue.
    case changedTaxMethod = "changed_tax_method"
    /// Another line or the net amounts changed, and this one goes by them.
    case follows
}

/// A part of a difference with its one cause; the parts add up to the whole.
public struct DifferencePart: Sendable, Hashable {
    /// Why.
    public var cause: DifferenceCause
    /// Today's amount less that of then, as far as this cause goes; minor units.
    public var minorUnits: Int64
    /// What changed, from what to what, in words.
    public var detail: String
}

/// A line whose net amount would be another today.
public struct LineDifference: Sendable, Hashable {
    /// The place on the invoice, from 1.
    public var number: Int
    /// The line as it was issued.
    public var issued: InvoiceLine
    /// Amount minus discount by today's facts.
    public var netNowMinorUnits: Int64
    /// Their sum is the difference of the nets.
    public var parts: [DifferencePart]
}

/// A tax of an invoice that would come to another amount today.
public struct TaxDifference: Sendable, Hashable {
    /// Country ("DE") or country and region ("US-CA").
    public var jurisdiction: String
    /// The component's.
    public var name: String
    /// On the invoice; 0 where it has no such row.
    public var issuedMinorUnits: Int64
    /// By today's facts; 0 where it would have no such row.
    public var nowMinorUnits: Int64
    /// Their sum is the difference.
    public var parts: [DifferencePart]
}

/// An issued invoice that would be another today. It never changes (10.2); this says what to do about it.
public struct InvoiceDifference: Sendable, Hashable {
    /// What to do.
    public enum Remedy: Sendable, Hashable {
        /// Too much was billed and not yet given back: a credit note of these amounts, which add up to more than zero.
        /// One of them is below zero only where earlier notes took back more of it than differs.
        case creditNote(netMinorUnits: Int64, taxMinorUnits: Int64)
        /// Nothing: credit notes have given back what was too much, or all of the invoice.
        case credited
        /// Too little was billed: no invoice will bring it by itself.
        case undercharged(minorUnits: Int64)
        /// Lines and taxes differ and the total does not.
        case totalsAgree
    }

    /// The invoice.
    public var invoice: Invoice
    /// Only those that differ.
    public var lines: [LineDifference]
    /// Only those that differ.
    public var taxes: [TaxDifference]
    /// By today's facts.
    public var totalNowMinorUnits: Int64
    /// The invoice's credit notes so far, in the order issued, whatever they were given for.
    public var creditNotes: [CreditNote]

    /// Today's total less the issued one.
    public var differenceMinorUnits: Int64 { totalNowMinorUnits - invoice.content.totalMinorUnits }

    /// What credit notes have given back of the invoice, tax included.
    public var creditedMinorUnits: Int64 { creditNotes.reduce(0) { $0 + $1.content.totalMinorUnits } }

    /// What to do about the whole. Credit notes count against what was billed too much; what was billed too little is
    /// not more because something else was credited.
    public var remedy: Remedy {
        let credited = creditedMinorUnits
        guard credited == 0 || credited < invoice.content.totalMinorUnits else { return .credited }
        let difference = differenceMinorUnits
        if difference > 0 { return .undercharged(minorUnits: difference) }
        guard difference < 0 else { return .totalsAgree }
        let left = -difference - credited
        guard left > 0 else { return .credited }
        let tax =
            taxes.reduce(0) { $0 + $1.issuedMinorUnits - $1.nowMinorUnits }
            - creditNotes.reduce(0) { $0 + $1.content.taxMinorUnits }
        return .creditNote(netMinorUnits: left - tax, taxMinorUnits: tax)
    }
}

/// Use of a closed period that came late and is no matter of a correction.
public struct LateDifference: Sendable, Hashable {
    /// What becomes of it.
    public enum Remedy: Sendable, Hashable {
        /// The invoice of this boundary brings it as a late_usage or minimum line (5.7).
        case nextInvoice(at: Instant)
        /// The subscription is canceled: such use is kept and not billed (5.7).
        case notBilled
    }

    /// The kind of line that bills it.
    public var kind: InvoiceLine.Kind
    /// Meter id, of a minimum the plan's.
    public var item: String
    /// The segment, of a minimum the closed period.
    public var period: Period
    /// Before discount; minor units.
    public var minorUnits: Int64
    /// How much is known now and was known then.
    public var detail: String
    /// What becomes of it.
    public var remedy: Remedy
}

/// What working a subscription's invoices out again from today's facts came to.
public struct Recalculation: Sendable, Hashable {
    /// The subscription's id.
    public var subscription: String
    /// How many invoices were looked at; void ones are not.
    public var invoiceCount: Int
    /// The invoices that would be others, in the order of issue.
    public var invoices: [InvoiceDifference]
    /// By period, then as its lines stand.
    public var lateUsage: [LateDifference]
}
