public import BillingCalendar
public import Monetary

/// One line of an invoice (3.10).
public struct InvoiceLine: Sendable, Hashable, Codable {
    /// What the line charges for, in the words it is stored and exported by (section 3).
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case usage, minimum
        case lateUsage = "late_usage"
        case plan, addon
        case prorationCredit = "proration_credit"
        case prorationCharge = "proration_charge"
        case oneTime = "one_time"
    }

    /// Decides its place on the invoice (3.10) and which coupons may cover it (7.3).
    public var kind: Kind
    /// Plan, add-on or meter id.
    public var item: String
    /// The plan that usage and minimum lines belong to, the item otherwise: what applies_to looks at (7.2).
    public var plan: String
    /// Billable units of a usage line, for late usage the difference to what was billed, 1 of a minimum.
    public var quantity: ExactDecimal
    /// The window it charges or credits; of a one_time line it starts and ends when it was bought.
    public var period: Period
    /// Which period of the subscription covers it, for coupons.
    public var periodNumber: Int
    /// Before discount and, where tax is not included, before tax; below zero for credits.
    public var amountMinorUnits: Int64
    /// Of all coupons together; never changes the line's sign (7.4).
    public var discountMinorUnits: Int64
    /// Picks the rate of each component (8.1).
    public var taxCode: String
    /// Fixed where a credit takes a charge back (4.8) and after issue.
    public var tax: LineTax?
    /// From which the amount can be worked out again.
    public var derivation: Derivation
    /// The coupons that reduced it, with their share in minor units.
    public var discounts: [LineDiscount]

    /// Amount minus discount (7.4).
    public var netMinorUnits: Int64 { amountMinorUnits - discountMinorUnits }

    init(
        kind: Kind, item: String, plan: String? = nil, quantity: ExactDecimal = .one, period: Period,
        periodNumber: Int, amountMinorUnits: Int64, taxCode: String, tax: LineTax? = nil,
        derivation: Derivation
    ) {
        self.kind = kind
        self.item = item
        self.plan = plan ?? item
        self.quantity = quantity
        self.period = period
        self.periodNumber = periodNumber
        self.amountMinorUnits = amountMinorUnits
        self.discountMinorUnits = 0
        self.taxCode = taxCode
        self.tax = tax
        self.derivation = derivation
        self.discounts = []
    }
}

/// What one coupon took off a line.
public struct LineDiscount: Sendable, Hashable, Codable {
    /// The coupon's code.
    public var coupon: String
    /// Its part of the line's discount, split by 1.4.
    public var minorUnits: Int64
    /// Set where the share was fixed when a proration charge was made, and no ``AppliedCoupon`` tells it (4.4).
    public var percent: ExactDecimal?
}

/// What a coupon took from an invoice; a percent coupon may do so twice, from positive and from negative lines (7.3).
public struct AppliedCoupon: Sendable, Hashable, Codable {
    /// The coupon's code.
    public var code: String
    /// Its terms as they were redeemed.
    public var discount: Coupon.Discount
    /// The lines it covers, by their place on the invoice, from 0.
    public var lines: [Int]
    /// The sum that was split over them.
    public var minorUnits: Int64
}

/// A line that waits for the next invoice.
public struct PendingLine: Sendable, Hashable, Codable {
    /// Counts within the subscription, so that a window can name the line that charges it.
    public var id: Int
    /// Its discount and, of a credit, its tax are settled already (4.4, 4.8).
    public var line: InvoiceLine
    /// The pending line that a credit takes back; nil where that is on an invoice already.
    public var credits: Int?
}
