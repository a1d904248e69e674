import BillingCalendar
import Monetary

extension Subscription {
    func schedule(_ context: BillingContext) -> BillingSchedule {
        BillingSchedule(anchor: anchor, interval: terms.interval, zone: context.accountZone)
    }

    /// Enters the first period after a trial, or the first of all: the stub, or period 0 (2.3).
    mutating func enterFirstPeriod(at start: Instant, context: BillingContext) {
        let schedule = schedule(context)
        if anchor.instant > start {
            phase = .stub
            currentPeriod = Period(start: start, end: anchor.instant)
            fullPeriod = schedule.periodEnding(at: 0)
            boundaryIndex = 0
            periodNumber = -1
            beginSegments(at: start)
        } else {
            enterRegularPeriod(at: start, from: 0, number: 0, context: context)
        }
    }

    /// Enters the period that begins at a boundary of the schedule.
    mutating func enterRegularPeriod(
        at start: Instant, from index: Int, number: Int, context: BillingContext
    ) {
        let next = schedule(context).firstBoundary(after: index)
        phase = .regular
        boundaryIndex = next.index
        currentPeriod = Period(start: start, end: next.at)
        fullPeriod = currentPeriod
        periodNumber = number
        beginSegments(at: start)
    }

    private mutating func beginSegments(at start: Instant) {
        segments = [TermSegment(start: start, plan: terms.plan, addOns: terms.addOns)]
        planChargesMinorUnits = 0
    }

    /// Notes that the terms changed at `at`, for the usage of this period (5.3).
    mutating func cutSegment(at: Instant) {
        if segments.last?.start == at { segments.removeLast() }
        segments.append(TermSegment(start: at, plan: terms.plan, addOns: terms.addOns))
    }

    /// Plan and add-ons in advance for the current period, a stub by its share (3.3, 2.3).
    mutating func openingLines(_ context: BillingContext) throws -> [InvoiceLine] {
        let basis = try context.plan(terms.plan).proration
        let share =
            phase == .stub ? context.share(currentPeriod, of: fullPeriod, basis: basis) : Share.full
        let plan = try openingLine(.plan, try context.planItem(terms), share: share)
        planChargesMinorUnits += plan.amountMinorUnits
        var lines = [plan]
        for (id, quantity) in terms.addOnsInOrder {
            let item = try context.addOnItem(id, quantity: quantity, interval: terms.interval)
            lines.append(try openingLine(.addon, item, share: share))
        }
        return lines
    }

    private func openingLine(
        _ kind: InvoiceLine.Kind, _ item: ChargedItem, share: Share
    ) throws -> InvoiceLine {
        InvoiceLine(
            kind: kind, item: item.id, quantity: item.quantity, period: currentPeriod,
            periodNumber: periodNumber, amountMinorUnits: try item.amount(for: share), taxCode: item.taxCode,
            derivation: .charge(
                quantity: item.quantity, priceMinorUnits: item.priceMinorUnits, share: share))
    }

    /// The terms that `terms` become at the next boundary, with everything that waits for it (4.6).
    func termsAtBoundary(from terms: Terms) -> Terms {
        var subscription = self
        subscription.terms = terms
        _ = subscription.applyScheduled()
        return subscription.terms
    }

    /// Takes scheduled changes into the terms, before the opening lines are made (4.6).
    ///
    /// - Returns: whether the interval changed, which makes this boundary the new anchor.
    mutating func applyScheduled() -> Bool {
        var changesInterval = false
        if let change = scheduled {
            changesInterval = change.interval != terms.interval
            terms.plan = change.plan
            terms.interval = change.interval
            terms.quantity = change.quantity
        }
        for (id, quantity) in scheduledAddOns { terms.addOns[id] = quantity.isZero ? nil : quantity }
        scheduled = nil
        scheduledAddOns = [:]
        return changesInterval
    }
}
