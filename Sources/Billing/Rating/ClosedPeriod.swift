public import BillingCalendar
public import Monetary

/// A billed period with what is needed to rate it again when use of it comes late (5.7).
public struct ClosedPeriod: Sendable, Hashable, Codable {
    public var subscription: String
    public var number: Int
    public var period: Period
    public var segments: [ClosedSegment]
    public var minimum: ClosedMinimum?
    /// Plan and plan proration amounts (6.1).
    public var planChargesMinorUnits: Int64
}

/// One priced meter of one plan segment.
public struct ClosedSegment: Sendable, Hashable, Codable {
    public var meter: String
    public var plan: String
    public var taxCode: String
    public var period: Period
    public var carriesValueIn: Bool
    /// The inputs as they were last rated.
    public var rated: UsageDerivation
    /// All that was charged for it so far, late lines included.
    public var chargedMinorUnits: Int64
    public var billed: ExactDecimal
}

/// The minimum of a closed period.
public struct ClosedMinimum: Sendable, Hashable, Codable {
    public var plan: String
    public var taxCode: String
    public var parts: [MinimumDerivation.Part]
    public var dueMinorUnits: Int64
    public var chargedMinorUnits: Int64
}
