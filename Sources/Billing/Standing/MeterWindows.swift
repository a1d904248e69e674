import BillingCalendar
import Monetary

/// The stretches of the current period that a meter's standing is worked out from.
struct MeterWindows {
    let meter: Meter
    /// From the period's start up to now, its own second included.
    let soFar: UsageWindow
    /// The two halves of it, for the trend of a gauge; nil where it is too short.
    let halves: (first: UsageWindow, second: UsageWindow)?

    init(_ meter: Meter, _ subscription: Subscription, at: Instant) {
        self.meter = meter
        let start = subscription.currentPeriod.start
        let end = min(at.adding(seconds: 1), subscription.currentPeriod.end)
        let window = { (start: Instant, end: Instant) in
            UsageWindow(
                subscription: subscription.id, meter: meter.id, aggregation: meter.aggregation,
                carriesValueIn: meter.carriesValueIn, period: Period(start: start, end: end))
        }
        soFar = window(start, end)
        let elapsed = start.seconds(until: end)
        let middle = start.adding(seconds: elapsed / 2)
        halves = meter.addsUp || elapsed < 2 ? nil : (window(start, middle), window(middle, end))
    }

    /// All that must be asked for.
    var all: [UsageWindow] { [soFar] + (halves.map { [$0.first, $0.second] } ?? []) }

    /// What the period comes to if things go on as they do: counters at their pace, gauges by their trend, never
    /// below zero.
    func projection(_ usage: UsageTotals, period: Period) throws -> MeterStanding.Projection? {
        let elapsed = soFar.period.seconds
        let whole = period.seconds
        guard elapsed > 0 else { return nil }
        guard let halves else {
            guard meter.addsUp else { return nil }
            let pace = try usage[soFar] * Ratio(whole) / Ratio(elapsed)
            return MeterStanding.Projection(quantity: try ExactDecimal(rounding: pace), basis: .elapsedTime)
        }
        // The two values stand half the elapsed time apart; what is to come goes on from the whole's value.
        let rise = try usage[halves.second] - usage[halves.first]
        let perSecond = try rise * Ratio(2) / Ratio(elapsed)
        let rest = Ratio(whole - elapsed)
        // The average of the whole period moves half as far as the value at its end.
        let move =
            meter.aggregation == .timeWeighted ? try perSecond * rest / Ratio(2) : try perSecond * rest
        let end = max(.zero, try usage[soFar] + move)
        let floor = meter.aggregation == .max ? max(end, usage[soFar]) : end
        return MeterStanding.Projection(quantity: try ExactDecimal(rounding: floor), basis: .trend)
    }
}
