public import BillingCalendar
import Monetary

extension BillingContext {
    /// The usage that must be known to close the current period at `end`, late use of earlier periods included.
    ///
    /// - Parameter end: the boundary, or the instant of a command that cuts the period.
    public func usageWindows(
        _ subject: BillingSubject, closingAt end: Instant
    ) throws(BillingError) -> [UsageWindow] {
        try refusing { () throws -> [UsageWindow] in
            let subscription = subject.subscription
            let current = try PeriodClosing.meterSegments(
                subscription, end: end, lastShareRunsOn: false, context: self)
            return current.map { $0.window(of: subscription.id) }
                + LateUsage.windows(subject.closedPeriods, since: subscription.lateUsageSince)
        }
    }

    /// Bills the boundary at which the current period ends and opens the next one (section 3).
    ///
    /// - Parameter issuedAt: the instant of the run or command; never before the boundary.
    public func closeBoundary(
        _ subject: BillingSubject, usage: UsageTotals, issuedAt: Instant
    ) throws(BillingError) -> BillingOutcome {
        try refusing { () throws -> BillingOutcome in
            guard let boundary = subject.subscription.nextBoundaryAt else {
                throw BillingError.rule("3.5", "subscription \"\(subject.subscription.id)\" is canceled")
            }
            var outcome = BillingOutcome(subject)
            outcome.boundary = boundary
            var material = try outcome.closePeriod(
                subject, end: boundary, lastShareRunsOn: false, usage: usage, context: self)
            guard !subject.subscription.cancelAtPeriodEnd else {
                outcome.subscription.cancel(at: boundary)
                try outcome.issue(
                    material, kind: .final, at: boundary, issuedAt: issuedAt, context: self)
                return outcome
            }
            let kind = subject.subscription.phase == .trial ? InvoiceDraft.Kind.start : .cycle
            outcome.subscription.advance(to: boundary, context: self)
            material.opening = try outcome.subscription.openingLines(self)
            material.openingPeriod = outcome.subscription.periodNumber
            try outcome.issue(material, kind: kind, at: boundary, issuedAt: issuedAt, context: self)
            return outcome
        }
    }
}

extension BillingOutcome {
    /// Everything in arrears of the period that ends, and what is pending.
    mutating func closePeriod(
        _ subject: BillingSubject, end: Instant, lastShareRunsOn: Bool, usage: UsageTotals,
        context: BillingContext
    ) throws -> InvoiceMaterial {
        let closing = try PeriodClosing(
            subscription, end: end, lastShareRunsOn: lastShareRunsOn, usage: usage, context: context)
        let late = try LateUsage(
            subject.closedPeriods, since: subscription.lateUsageSince, usage: usage)
        subscription.lateUsageSince = nil
        closedPeriods = late.closedPeriods + (closing.closed.map { [$0] } ?? [])
        var material = InvoiceMaterial()
        material.usage = closing.usageLines
        material.minimums = late.minimumLines + (closing.minimumLine.map { [$0] } ?? [])
        material.lateUsage = late.lateLines
        material.pending = subscription.pendingLines
        return material
    }
}

extension Subscription {
    /// Goes into the period after the boundary (2.2, 4.6).
    fileprivate mutating func advance(to boundary: Instant, context: BillingContext) {
        let wasTrial = phase == .trial
        if wasTrial { status = .active }
        if applyScheduled() {
            anchor = BillingAnchor(at: boundary, in: context.accountZone)
            anchorDay = nil
            enterRegularPeriod(at: boundary, from: 0, number: periodNumber + 1, context: context)
        } else if wasTrial {
            enterFirstPeriod(at: boundary, context: context)
        } else {
            enterRegularPeriod(
                at: boundary, from: boundaryIndex, number: periodNumber + 1, context: context)
        }
    }

    /// Ends it; its current period ends with it. A run for an earlier instant may give up an invoice after the next
    /// boundary was billed: then nothing of the new period is left.
    mutating func cancel(at instant: Instant) {
        status = .canceled
        canceledAt = instant
        currentPeriod.end = max(instant, currentPeriod.start)
        cancelAtPeriodEnd = false
        scheduled = nil
        scheduledAddOns = [:]
        windows = []
    }
}
