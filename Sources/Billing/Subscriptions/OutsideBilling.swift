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
    /// What was issued stays; lines that still wait for an invoice must be billed before.
    public func handOver(
        _ subject: BillingSubject, to processor: String, reference: String, at: Instant
    ) throws(BillingError) -> BillingOutcome {
        var outcome = BillingOutcome(subject)
        try outcome.subscription.refuseCommand(at: at)
        guard outcome.subscription.pendingLines.isEmpty else {
            throw .invalid(
                "handing subscription \"\(subject.subscription.id)\" over",
                "\(subject.subscription.pendingLines.count) lines wait for its next invoice; let a run bill them first"
            )
        }
        outcome.subscription.leaveBilling(
            to: OutsideBilling(processor: processor, reference: reference, since: at))
        return outcome
    }
}

extension Subscription {
    /// Nothing that was charged here can be credited any more, and nothing is scheduled.
    mutating func leaveBilling(to outside: OutsideBilling) {
        outsideBilling = outside
        windows = []
        collapsible = [:]
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
