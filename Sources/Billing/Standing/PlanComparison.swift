public import Monetary

/// One plan beside the one that a subscription has; minor units of the account's currency.
public struct PlanOffer: Sendable, Hashable {
    /// The plan.
    public var plan: Plan
    /// Whether it is the subscription's own.
    public var isCurrent: Bool
    /// For the subscription's interval and quantity; nil where it is not sold by it.
    public var priceMinorUnits: Int64?
    /// Its price less the current plan's.
    public var differenceMinorUnits: Int64?
    /// Price and overage of a full period with the usage that is expected of this one; nil where it is not sold, or
    /// a hard limit would not allow the usage.
    public var expectedMinorUnits: Int64?
}

/// What would suit a subscription better, by its usage.
public struct PlanRecommendation: Sendable, Hashable {
    /// Which way.
    public enum Direction: String, Sendable, Hashable {
        case upgrade, downgrade
    }

    /// Which way.
    public var direction: Direction
    /// The plan to change to.
    public var plan: String
    /// The meter that says so, with the percentage of its allowance that is used.
    public var meter: String
    /// Of the allowance, to two decimals.
    public var percentage: ExactDecimal
    /// What a full period of the current plan is expected to cost.
    public var currentMinorUnits: Int64
    /// What a full period of the other is expected to cost.
    public var expectedMinorUnits: Int64
}

extension BillingContext {
    /// All plans beside the subscription's own, the cheapest first; those not sold for its interval last.
    public func offers(
        for subscription: Subscription, standing: UsageStanding
    ) throws(BillingError) -> [PlanOffer] {
        let terms = subscription.terms
        let own = try charge(try plan(terms.plan), terms)
        var offers: [PlanOffer] = []
        for plan in catalog.plans.values {
            let price = try chargeIfSold(plan, terms)
            offers.append(
                PlanOffer(
                    plan: plan, isCurrent: plan.id == terms.plan, priceMinorUnits: price,
                    differenceMinorUnits: price.map { $0 - own },
                    expectedMinorUnits: try price.flatMap { price throws(BillingError) in
                        try expectedOverage(of: plan, subscription, standing).map { price + $0 }
                    }))
        }
        return offers.sorted { left, right in
            let (first, second) = (left.priceMinorUnits ?? .max, right.priceMinorUnits ?? .max)
            return first == second ? left.plan.id.precedesByBytes(right.plan.id) : first < second
        }
    }

    /// An upgrade where a meter is above 80 % of its allowance, a downgrade where all are under 20 %, to the plan that
    /// is expected to cost least; nil where none would cost less or allow more.
    public func recommendation(
        for subscription: Subscription, standing: UsageStanding, offers: [PlanOffer]
    ) throws(BillingError) -> PlanRecommendation? {
        guard let current = offers.first(where: \.isCurrent), let own = current.priceMinorUnits,
            let expected = current.expectedMinorUnits ?? current.priceMinorUnits
        else { return nil }
        var shares: [(meter: String, percentage: ExactDecimal)] = []
        for meter in standing.meters {
            guard let percentage = try meter.percentage() else { continue }
            shares.append((meter.meter.id, percentage))
        }
        guard let highest = shares.max(by: { $0.percentage < $1.percentage }) else { return nil }
        if highest.percentage > ExactDecimal(80) {
            let larger = offers.filter { offer in
                (offer.priceMinorUnits ?? 0) > own
                    && allows(offer.plan, more: highest.meter, than: current.plan)
            }
            return recommend(.upgrade, larger, highest, expected)
        }
        guard highest.percentage < ExactDecimal(20) else { return nil }
        let smaller = offers.filter { offer in
            (offer.priceMinorUnits ?? .max) < own && (offer.expectedMinorUnits ?? .max) < expected
        }
        return recommend(.downgrade, smaller, highest, expected)
    }

    private func recommend(
        _ direction: PlanRecommendation.Direction, _ offers: [PlanOffer],
        _ reason: (meter: String, percentage: ExactDecimal), _ current: Int64
    ) -> PlanRecommendation? {
        let best = offers.filter { $0.expectedMinorUnits != nil }
            .min { ($0.expectedMinorUnits ?? .max) < ($1.expectedMinorUnits ?? .max) }
        guard let best, let expected = best.expectedMinorUnits else { return nil }
        return PlanRecommendation(
            direction: direction, plan: best.plan.id, meter: reason.meter, percentage: reason.percentage,
            currentMinorUnits: current, expectedMinorUnits: expected)
    }

    private func allows(_ plan: Plan, more meter: String, than other: Plan) -> Bool {
        guard let limit = plan.limits[meter], let included = limit.included else { return true }
        guard let otherIncluded = other.limits[meter]?.included else { return false }
        return included > otherIncluded
    }

    private func charge(_ plan: Plan, _ terms: Terms) throws(BillingError) -> Int64 {
        let price = try planPrice(plan, terms.interval)
        return try refusing { try (Ratio(price) * terms.quantity.ratio).roundedAmount() }
    }

    /// nil where the plan has no price for the interval.
    private func chargeIfSold(_ plan: Plan, _ terms: Terms) throws(BillingError) -> Int64? {
        do throws(BillingError) {
            return try charge(plan, terms)
        } catch {
            guard case .noPrice = error else { throw error }
            return nil
        }
    }

    /// nil where a hard limit is in the way.
    private func expectedOverage(
        of plan: Plan, _ subscription: Subscription, _ standing: UsageStanding
    ) throws(BillingError) -> Int64? {
        var sum: Int64 = 0
        for meter in standing.meters {
            let used = meter.projected?.quantity ?? meter.current
            switch plan.limits[meter.meter.id] {
            case nil, .unlimited: continue
            case .hard(let included): if used > included { return nil }
            case .metered(let included, let overages):
                guard let overage = overages[account.currency] else { return nil }
                sum += try refusing {
                    try UsageRating(
                        UsageDerivation(
                            aggregation: meter.meter.aggregation, used: used.ratio, included: included,
                            raised: try PeriodClosing.raise(
                                of: meter.meter.id, by: subscription.terms.addOns, context: self),
                            share: .full, model: overage.model,
                            maxChargeMinorUnits: overage.maxChargeMinorUnits, currency: account.currency)
                    ).amountMinorUnits
                }
            }
        }
        return sum
    }
}

extension Limit {
    /// nil: unlimited.
    fileprivate var included: ExactDecimal? {
        switch self {
        case .unlimited: nil
        case .hard(let included), .metered(let included, _): included
        }
    }
}
