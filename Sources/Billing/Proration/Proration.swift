import BillingCalendar
import Monetary

/// Credits for what is not used and charges for what begins inside a period (section 4).
extension BillingContext {
    /// The part [start, end) of a whole, by seconds or by local days; the day of the change counts for the side
    /// that begins with it (4.2).
    func share(_ part: Period, of whole: Period, basis: ProrationBasis) -> Share {
        switch basis {
        case .second: Share(part: part.seconds, whole: whole.seconds, basis: basis)
        case .day:
            Share(
                part: Int64(accountZone.wholeDays(from: part.start, to: part.end)),
                whole: Int64(accountZone.wholeDays(from: whole.start, to: whole.end)), basis: basis)
        }
    }

    /// −(net × unused ÷ window), rounded; taxed like the charge it takes back (4.1, 4.8).
    ///
    /// - Parameter basisInForce: counts for an add-on; a plan's window goes by the plan that it charged (4.2).
    func credit(
        for window: ChargeWindow, from start: Instant, basisInForce: ProrationBasis,
        in subscription: Subscription
    ) throws -> InvoiceLine {
        let basis = window.item == .plan ? try plan(window.itemID).proration : basisInForce
        let unused = Period(start: start, end: window.period.end)
        let share = share(unused, of: window.period, basis: basis)
        let amount = try -(Ratio(window.netMinorUnits) * share.ratio()).rounded()
        return InvoiceLine(
            kind: .prorationCredit, item: window.itemID, quantity: window.quantity, period: unused,
            periodNumber: subscription.periodNumber, amountMinorUnits: amount, taxCode: window.taxCode,
            tax: window.tax,
            derivation: .credit(
                netMinorUnits: window.netMinorUnits, share: share, of: window.charged))
    }

    /// price × quantity for what is left of the current period, less the percent coupons that cover it
    /// (4.1, 4.4).
    func charge(
        _ item: ChargedItem, from start: Instant, basis: ProrationBasis, in subscription: Subscription
    ) throws -> InvoiceLine {
        let rest = Period(start: start, end: subscription.currentPeriod.end)
        let share = share(rest, of: subscription.fullPeriod, basis: basis)
        var line = InvoiceLine(
            kind: .prorationCharge, item: item.id, quantity: item.quantity, period: rest,
            periodNumber: subscription.periodNumber, amountMinorUnits: try item.amount(for: share),
            taxCode: item.taxCode,
            derivation: .charge(quantity: item.quantity, priceMinorUnits: item.priceMinorUnits, share: share))
        try Discounts.apply(subscription.redemptions, toProrationCharge: &line)
        return line
    }
}

/// A plan or add-on with its quantity and price for the subscription's interval.
struct ChargedItem {
    var window: ChargeWindow.Item
    var id: String
    var quantity: ExactDecimal
    var priceMinorUnits: Int64
    var taxCode: String

    /// quantity × price × share, rounded once.
    func amount(for share: Share) throws -> Int64 {
        if quantity == .one && share == .full { return try AmountLimit.check(priceMinorUnits) }
        return try (quantity.ratio * Ratio(priceMinorUnits) * share.ratio()).roundedAmount()
    }
}

extension BillingContext {
    func planItem(_ terms: Terms) throws(BillingError) -> ChargedItem {
        let plan = try plan(terms.plan)
        return ChargedItem(
            window: .plan, id: plan.id, quantity: terms.quantity,
            priceMinorUnits: try planPrice(plan, terms.interval), taxCode: plan.taxCode)
    }

    func addOnItem(
        _ id: String, quantity: ExactDecimal, interval: BillingInterval
    ) throws(BillingError) -> ChargedItem {
        let addOn = try addOn(id, kind: .recurring)
        return ChargedItem(
            window: .addOn(id), id: id, quantity: quantity,
            priceMinorUnits: try addOnPrice(addOn, interval), taxCode: addOn.taxCode)
    }
}
