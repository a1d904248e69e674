public import BillingCalendar
import Monetary

extension BillingContext {
    /// Starts a subscription; without a trial its first invoice is issued at once (2.3, 3.6).
    public func subscribe(
        _ order: SubscribeOrder, couponUse: CouponUse, balance: AccountBalance, at: Instant
    ) throws(BillingError) -> BillingOutcome {
        try refusing { () throws -> BillingOutcome in
            let terms = Terms(
                plan: order.plan, interval: order.interval, quantity: order.quantity, addOns: order.addOns)
            try check(terms)
            try check(order)
            let subscription = newSubscription(order, terms: terms, at: at)
            var outcome = BillingOutcome(BillingSubject(subscription: subscription, balance: balance))
            if let code = order.coupon {
                let redemption = try redemption(
                    of: code, by: subscription, use: couponUse, at: at, isAtSubscribe: true)
                outcome.subscription.redemptions.append(redemption)
                outcome.redeemed = redemption
            }
            if let outside = order.outsideBilling {
                _ = try outcome.subscription.openingLines(self)
                outcome.subscription.leaveBilling(to: outside)
                return outcome
            }
            guard subscription.phase != .trial else { return outcome }
            var material = InvoiceMaterial()
            material.opening = try outcome.subscription.openingLines(self)
            material.openingPeriod = outcome.subscription.periodNumber
            outcome.boundary = at
            try outcome.issue(material, kind: .start, at: at, issuedAt: at, context: self)
            return outcome
        }
    }

    private func check(_ order: SubscribeOrder) throws(BillingError) {
        guard (0...36_500).contains(order.trialDays) else {
            throw .invalid("trial_days \(order.trialDays)", "it is a number of days from 0 to 36500")
        }
        if let day = order.anchorDay {
            guard (1...31).contains(day) else {
                throw .invalid("anchor_day \(day)", "it is a day of the month from 1 to 31")
            }
            guard order.interval.countsMonths else {
                throw .rule("2.3", "anchor_day goes with month and year intervals only")
            }
        }
        guard order.outsideBilling == nil || (order.trialDays == 0 && order.coupon == nil) else {
            throw .invalid(
                "a trial or coupon of subscription \"\(order.subscription)\"", "whoever bills it grants them")
        }
        guard order.dunning == "default" || catalog.dunning[order.dunning] != nil else {
            throw .unknown(kind: "dunning policy", id: order.dunning)
        }
    }

    private func newSubscription(_ order: SubscribeOrder, terms: Terms, at: Instant) -> Subscription {
        let trialEnd = order.trialDays > 0 ? accountZone.adding(days: order.trialDays, to: at) : nil
        let period = Period(start: at, end: trialEnd ?? at)
        var subscription = Subscription(
            id: order.subscription, accountID: order.account, startedAt: at,
            status: trialEnd == nil ? .active : .trialing, dunning: order.dunning, terms: terms,
            scheduled: nil, scheduledAddOns: [:], cancelAtPeriodEnd: false, canceledAt: nil,
            anchor: firstAnchor(after: trialEnd ?? at, anchorDay: order.anchorDay),
            anchorDay: order.anchorDay, trialEnd: trialEnd, phase: .trial, currentPeriod: period,
            fullPeriod: period, boundaryIndex: 0, periodNumber: -1, windows: [], pendingLines: [],
            segments: [TermSegment(start: at, plan: terms.plan, addOns: terms.addOns)], collapsible: [:],
            redemptions: [], planChargesMinorUnits: 0, lateUsageSince: nil, nextLineID: 1, issuedAt: nil,
            issuedCount: 0)
        if trialEnd == nil { subscription.enterFirstPeriod(at: at, context: self) }
        return subscription
    }

    /// The anchor of a subscription whose charges begin at `start` (2.3).
    func firstAnchor(after start: Instant, anchorDay: Int?) -> BillingAnchor {
        guard let day = anchorDay else { return BillingAnchor(at: start, in: accountZone) }
        return BillingAnchor(at: accountZone.midnight(onDay: day, atOrAfter: start), day: day)
    }
}

extension BillingInterval {
    var countsMonths: Bool { unit == .month || unit == .year }
}
