public import BillingCalendar
import Monetary

extension BillingContext {
    /// Changes plan, interval or quantity (section 4). Boundaries that are due must have been billed (3.8).
    public func change(
        _ order: ChangeOrder, _ subject: BillingSubject, usage: UsageTotals, at: Instant
    ) throws(BillingError) -> BillingOutcome {
        try refusing { () throws -> BillingOutcome in
            var outcome = BillingOutcome(subject)
            try outcome.subscription.refuseCommand(at: at)
            var terms = subject.subscription.terms
            terms.plan = order.plan ?? terms.plan
            terms.interval = order.interval ?? terms.interval
            terms.quantity = order.quantity ?? terms.quantity
            outcome.subscription.scheduled = nil
            if order.when == .periodEnd {
                outcome.subscription.schedule(terms)
                try check(outcome.subscription.termsAtBoundary(from: subject.subscription.terms))
                return outcome
            }
            try check(terms)
            if terms == subject.subscription.terms { return outcome }
            try check(outcome.subscription.termsAtBoundary(from: terms))
            if subject.subscription.phase == .trial {
                changeInTrial(&outcome.subscription, to: terms)
            } else if terms.interval != subject.subscription.terms.interval {
                try changeInterval(&outcome, subject, to: terms, usage: usage, at: at)
            } else {
                try changePlan(&outcome, to: terms, proration: order.proration, at: at)
            }
            return outcome
        }
    }

    /// Changes in a trial make no lines; the trial's end stays (2.4).
    private func changeInTrial(_ subscription: inout Subscription, to terms: Terms) {
        if !terms.interval.countsMonths { subscription.anchorDay = nil }
        subscription.terms = terms
        if let trialEnd = subscription.trialEnd {
            subscription.anchor = firstAnchor(after: trialEnd, anchorDay: subscription.anchorDay)
        }
    }

    private func changePlan(
        _ outcome: inout BillingOutcome, to terms: Terms, proration: ProrationBehavior, at: Instant
    ) throws {
        let old = outcome.subscription.terms
        outcome.subscription.terms = terms
        outcome.subscription.cutSegment(at: at)
        guard proration != .none else { return }
        let madeLine = try outcome.subscription.replaceWindow(
            of: .plan, from: ItemTerms(id: old.plan, quantity: old.quantity), to: try planItem(terms), at: at,
            basis: try plan(terms.plan).proration, context: self)
        if madeLine && proration == .alwaysInvoice { try issuePending(&outcome, at: at) }
    }

    /// The unused windows are credited, the anchor becomes `at` and a new period is charged at once (4.5).
    private func changeInterval(
        _ outcome: inout BillingOutcome, _ subject: BillingSubject, to terms: Terms, usage: UsageTotals,
        at: Instant
    ) throws {
        let isCutToNothing = subject.subscription.currentPeriod.start == at
        try outcome.subscription.creditAllWindows(from: at, context: self)
        var material = try outcome.closePeriod(
            subject, end: at, lastShareRunsOn: false, usage: usage, context: self)
        outcome.subscription.terms = terms
        outcome.subscription.anchor = BillingAnchor(at: at, in: accountZone)
        outcome.subscription.anchorDay = nil
        let number = subject.subscription.periodNumber + (isCutToNothing ? 0 : 1)
        outcome.subscription.enterRegularPeriod(at: at, from: 0, number: max(0, number), context: self)
        material.opening = try outcome.subscription.openingLines(self)
        material.openingPeriod = outcome.subscription.periodNumber
        try outcome.issue(material, kind: .change, at: at, issuedAt: at, context: self)
    }

    /// `always_invoice`: all pending proration and one-time lines at once (4.3).
    func issuePending(_ outcome: inout BillingOutcome, at: Instant) throws {
        var material = InvoiceMaterial()
        material.pending = outcome.subscription.pendingLines
        try outcome.issue(material, kind: .change, at: at, issuedAt: at, context: self)
    }
}

extension Subscription {
    /// Scheduling what holds already takes a scheduled change back.
    fileprivate mutating func schedule(_ new: Terms) {
        guard new != terms else { return }
        scheduled = ScheduledChange(plan: new.plan, interval: new.interval, quantity: new.quantity)
    }

    /// A command needs a living subscription and an instant that is not before what has happened to it already.
    func refuseCommand(at: Instant) throws(BillingError) {
        guard status != .canceled else {
            throw .rule("4.7", "subscription \"\(id)\" was canceled at \(canceledAt ?? currentPeriod.end)")
        }
        try refuseWhereBilledOutside()
        // An invoice of kind `change` is known by its instant: two would be one if time went back.
        let latest = [segments.last?.start, issuedAt].compactMap(\.self).reduce(currentPeriod.start, max)
        guard at >= latest else {
            throw .rule("4.1", "\(at) lies before \(latest), the last change of subscription \"\(id)\"")
        }
    }
}
