public import BillingCalendar
public import Monetary

/// One line of an invoice (3.10).
public struct InvoiceLine: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case usage, minimum
        case lateUsage = "late_usage"
        case plan, addon
        case prorationCredit = "proration_credit"
        case prorationCharge = "proration_charge"
        case oneTime = "one_time"
    }

    public var kind: Kind
    /// Plan, add-on or meter id.
    public var item: String
    /// The plan that usage and minimum lines belong to, the item otherwise: what applies_to looks at (7.2).
    public var plan: String
    public var quantity: ExactDecimal
    public var period: Period
    /// Which period of the subscription covers it, for coupons.
    public var periodNumber: Int
    public var amountMinorUnits: Int64
    public var discountMinorUnits: Int64
    public var taxCode: String
    /// Fixed where a credit takes a charge back (4.8) and after issue.
    public var tax: LineTax?
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
    public var coupon: String
    public var minorUnits: Int64
    /// Set where the share was fixed when a proration charge was made, and no ``AppliedCoupon`` tells it (4.4).
    public var percent: ExactDecimal?
}

/// What a coupon took from an invoice; a percent coupon may do so twice, from positive and from negative lines (7.3).
public struct AppliedCoupon: Sendable, Hashable, Codable {
    public var code: String
    public var discount: Coupon.Discount
    /// The lines it covers, by their place on the invoice, from 0.
    public var lines: [Int]
    /// The sum that was split over them.
    public var minorUnits: Int64
}

/// A line that waits for the next invoice.
public struct PendingLine: Sendable, Hashable, Codable {
    public var id: Int
    public var line: InvoiceLine
}
