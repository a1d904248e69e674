public import BillingCalendar
import Monetary

/// What every rule about a subscription needs beside it.
public struct BillingContext: Sendable {
    /// What is sold, as it stands at the event.
    public var catalog: Catalog
    /// Decides issue dates and years of numbers.
    public var sellerZone: Zone
    /// Whose currency, terms and taxes apply.
    public var account: Account
    /// Decides the account's periods.
    public var accountZone: Zone

    /// The zones are given ready: rules read no time zone data.
    public init(catalog: Catalog, sellerZone: Zone, account: Account, accountZone: Zone) {
        self.catalog = catalog
        self.sellerZone = sellerZone
        self.account = account
        self.accountZone = accountZone
    }

    func plan(_ id: String) throws(BillingError) -> Plan {
        guard let plan = catalog.plans[id] else { throw .unknown(kind: "plan", id: id) }
        return plan
    }

    func meter(_ id: String) throws(BillingError) -> Meter {
        guard let meter = catalog.meters[id] else { throw .unknown(kind: "meter", id: id) }
        return meter
    }

    func addOn(_ id: String, kind: AddOn.Kind) throws(BillingError) -> AddOn {
        guard let addOn = catalog.addOns[id] else { throw .unknown(kind: "add-on", id: id) }
        guard addOn.kind == kind else {
            throw .rule("3.4", "add-on \"\(id)\" is \(addOn.kind.rawValue) and not \(kind.rawValue)")
        }
        return addOn
    }

    func planPrice(_ plan: Plan, _ interval: BillingInterval) throws(BillingError) -> Int64 {
        try price(plan.prices, of: "plan \"\(plan.id)\"", interval: interval)
    }

    func addOnPrice(_ addOn: AddOn, _ interval: BillingInterval?) throws(BillingError) -> Int64 {
        try price(addOn.prices, of: "add-on \"\(addOn.id)\"", interval: interval)
    }

    /// A meter's price in the account's currency, among those of a plan.
    func overage(
        _ overages: [Currency: Overage], of meter: String, in plan: Plan
    ) throws(BillingError) -> Overage {
        if let overage = overages[account.currency] { return overage }
        throw .noPrice(
            item: "plan \"\(plan.id)\", overage of \"\(meter)\"", wanted: account.currency.code,
            available: overages.keys.map(\.code).sorted())
    }

    /// Refuses terms that could not be billed at the next boundary: every price must be there now.
    func check(_ terms: Terms) throws(BillingError) {
        let plan = try plan(terms.plan)
        guard terms.quantity > .zero else {
            throw .invalid("quantity \(terms.quantity)", "it must be above zero")
        }
        _ = try planPrice(plan, terms.interval)
        for (meter, limit) in plan.limits {
            guard case .metered(_, let overages) = limit else { continue }
            _ = try overage(overages, of: meter, in: plan)
        }
        for (id, quantity) in terms.addOns {
            guard quantity > .zero else {
                throw .invalid("quantity \(quantity) of add-on \"\(id)\"", "it must be above zero")
            }
            _ = try addOnPrice(try addOn(id, kind: .recurring), terms.interval)
        }
    }

    private func price(
        _ prices: [Price], of item: String, interval: BillingInterval?
    ) throws(BillingError) -> Int64 {
        for price in prices where price.currency == account.currency && price.interval == interval {
            return price.amountMinorUnits
        }
        throw .noPrice(
            item: item, wanted: Self.label(account.currency, interval),
            available: prices.map { Self.label($0.currency, $0.interval) })
    }

    private static func label(_ currency: Currency, _ interval: BillingInterval?) -> String {
        interval.map { "\(currency.code) by the \($0)" } ?? "\(currency.code) once"
    }
}

/// Runs a rule and gives every way it can fail as a ``BillingError``.
func refusing<T>(_ body: () throws -> T) throws(BillingError) -> T {
    do {
        return try body()
    } catch let error as BillingError {
        throw error
    } catch let error as MonetaryError {
        throw .arithmetic(error)
    } catch let error as CalendarError {
        throw .calendar(error)
    } catch {
        throw .invalid("the calculation", "\(error)")
    }
}
