public import BillingCalendar

/// Who bills a subscription instead of Dueday: a processor's own subscription.
public struct OutsideBilling: Sendable, Hashable, Codable {
    /// "stripe", "razorpay".
    public var processor: String
    /// The processor's id of its subscription.
    public var reference: String
    /// From when on it is billed there.
    public var since: Instant

    /// A subscription that is billed elsewhere.
    public init(processor: String, reference: String, since: Instant) {
        self.processor = processor
        self.reference = reference
        self.since = since
    }
}

extension BillingContext {
    /// Leaves the billing of a subscription to a processor from now on: no boundary of it is billed here any more.
    ///
    /// What was issued stays. The last invoice here is that of a cancel without proration: the usage of the period until
    /// now with its minimum, what came late, and what waited (4.7). A cancel that waited for the period's end is gone: the
    /// end is the business of whoever bills.
    public func handOver(
        _ subject: BillingSubject, to processor: String, reference: String, usage: UsageTotals, at: Instant
    ) throws(BillingError) -> BillingOutcome {
        try refusing { () throws -> BillingOutcome in
            var outcome = BillingOutcome(subject)
            try outcome.subscription.refuseCommand(at: at)
            let material = try outcome.closePeriod(
                subject, end: at, lastShareRunsOn: true, usage: usage, context: self)
            outcome.subscription.currentPeriod.end = at
            outcome.subscription.leaveBilling(
                to: OutsideBilling(processor: processor, reference: reference, since: at))
            try outcome.issue(material, kind: .final, at: at, issuedAt: at, context: self)
            return outcome
        }
    }
}

extension Subscription {
    /// Nothing that was charged here can be credited any more, and nothing is scheduled.
    mutating func leaveBilling(to outside: OutsideBilling) {
        outsideBilling = outside
        windows = []
        collapsible = [:]
        cancelAtPeriodEnd = false
        scheduled = nil
        scheduledAddOns = [:]
    }

    /// What changes an amount is the business of whoever bills.
    func refuseWhereBilledOutside() throws(BillingError) {
        guard let outsideBilling else { return }
        throw .invalid(
            "a change of subscription \"\(id)\"",
            "it is billed by \(outsideBilling.processor) (\(outsideBilling.reference)): change it there, "
                + "or end it here with `dueday subscription cancel \(id) --when now`")
    }
}
