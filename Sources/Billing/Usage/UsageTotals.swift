public import BillingCalendar
public import Monetary

/// A question to whoever keeps the usage events: what does a meter come to in a window?
public struct UsageWindow: Sendable, Hashable {
    /// The subscription's id.
    public var subscription: String
    /// The meter's id.
    public var meter: String
    /// What the events are to be made into (5.2).
    public var aggregation: Meter.Aggregation
    /// Whether the value before the window counts (5.2).
    public var carriesValueIn: Bool
    /// From its start to before its end (2.1).
    public var period: Period

    /// A window with all that decides its total.
    public init(
        subscription: String, meter: String, aggregation: Meter.Aggregation, carriesValueIn: Bool,
        period: Period
    ) {
        self.subscription = subscription
        self.meter = meter
        self.aggregation = aggregation
        self.carriesValueIn = carriesValueIn
        self.period = period
    }
}

/// The answers: exact totals by window. A window that is not named came to 0.
public struct UsageTotals: Sendable, Hashable {
    private var totals: [UsageWindow: Ratio]

    /// Answers by window; those of 0 may be left out.
    public init(_ totals: [UsageWindow: Ratio] = [:]) { self.totals = totals }

    /// The exact total: averages are ratios until the line is rounded (1.3).
    public subscript(window: UsageWindow) -> Ratio { totals[window] ?? .zero }
}
