public import BillingCalendar
import Monetary

extension BillingContext {
    /// Attaches, detaches and re-counts recurring add-ons, and buys one-time ones (4.6, 3.4).
    public func setAddOns(
        _ order: AddOnOrder, _ subject: BillingSubject, at: Instant
    ) throws(BillingError) -> BillingOutcome {
        try refusing { () throws -> BillingOutcome in
            var outcome = BillingOutcome(subject)
            try outcome.subscription.refuseCommand(at: at)
            try check(order, outcome.subscription)
            let bought = try buy(order.buy, &outcome.subscription, at: at)
            let changed = try set(order, &outcome.subscription, at: at)
            if (bought || changed) && order.proration == .alwaysInvoice
                && outcome.subscription.phase != .trial
            {
                try issuePending(&outcome, at: at)
            }
            return outcome
        }
    }

    private func check(_ order: AddOnOrder, _ subscription: Subscription) throws(BillingError) {
        let interval = subscription.termsAtBoundary(from: subscription.terms).interval
        for (id, quantity) in order.set {
            guard !quantity.isNegative else {
                throw .invalid("quantity \(quantity) of add-on \"\(id)\"", "it must be zero or above")
            }
            let addOn = try addOn(id, kind: .recurring)
            guard !quantity.isZero else { continue }
            if order.when == .now { _ = try addOnPrice(addOn, subscription.terms.interval) }
            _ = try addOnPrice(addOn, interval)
        }
    }

    /// One-time lines stand in the order bought, then by id.
    private func buy(
        _ quantities: [String: ExactDecimal], _ subscription: inout Subscription, at: Instant
    ) throws -> Bool {
        for (id, quantity) in quantities.sorted(by: { $0.key.precedesByBytes($1.key) }) {
            let addOn = try addOn(id, kind: .oneTime)
            guard quantity > .zero else {
                throw BillingError.invalid(
                    "quantity \(quantity) of add-on \"\(id)\"", "it must be above zero")
            }
            let item = ChargedItem(
                window: .addOn(id), id: id, quantity: quantity, priceMinorUnits: try addOnPrice(addOn, nil),
                taxCode: addOn.taxCode)
            _ = subscription.addPending(
                InvoiceLine(
                    kind: .oneTime, item: id, quantity: quantity, period: Period(start: at, end: at),
                    periodNumber: subscription.periodNumber, amountMinorUnits: try item.amount(for: .full),
                    taxCode: item.taxCode,
                    derivation: .charge(
                        quantity: quantity, priceMinorUnits: item.priceMinorUnits, share: .full)))
        }
        return !quantities.isEmpty
    }

    /// - Returns: whether a line was made.
    private func set(_ order: AddOnOrder, _ subscription: inout Subscription, at: Instant) throws -> Bool {
        var madeLine = false
        let basis = try plan(subscription.terms.plan).proration
        for (id, quantity) in order.set.sorted(by: { $0.key.precedesByBytes($1.key) }) {
            subscription.scheduledAddOns[id] = nil
            let attached = subscription.terms.addOns[id] ?? .zero
            guard quantity != attached else { continue }
            if order.when == .periodEnd {
                subscription.scheduledAddOns[id] = quantity
                continue
            }
            subscription.terms.addOns[id] = quantity.isZero ? nil : quantity
            guard subscription.phase != .trial else { continue }
            subscription.cutSegment(at: at)
            guard order.proration != .none else { continue }
            let item =
                quantity.isZero
                ? nil : try addOnItem(id, quantity: quantity, interval: subscription.terms.interval)
            let changed = try subscription.replaceWindow(
                of: .addOn(id), from: attached.isZero ? nil : ItemTerms(id: id, quantity: attached), to: item,
                at: at, basis: basis, context: self)
            madeLine = madeLine || changed
        }
        return madeLine
    }
}
