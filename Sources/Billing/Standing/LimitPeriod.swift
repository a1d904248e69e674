public import BillingCalendar

extension BillingContext {
    /// The meter's window in which a hard limit counts use at an instant: the whole period that it lies in, what was
    /// dated later included, so that dating use back passes no limit (5.6).
    public func limitWindow(_ meter: Meter, of subscription: Subscription, at: Instant) -> UsageWindow {
        UsageWindow(
            subscription: subscription.id, meter: meter.id, aggregation: meter.aggregation,
            carriesValueIn: meter.carriesValueIn, period: limitPeriod(of: subscription, at: at))
    }

    /// The current period, or by the schedule an earlier one or one whose beginning is not billed yet.
    private func limitPeriod(of subscription: Subscription, at: Instant) -> Period {
        let current = subscription.currentPeriod
        if at < current.start { return earlierPeriod(of: subscription, at: at) }
        if at < current.end || subscription.status == .canceled { return current }
        let schedule = subscription.schedule(self)
        var index = subscription.boundaryIndex
        // A trial ends before its stub; a period that was cut by handing over before its boundary.
        if schedule.boundary(index) > current.end { index -= 1 }
        var period = Period(start: current.start, end: current.end)
        while period.end <= at {
            let next = schedule.firstBoundary(after: index)
            period = Period(start: period.end, end: next.at)
            index = next.index
        }
        return period
    }

    /// What lies before the anchor counts as one period, but for a trial: its use is free (2.3), and after a change of
    /// interval no boundaries before the anchor are known.
    private func earlierPeriod(of subscription: Subscription, at: Instant) -> Period {
        let schedule = subscription.schedule(self)
        for index in stride(from: subscription.boundaryIndex - 1, to: 0, by: -1) {
            let period = schedule.periodEnding(at: index)
            if period.start <= at { return period }
        }
        let anchor = min(subscription.anchor.instant, subscription.currentPeriod.start)
        guard let trialEnd = subscription.trialEnd else {
            return Period(start: subscription.startedAt, end: anchor)
        }
        return at < trialEnd
            ? Period(start: subscription.startedAt, end: trialEnd) : Period(start: trialEnd, end: anchor)
    }
}
