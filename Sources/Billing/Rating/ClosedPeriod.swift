public import BillingCalendar
public import Monetary

/// A billed period with what is needed to rate it again when use of it comes late (5.7).
public struct ClosedPeriod: Sendable, Hashable, Codable {
    /// The id of the subscription it belongs to.
    public var subscription: String
    /// Numbered through; −1 is the stub (7.2).
    public var number: Int
    /// As it was billed: one cut short ends where it was cut.
    public var period: Period
    /// By meter id, then segment, as their lines stand (3.10).
    public var segments: [ClosedSegment]
    /// nil where no segment's plan has one.
    public var minimum: ClosedMinimum?
    /// Plan and plan proration amounts (6.1).
    public var planChargesMinorUnits: Int64
    /// What of the plan's and the usage's lines stood on invoices that were voided: it fills no minimum.
    public var voidedMinorUnits: Int64 = 0
}

extension ClosedPeriod {
    /// What fills its minimum, as it was charged so far (6.1).
    var chargedMinorUnits: Int64 {
        segments.reduce(planChargesMinorUnits - voidedMinorUnits) { $0 + $1.chargedMinorUnits }
    }

    /// An invoice was voided: what its lines charged for this period fills no minimum any more, and a minimum among them
    /// was not charged, so that none of it can be given back (5.7). Late use is still rated by its difference.
    mutating func takeBack(_ lines: [InvoiceLine], catalog: Catalog) {
        for line in lines where line.periodNumber == number {
            if line.kind == .minimum {
                minimum?.chargedMinorUnits -= line.amountMinorUnits
            } else if line.fillsMinimum(catalog) {
                voidedMinorUnits += line.amountMinorUnits
            }
        }
    }
}

extension Subscription {
    /// An invoice was voided: its plan and plan proration lines of the current period fill no minimum any more (6.1).
    mutating func takeBack(_ lines: [InvoiceLine], catalog: Catalog) {
        for line in lines where line.periodNumber == periodNumber && line.fillsMinimum(catalog) {
            planChargesMinorUnits -= line.amountMinorUnits
        }
    }
}

extension InvoiceLine {
    /// Whether it is one of those that count against the minimum of its period: plan, plan proration and usage (6.1).
    func fillsMinimum(_ catalog: Catalog) -> Bool {
        switch kind {
        case .usage, .lateUsage, .plan: true
        case .prorationCredit, .prorationCharge: catalog.addOns[item] == nil
        case .minimum, .addon, .oneTime: false
        }
    }
}

/// One priced meter of one plan segment.
public struct ClosedSegment: Sendable, Hashable, Codable {
    /// The meter's id.
    public var meter: String
    /// The id of the plan that was in force: applies_to looks at it (7.2).
    public var plan: String
    /// Of the plan at that time, for its late lines.
    public var taxCode: String
    /// What is asked for again when use of it comes late.
    public var period: Period
    /// Whether a late event is felt in every later segment of the meter too (5.7).
    public var carriesValueIn: Bool
    /// The inputs as they were last rated.
    public var rated: UsageDerivation
    /// All that was charged for it so far, late lines included.
    public var chargedMinorUnits: Int64
    /// The billable quantity that its lines have billed so far.
    public var billed: ExactDecimal
}

/// The minimum of a closed period.
public struct ClosedMinimum: Sendable, Hashable, Codable {
    /// The id of the last plan in the period that has a minimum: the line is that plan's.
    public var plan: String
    /// Of that plan, for a correcting line.
    public var taxCode: String
    /// The minimums of its segments with their shares.
    public var parts: [MinimumDerivation.Part]
    /// Their sum, rounded (6.1).
    public var dueMinorUnits: Int64
    /// What minimum lines charged so far, corrections included; minor units.
    public var chargedMinorUnits: Int64
}
