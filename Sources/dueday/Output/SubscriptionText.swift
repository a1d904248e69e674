import Billing
import BillingCalendar
import BillingFormats
import Monetary

/// A subscription for people and programs.
enum SubscriptionText {
    static func print(_ subscription: Subscription) {
        let period = subscription.currentPeriod
        Terminal.print(
            "\(subscription.id)  \(subscription.status.rawValue)  \(subscription.terms.quantity) × "
                + "\(subscription.terms.plan) by the \(subscription.terms.interval)")
        Terminal.print("  account         \(subscription.accountID)")
        Terminal.print("  current period  \(period.start) – \(period.end)")
        if let trialEnd = subscription.trialEnd { Terminal.print("  trial ends      \(trialEnd)") }
        for (id, quantity) in subscription.terms.addOns.sorted(by: { $0.key < $1.key }) {
            Terminal.print("  add-on          \(quantity) × \(id)")
        }
        if let outside = subscription.outsideBilling {
            Terminal.print(
                "  billed by       \(outside.processor) (\(outside.reference)) since \(outside.since)")
        }
        if subscription.cancelAtPeriodEnd { Terminal.print("  cancels         \(period.end)") }
        if let change = subscription.scheduled {
            Terminal.print(
                "  scheduled       \(change.quantity) × \(change.plan) by the \(change.interval) at \(period.end)"
            )
        }
        if !subscription.pendingLines.isEmpty {
            Terminal.print("  pending lines   \(subscription.pendingLines.count), on the next invoice")
        }
    }

    static func json(_ subscription: Subscription) -> OrderedJSON {
        [
            "id": .string(subscription.id), "account": .string(subscription.accountID),
            "status": .string(subscription.status.rawValue), "plan": .string(subscription.terms.plan),
            "interval": .string(subscription.terms.interval.unit.rawValue),
            "interval_count": .integer(subscription.terms.interval.count),
            "quantity": .string("\(subscription.terms.quantity)"),
            "addons": .object(
                subscription.terms.addOns.sorted { $0.key < $1.key }.map { id, quantity in
                    OrderedJSON.Member(id, .string("\(quantity)"))
                }),
            "current_period_start": .string("\(subscription.currentPeriod.start)"),
            "current_period_end": .string("\(subscription.currentPeriod.end)"),
            "cancel_at_period_end": .bool(subscription.cancelAtPeriodEnd),
            "trial_end": .text(subscription.trialEnd.map { "\($0)" }),
            "canceled_at": .text(subscription.canceledAt.map { "\($0)" }),
            "pending_lines": .integer(subscription.pendingLines.count),
            "billed_by": .text(subscription.outsideBilling?.processor),
            "billed_by_reference": .text(subscription.outsideBilling?.reference),
        ]
    }
}
