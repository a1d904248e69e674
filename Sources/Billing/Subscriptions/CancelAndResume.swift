public import BillingCalendar
import Monetary

extension BillingContext {
    /// Ends a subscription now, with its final invoice, or at the period's end (4.7).
    public func cancel(
        _ order: CancelOrder, _ subject: BillingSubject, usage: UsageTotals, at: Instant
    ) throws(BillingError) -> BillingOutcome {
        try refusing { () throws -> BillingOutcome in
            var outcome = BillingOutcome(subject)
            if subject.subscription.outsideBilling != nil, subject.subscription.status != .canceled,
                order.when == .now
            {
                // There is no final invoice to write here.
                outcome.subscription.cancel(at: at)
                return outcome
            }
            try outcome.subscription.refuseCommand(at: at)
            guard order.when == .now else {
                outcome.subscription.cancelAtPeriodEnd = true
                return outcome
            }
            if order.prorate { try outcome.subscription.creditAllWindows(from: at, context: self) }
            let material = try outcome.closePeriod(
                subject, end: at, lastShareRunsOn: !order.prorate, usage: usage, context: self)
            outcome.subscription.cancel(at: at)
            try outcome.issue(material, kind: .final, at: at, issuedAt: at, context: self)
            return outcome
        }
    }

    /// Takes a cancel at the period's end back; after the end it is refused (4.7).
    public func resume(_ subject: BillingSubject, at: Instant) throws(BillingError) -> BillingOutcome {
        var outcome = BillingOutcome(subject)
        try outcome.subscription.refuseCommand(at: at)
        outcome.subscription.cancelAtPeriodEnd = false
        return outcome
    }

    /// Redeems a coupon; it covers the periods after the current one (7.2).
    public func redeem(
        _ code: String, _ subject: BillingSubject, use: CouponUse, at: Instant
    ) throws(BillingError) -> BillingOutcome {
        var outcome = BillingOutcome(subject)
        try outcome.subscription.refuseCommand(at: at)
        let redemption = try redemption(of: code, by: subject.subscription, use: use, at: at)
        outcome.subscription.redemptions.append(redemption)
        outcome.redeemed = redemption
        return outcome
    }
}
