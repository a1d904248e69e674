import BillingCalendar
import Monetary

/// The lines in arrears of one closing period: usage, minimum and what came late for earlier ones (3.1, 3.2).
///
/// Usage first, because the minimum looks at it; late usage of earlier periods last, because its minimums look at
/// their own periods only.
struct PeriodClosing {
    var usageLines: [InvoiceLine] = []
    var minimumLine: InvoiceLine?
    /// The period as it is kept for late usage; nil where nothing of it can ever be rated again.
    var closed: ClosedPeriod?

    /// A meter's part of the closing period under one plan and one allowance.
    struct MeterSegment {
        var meter: Meter
        var plan: Plan
        var period: Period
        /// What share of the full period it stands for.
        var share: Share
        var included: ExactDecimal
        var raised: ExactDecimal
        var overage: Overage

        func window(of subscription: String) -> UsageWindow {
            UsageWindow(
                subscription: subscription, meter: meter.id, aggregation: meter.aggregation,
                carriesValueIn: meter.carriesValueIn, period: period)
        }
    }

    /// - Parameters:
    ///   - end: where the period ends: its boundary, or the instant that cuts it.
    ///   - lastShareRunsOn: a cancel without proration rates the last segment as if the period had run on (5.3).
    init(
        _ subscription: Subscription, end: Instant, lastShareRunsOn: Bool, usage: UsageTotals,
        context: BillingContext
    ) throws {
        let period = Period(start: subscription.currentPeriod.start, end: end)
        guard subscription.phase != .trial, period.seconds > 0 else { return }
        var segments: [ClosedSegment] = []
        for segment in try Self.meterSegments(
            subscription, end: end, lastShareRunsOn: lastShareRunsOn, context: context)
        {
            let inputs = UsageDerivation(
                aggregation: segment.meter.aggregation, used: usage[segment.window(of: subscription.id)],
                included: segment.included, raised: segment.raised, share: segment.share,
                model: segment.overage.model, maxChargeMinorUnits: segment.overage.maxChargeMinorUnits,
                currency: context.account.currency)
            let rating = try UsageRating(inputs)
            let quantity = try rating.quantity()
            usageLines.append(
                InvoiceLine(
                    kind: .usage, item: segment.meter.id, plan: segment.plan.id, quantity: quantity,
                    period: segment.period, periodNumber: subscription.periodNumber,
                    amountMinorUnits: rating.amountMinorUnits, taxCode: segment.plan.taxCode,
                    derivation: .usage(inputs)))
            segments.append(
                ClosedSegment(
                    meter: segment.meter.id, plan: segment.plan.id, taxCode: segment.plan.taxCode,
                    period: segment.period, carriesValueIn: segment.meter.carriesValueIn, rated: inputs,
                    chargedMinorUnits: rating.amountMinorUnits, billed: quantity))
        }
        let minimum = try closeMinimum(
            subscription, period: period, lastShareRunsOn: lastShareRunsOn, context: context)
        guard !segments.isEmpty || minimum != nil else { return }
        closed = ClosedPeriod(
            subscription: subscription.id, number: subscription.periodNumber, period: period,
            segments: segments, minimum: minimum, planChargesMinorUnits: subscription.planChargesMinorUnits)
    }

    /// Rule 6.1; nil where no segment's plan has a minimum. The line is that of the last plan that has one.
    private mutating func closeMinimum(
        _ subscription: Subscription, period: Period, lastShareRunsOn: Bool, context: BillingContext
    ) throws -> ClosedMinimum? {
        var parts: [MinimumDerivation.Part] = []
        var plan = try context.plan(subscription.terms.plan)
        for segment in subscription.planSegments(end: period.end) {
            let held = try context.plan(segment.plan)
            guard let minimum = held.minimumSpendMinorUnits[context.account.currency], minimum > 0
            else { continue }
            plan = held
            let share = Self.share(
                of: segment.period, in: subscription, isLast: segment.period.end == period.end,
                lastShareRunsOn: lastShareRunsOn)
            parts.append(MinimumDerivation.Part(minimumMinorUnits: minimum, share: share))
        }
        guard !parts.isEmpty else { return nil }
        let charged = subscription.planChargesMinorUnits + usageLines.reduce(0) { $0 + $1.amountMinorUnits }
        let derivation = MinimumDerivation(
            parts: parts, chargedMinorUnits: charged, minimumBeforeMinorUnits: 0)
        let due = try derivation.dueMinorUnits()
        let missing = due > 0 ? max(0, due - charged) : 0
        if missing > 0 {
            minimumLine = InvoiceLine(
                kind: .minimum, item: plan.id, period: period, periodNumber: subscription.periodNumber,
                amountMinorUnits: missing, taxCode: plan.taxCode, derivation: .minimum(derivation))
        }
        return ClosedMinimum(
            plan: plan.id, taxCode: plan.taxCode, parts: parts, dueMinorUnits: due, chargedMinorUnits: missing
        )
    }

