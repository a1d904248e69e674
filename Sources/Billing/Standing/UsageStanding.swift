public import BillingCalendar
public import Monetary

/// What a subscription has used and cost in its current period, from the same facts and rules as its invoice.
public struct UsageStanding: Sendable, Hashable {
    /// The period that runs.
    public var period: Period
    /// The instant it is looked at; inside the period.
    public var at: Instant
    /// By meter id, for every meter that the plan names.
    public var meters: [MeterStanding]
    /// What the current period has cost so far.
    public var cost: PeriodCost
}

/// The cost of a period so far, before tax; minor units of the account's currency.
public struct PeriodCost: Sendable, Hashable {
    /// What was charged in advance for the plan, its changes included, after discounts.
    public var planMinorUnits: Int64
    /// What was charged in advance for add-ons, after discounts.
    public var addOnsMinorUnits: Int64
    /// What usage would cost if the period had been used no further; before discounts.
    public var overagesMinorUnits: Int64

    /// Σ of the three.
    public var totalMinorUnits: Int64 { planMinorUnits + addOnsMinorUnits + overagesMinorUnits }
}

extension BillingContext {
    /// The usage to ask for before ``standing(_:usage:at:)``.
    public func standingWindows(_ subscription: Subscription, at: Instant) throws(BillingError)
        -> [UsageWindow]
    {
        let billed = try usageWindowsSoFar(subscription, at: at)
        return billed + (try meterWindows(subscription, at: at).flatMap(\.all))
    }

    /// Usage, limits, projection and cost of the current period (5.2 to 5.6).
    ///
    /// The allowance is today's plan's with today's add-ons, in full: what a customer reads on the price list. The
    /// cost is rated segment by segment, as the invoice will.
    public func standing(
        _ subscription: Subscription, usage: UsageTotals, at: Instant
    ) throws(BillingError) -> UsageStanding {
        let at = clamped(at, to: subscription)
        var meters: [MeterStanding] = []
        for windows in try meterWindows(subscription, at: at) {
            let limit = try allowance(of: windows.meter, in: subscription)
            let current = usage[windows.soFar]
            meters.append(
                try refusing {
                    MeterStanding(
                        meter: windows.meter, allowance: limit, current: try ExactDecimal(rounding: current),
                        projected: try windows.projection(usage, period: subscription.currentPeriod))
                })
        }
        return UsageStanding(
            period: subscription.currentPeriod, at: at, meters: meters,
            cost: try costSoFar(subscription, usage: usage, at: at))
    }

    /// Whether a quantity more of a meter may be used now: hard limits refuse, all others allow and charge (5.6).
    ///
    /// - Parameter current: what the period has come to, see ``limitWindow(_:of:at:)``; of a gauge its value does not add up.
    public func check(
        _ quantity: ExactDecimal, of meter: Meter, in subscription: Subscription, current: ExactDecimal
    ) throws(BillingError) -> LimitCheck {
        guard case .hard(let included) = try allowance(of: meter, in: subscription) else { return .allowed }
        let after = try refusing { meter.addsUp ? try current + quantity : max(current, quantity) }
        return after <= included ? .allowed : .refused(current: current, limit: included)
    }

    /// What the plan in force says of a meter, with what attached add-ons add; a meter that it does not name is
    /// unlimited.
    public func allowance(of meter: Meter, in subscription: Subscription) throws(BillingError) -> Allowance {
        let raised = try refusing {
            try PeriodClosing.raise(of: meter.id, by: subscription.terms.addOns, context: self)
        }
        switch try plan(subscription.terms.plan).limits[meter.id] {
        case nil, .unlimited: return .unlimited
        case .hard(let included): return .hard(included: try refusing { try included + raised })
        case .metered(let included, _): return .metered(included: try refusing { try included + raised })
        }
    }

    private func costSoFar(
        _ subscription: Subscription, usage: UsageTotals, at: Instant
    ) throws(BillingError) -> PeriodCost {
        let end = at.adding(seconds: 1)
        let closing = try refusing {
            try PeriodClosing(
                subscription, end: min(end, subscription.currentPeriod.end), lastShareRunsOn: true,
                usage: usage, context: self)
        }
        let windows = subscription.windows
        return PeriodCost(
            planMinorUnits: windows.reduce(0) { $0 + ($1.item == .plan ? $1.netMinorUnits : 0) },
            addOnsMinorUnits: windows.reduce(0) { $0 + ($1.item == .plan ? 0 : $1.netMinorUnits) },
            overagesMinorUnits: closing.usageLines.reduce(0) { $0 + $1.amountMinorUnits })
    }

    /// The windows that rating asks for when the period is cut after `at`.
    private func usageWindowsSoFar(
        _ subscription: Subscription, at: Instant
    ) throws(BillingError) -> [UsageWindow] {
        let at = clamped(at, to: subscription)
        let end = min(at.adding(seconds: 1), subscription.currentPeriod.end)
        guard end > subscription.currentPeriod.start else { return [] }
        return try refusing {
            try PeriodClosing.meterSegments(subscription, end: end, lastShareRunsOn: true, context: self)
                .map { $0.window(of: subscription.id) }
        }
    }

    private func meterWindows(
        _ subscription: Subscription, at: Instant
    ) throws(BillingError) -> [MeterWindows] {
        let at = clamped(at, to: subscription)
        return try plan(subscription.terms.plan).limits.keys.sorted { $0.precedesByBytes($1) }
            .compactMap { catalog.meters[$0] }.map { MeterWindows($0, subscription, at: at) }
    }

    private func clamped(_ at: Instant, to subscription: Subscription) -> Instant {
        let period = subscription.currentPeriod
        return max(period.start, min(at, period.end.adding(seconds: -1)))
    }
}

extension Meter {
    /// Whether uses of it add up; else it shows a state.
    public var addsUp: Bool {
        switch aggregation {
        case .sum, .count, .unique: true
        case .max, .last, .timeWeighted: false
        }
    }
}
