import BillingCalendar
import Monetary

/// What a closed segment should have been charged by today's facts, taken apart by cause: first the use that is known
/// now by the terms of then, then today's allowance, then today's price.
struct SegmentRecalculation {
    /// What becomes of use that came late; nil where there is none, or where no invoice will bring it.
    let fate: LateDifference.Remedy?
    /// The use by the terms of then, less all that was charged for it.
    let lateMinorUnits: Int64
    let lateDetail: String
    /// What issued lines should have charged besides: use that has no other fate, and today's terms.
    let parts: [DifferencePart]

    init(
        _ segment: ClosedSegment, of subscription: String, fate: LateDifference.Remedy?, usage: UsageTotals,
        context: BillingContext
    ) throws {
        var inputs = segment.rated
        inputs.used = usage[segment.window(of: subscription)]
        let known = try UsageRating(inputs).amountMinorUnits
        lateMinorUnits = known - segment.chargedMinorUnits
        self.fate = lateMinorUnits == 0 ? nil : fate
        let words = try [inputs.used, segment.rated.used].map { "\(try ExactDecimal(rounding: $0))" }
        lateDetail = "\(words[0]) used, \(words[1]) when it was rated"

        var amount = segment.chargedMinorUnits
        if self.fate != nil { inputs.used = segment.rated.used }
        var parts: [DifferencePart] = []
        func step(_ cause: DifferenceCause, to now: Int64, _ detail: String) {
            defer { amount = now }
            guard now != amount else { return }
            parts.append(DifferencePart(cause: cause, minorUnits: now - amount, detail: detail))
        }
        if self.fate == nil { step(.lateUsage, to: known, lateDetail) }
        switch context.catalog.plans[segment.plan]?.limits[segment.meter] {
        case .metered(let included, let overages)?:
            guard let overage = overages[inputs.currency] else { break }
            let before = inputs.included
            inputs.included = included
            step(
                .changedAllowance, to: try UsageRating(inputs).amountMinorUnits,
                "plan \(segment.plan) includes \(included) of \(segment.meter), then \(before)")
            inputs.model = overage.model
            inputs.maxChargeMinorUnits = overage.maxChargeMinorUnits
            step(
                .changedPrice, to: try UsageRating(inputs).amountMinorUnits,
                "the price of \(segment.meter) in plan \(segment.plan) is another")
        case .unlimited?, .hard?:
            step(.changedAllowance, to: 0, "plan \(segment.plan) charges nothing for \(segment.meter) now")
        case nil: break
        }
        self.parts = parts
    }

    var changeMinorUnits: Int64 { parts.reduce(0) { $0 + $1.minorUnits } }
}

/// What is still open of a closed period: its segments and its minimum by today's facts.
struct PeriodRecalculation {
    /// By the place in the period's segments.
    private(set) var segments: [SegmentRecalculation] = []
    /// What today's terms change at the minimum.
    private(set) var minimumParts: [DifferencePart] = []
    /// What becomes of late use by itself.
    private(set) var late: [LateDifference] = []

    /// - Parameter planChange: by how much the plan's charges in this period would be others today.
    init(
        _ closed: ClosedPeriod, of subscription: Subscription, usage: UsageTotals, planChange: Int64,
        context: BillingContext
    ) throws {
        let fate = subscription.fateOfLateUse(in: closed)
        segments = try closed.segments.map { segment in
            try SegmentRecalculation(
                segment, of: closed.subscription, fate: fate(segment.period.end), usage: usage,
                context: context)
        }
        for (segment, found) in zip(closed.segments, segments) {
            guard let remedy = found.fate else { continue }
            late.append(
                LateDifference(
                    kind: .lateUsage, item: segment.meter, period: segment.period,
                    minorUnits: found.lateMinorUnits, detail: found.lateDetail, remedy: remedy))
        }
        let coming = late.reduce(0) { $0 + ($1.remedy == .notBilled ? 0 : $1.minorUnits) }
        try recalculateMinimum(
            closed, late: coming, planChange: planChange, remedy: fate(closed.period.end), context: context)
    }

    /// First what the next invoice gives back because late use fills the minimum, then today's minimum, then what
    /// follows from today's prices (6.1, 5.7).
    private mutating func recalculateMinimum(
        _ closed: ClosedPeriod, late lateMinorUnits: Int64, planChange: Int64,
        remedy: LateDifference.Remedy?, context: BillingContext
    ) throws {
        guard let minimum = closed.minimum, minimum.chargedMinorUnits > 0 else { return }
        let have = closed.chargedMinorUnits + lateMinorUnits
        let missing = max(0, minimum.dueMinorUnits - have)
        var amount = minimum.chargedMinorUnits
        if missing < amount, let remedy, remedy != .notBilled {
            late.append(
                LateDifference(
                    kind: .minimum, item: minimum.plan, period: closed.period, minorUnits: missing - amount,
                    detail: "late use fills a part of the minimum", remedy: remedy))
            amount = missing
        }
        func step(_ cause: DifferenceCause, by change: Int64, _ detail: String) {
            let now = max(0, amount + change)
            defer { amount = now }
            guard now != amount else { return }
            minimumParts.append(DifferencePart(cause: cause, minorUnits: now - amount, detail: detail))
        }
        let due = try minimum.dueToday(context)
        let missingToday = max(0, due - have)
        step(.changedMinimum, by: missingToday - missing, "the minimum of plan \(minimum.plan) is another")
        let change = planChange + segments.reduce(0) { $0 + $1.changeMinorUnits }
        step(
            .follows, by: max(0, due - have - change) - missingToday,
            "the period's plan and usage lines are others")
    }
}

extension ClosedMinimum {
    /// With today's minimum of the plan it names; the parts of plans that were left before it stay.
    fileprivate func dueToday(_ context: BillingContext) throws -> Int64 {
        var parts = parts
        if let today = context.catalog.plans[plan]?.minimumSpendMinorUnits[context.account.currency] {
            parts[parts.count - 1].minimumMinorUnits = today
        }
        return try MinimumDerivation(parts: parts, chargedMinorUnits: 0, minimumBeforeMinorUnits: 0)
            .dueMinorUnits()
    }
}

extension Subscription {
    /// What becomes of late use of a closed period, by the end of the segment it is felt in; nil where it is not
    /// marked as late, so that no invoice will bring it.
    fileprivate func fateOfLateUse(in closed: ClosedPeriod) -> (Instant) -> LateDifference.Remedy? {
        guard let boundary = nextBoundaryAt else { return { _ in .notBilled } }
        guard let since = lateUsageSince, closed.period.end > since else { return { _ in nil } }
        return { $0 > since ? .nextInvoice(at: boundary) : nil }
    }
}
