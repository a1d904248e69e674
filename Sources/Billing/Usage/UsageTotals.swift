public import BillingCalendar
public import Monetary

/// A question to whoever keeps the usage events: what does a meter come to in a window?
public struct UsageWindow: Sendable, Hashable {
    public var subscription: String
    public var meter: String
    public var aggregation: Meter.Aggregation
    /// Whether the value before the window counts (5.2).
    public var carriesValueIn: Bool
    public var period: Period

    public init(
        subscription: String, meter: String, aggregation: Meter.Aggregation, carriesValueIn: Bool, period: Period
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

    public init(_ totals: [UsageWindow: Ratio] = [:]) { self.totals = totals }

    public subscript(window: UsageWindow) -> Ratio { totals[window] ?? .zero }
}
