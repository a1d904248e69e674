import BillingCalendar
import Monetary

/// Use of closed periods that was recorded after they were billed (5.7).
struct LateUsage {
    var lateLines: [InvoiceLine] = []
    var minimumLines: [InvoiceLine] = []
    /// The closed periods with what has now been charged.
    var closedPeriods: [ClosedPeriod]

    /// Rates again every closed segment that late use can be felt in; a difference of zero makes no line.
    init(_ closedPeriods: [ClosedPeriod], since: Instant?, usage: UsageTotals) throws {
        self.closedPeriods = closedPeriods
        guard let since else { return }
        for index in closedPeriods.indices where closedPeriods[index].period.end > since {
            var closed = closedPeriods[index]
            try rateAgain(&closed, since: since, usage: usage)
            self.closedPeriods[index] = closed
        }
        lateLines.sort { first, second in
            first.item == second.item
                ? first.period.start < second.period.start : first.item.precedesByBytes(second.item)
        }
        minimumLines.sort { $0.period.start < $1.period.start }
    }

    /// The totals needed to rate again what use since `since` can be felt in.
    static func windows(_ closedPeriods: [ClosedPeriod], since: Instant?) -> [UsageWindow] {
        guard let since else { return [] }
        return closedPeriods.filter { $0.period.end > since }
            .flatMap { period in period.segments.map { $0.window(of: period.subscription) } }
    }

    private mutating func rateAgain(
        _ closed: inout ClosedPeriod, since: Instant, usage: UsageTotals
    ) throws {
        for index in closed.segments.indices where closed.segments[index].period.end > since {
            let segment = closed.segments[index]
            var inputs = segment.rated
            inputs.used = usage[segment.window(of: closed.subscription)]
            let rating = try UsageRating(inputs)
            let quantity = try rating.quantity()
            let difference = rating.amountMinorUnits - segment.chargedMinorUnits
            closed.segments[index].rated = inputs
            closed.segments[index].chargedMinorUnits = rating.amountMinorUnits
            guard difference != 0 else { continue }
            closed.segments[index].billed = quantity
            lateLines.append(
                InvoiceLine(
                    kind: .lateUsage, item: segment.meter, plan: segment.plan,
                    quantity: try quantity - segment.billed, period: segment.period,
                    periodNumber: closed.number, amountMinorUnits: difference, taxCode: segment.taxCode,
                    derivation: .lateUsage(
                        inputs, chargedBeforeMinorUnits: segment.chargedMinorUnits,
                        billedBefore: segment.billed)))
        }
        try correctMinimum(&closed)
    }

    /// If the minimum shrank, the difference is given back.
    private mutating func correctMinimum(_ closed: inout ClosedPeriod) throws {
        guard var minimum = closed.minimum, minimum.chargedMinorUnits > 0 else { return }
        let charged = closed.chargedMinorUnits
        let missing = max(0, minimum.dueMinorUnits - charged)
        guard missing < minimum.chargedMinorUnits else { return }
        minimumLines.append(
            InvoiceLine(
                kind: .minimum, item: minimum.plan, period: closed.period, periodNumber: closed.number,
                amountMinorUnits: missing - minimum.chargedMinorUnits, taxCode: minimum.taxCode,
                derivation: .minimum(
                    MinimumDerivation(
                        parts: minimum.parts, chargedMinorUnits: charged,
                        minimumBeforeMinorUnits: minimum.chargedMinorUnits))))
        minimum.chargedMinorUnits = missing
        closed.minimum = minimum
    }
}

extension ClosedSegment {
    func window(of subscription: String) -> UsageWindow {
        UsageWindow(
            subscription: subscription, meter: meter, aggregation: rated.aggregation,
            carriesValueIn: carriesValueIn, period: period)
    }
}