    /// The priced meters of the closing period by meter id, then segment (3.10). Attaching an add-on cuts the
    /// segments of the meters it raises only; equal neighbours are one (5.4).
    static func meterSegments(
        _ subscription: Subscription, end: Instant, lastShareRunsOn: Bool, context: BillingContext
    ) throws -> [MeterSegment] {
        guard subscription.phase != .trial, subscription.mayHaveLimits(context.catalog) else { return [] }
        let spans = subscription.termSpans(end: end)
        let plans = try spans.map { try context.plan($0.segment.plan) }
        let meters = Set(plans.flatMap { $0.limits.keys }).sorted { $0.precedesByBytes($1) }
        var result: [MeterSegment] = []
        for id in meters {
            var previous: (plan: String, raised: ExactDecimal)?
            for (span, plan) in zip(spans, plans) {
                guard case .metered(let included, let overages) = plan.limits[id] else {
                    previous = nil
                    continue
                }
                let meter = try context.meter(id)
                let raised = try Self.raise(of: id, by: span.segment.addOns, context: context)
                defer { previous = (plan.id, raised) }
                let overage = try context.overage(overages, of: id, in: plan)
                if let previous, previous.plan == plan.id, previous.raised == raised {
                    result[result.count - 1].period.end = span.period.end
                } else {
                    result.append(
                        MeterSegment(
                            meter: meter, plan: plan, period: span.period, share: .full, included: included,
                            raised: raised, overage: overage))
                }
            }
        }
        for index in result.indices {
            result[index].share = share(
                of: result[index].period, in: subscription, isLast: result[index].period.end == end,
                lastShareRunsOn: lastShareRunsOn)
        }
        return result
    }

    static func raise(
        of meter: String, by addOns: [String: ExactDecimal], context: BillingContext
    ) throws -> ExactDecimal {
        var sum = Ratio.zero
        for (id, quantity) in addOns {
            guard let addOn = context.catalog.addOns[id] else {
                throw BillingError.unknown(kind: "add-on", id: id)
            }
            guard let raise = addOn.raises[meter] else { continue }
            sum = try sum + raise.ratio * quantity.ratio
        }
        return try ExactDecimal(rounding: sum)
    }

    /// f by seconds, of the planned full period (5.3).
    private static func share(
        of period: Period, in subscription: Subscription, isLast: Bool, lastShareRunsOn: Bool
    ) -> Share {
        let end = isLast && lastShareRunsOn ? subscription.currentPeriod.end : period.end
        return Share(
            part: period.start.seconds(until: end), whole: subscription.fullPeriod.seconds, basis: .second)
    }
}

extension MinimumDerivation {
    /// Σ over the segments of minimum × share, rounded (6.1).
    func dueMinorUnits() throws -> Int64 {
        var due = Ratio.zero
        for part in parts { due = try due + Ratio(part.minimumMinorUnits) * part.share.ratio() }
        return try due.roundedAmount()
    }
}

extension Subscription {
    /// False where no plan of the period has limits: then there is nothing to meter, and nothing is built for it.
    fileprivate func mayHaveLimits(_ catalog: Catalog) -> Bool {
        segments.contains { catalog.plans[$0.plan]?.limits.isEmpty != true }
    }

    /// The current period's terms with the time they held; spans without length are left out.
    func termSpans(end: Instant) -> [(segment: TermSegment, period: Period)] {
        segments.indices.compactMap { index in
            let next = index + 1 < segments.count ? segments[index + 1].start : end
            let period = Period(start: segments[index].start, end: min(next, end))
            return period.seconds > 0 ? (segments[index], period) : nil
        }
    }

    /// The same by plan alone; equal neighbours are one.
    func planSegments(end: Instant) -> [(plan: String, period: Period)] {
        termSpans(end: end).reduce(into: []) { result, span in
            if let last = result.last, last.plan == span.segment.plan {
                result[result.count - 1].period.end = span.period.end
            } else {
                result.append((span.segment.plan, span.period))
            }
        }
    }
}
