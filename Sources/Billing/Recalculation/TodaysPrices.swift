import BillingCalendar
import Monetary

/// What items cost by the catalogue in force now.
struct TodaysPrices {
    let context: BillingContext
    let subscription: Subscription

    /// Today's price of what a line charged for; nil where it is not sold any more in that way, which makes no
    /// issued line wrong.
    func price(of line: InvoiceLine, charged price: Int64, share: Share) -> (minorUnits: Int64, name: String)?
    {
        let currency = context.account.currency
        switch line.kind {
        case .oneTime:
            let prices = context.catalog.addOns[line.item]?.prices ?? []
            return prices.first { $0.currency == currency && $0.interval == nil }
                .map { ($0.amountMinorUnits, "add-on \(line.item)") }
        case .plan, .addon, .prorationCharge:
            return recurring(line.item).flatMap { item in
                pick(item.prices.filter { $0.currency == currency }, charged: price, line, share: share)
                    .map { ($0.amountMinorUnits, "\(item.name) by the \($0.interval.map { "\($0)" } ?? "")") }
            }
        case .usage, .minimum, .lateUsage, .prorationCredit:
            return nil
        }
    }

    private func recurring(_ id: String) -> (prices: [Price], name: String)? {
        if let plan = context.catalog.plans[id] { return (plan.prices, "plan \(id)") }
        return context.catalog.addOns[id].map { ($0.prices, "add-on \(id)") }
    }

    /// A line does not say its interval, but its full period has a length. Of several that fit, the one whose price
    /// is unchanged, then that of the subscription.
    private func pick(
        _ prices: [Price], charged: Int64, _ line: InvoiceLine, share: Share
    ) -> Price? {
        let seconds =
            switch (share == .full, share.basis) {
            case (true, _): line.period.seconds
            case (false, .second): share.whole
            case (false, .day): share.whole * 86_400
            }
        let fitting = prices.filter { $0.interval?.mayLast(seconds) ?? false }
        return fitting.first { $0.amountMinorUnits == charged }
            ?? fitting.first { $0.interval == subscription.terms.interval } ?? fitting.first
    }
}

extension BillingInterval {
    /// Whether a period of it may have this length: months have 28 to 31 days, years 365 or 366, and clocks that are
    /// set, or a day that a zone lost, make it up to a day longer or shorter.
    fileprivate func mayLast(_ seconds: Int64) -> Bool {
        let count = Int64(count)
        let days: ClosedRange<Int64> =
            switch unit {
            case .day: count...count
            case .week: 7 * count...7 * count
            case .month: 365 * count / 12 - 3...366 * count / 12 + 3
            case .year: 365 * count...366 * count
            }
        return (days.lowerBound - 1) * 86_400 <= seconds && seconds <= (days.upperBound + 1) * 86_400
    }
}
