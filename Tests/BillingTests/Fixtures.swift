import BillingCalendar
import Monetary
import SystemTimeZones

@testable import Billing

/// Shorthand for the values of tables.
func decimal(_ text: String) -> ExactDecimal {
    guard let value = try? ExactDecimal(parsing: text) else { preconditionFailure("not a decimal: \(text)") }
    return value
}

func ratio(_ text: String) -> Ratio {
    if let value = try? ExactDecimal(parsing: text) { return value.ratio }
    guard let value = try? Ratio(parsing: text) else { preconditionFailure("not a ratio: \(text)") }
    return value
}

func currency(_ code: String) -> Currency {
    guard let value = try? Currency(code: code) else { preconditionFailure("not a currency: \(code)") }
    return value
}

/// A day's midnight in UTC ("2024-01-31"), or an instant in full.
func at(_ text: String) -> Instant {
    guard let value = try? Instant(parsing: text.contains("T") ? text : text + "T00:00:00Z") else {
        preconditionFailure("not an instant: \(text)")
    }
    return value
}

func period(_ start: String, _ end: String) -> Period { Period(start: at(start), end: at(end)) }

private let january = period("2024-01-01", "2024-02-01")
let month = BillingInterval(.month)
let year = BillingInterval(.year)

/// A small shop: two plans, add-ons of both kinds, coupons of every kind, one account in UTC.
struct Shop {
    var catalog: Catalog
    var account: Account
    var zone = Zone.utc

    var context: BillingContext {
        BillingContext(catalog: catalog, sellerZone: .utc, account: account, accountZone: zone)
    }

    init(tax: TaxTable = TaxTable()) {
        let usd = currency("USD")
        func prices(_ amounts: [(Int64, BillingInterval)]) -> [Price] {
            amounts.map { Price(currency: usd, interval: $0.1, amountMinorUnits: $0.0) }
        }
        catalog = Catalog(
            seller: Seller(id: "shop", name: "Shop", country: "US", region: "CA", timeZoneID: "UTC"),
            meters: ["calls": Meter(id: "calls", aggregation: .sum)],
            plans: [
                "pro": Plan(id: "pro", name: "Pro", prices: prices([(7_900, month), (79_000, year)])),
                "max": Plan(id: "max", name: "Max", prices: prices([(19_900, month)])),
            ],
            addOns: [
                "extra": AddOn(
                    id: "extra", name: "Extra", kind: .recurring, prices: prices([(1_000, month)])),
                "setup": AddOn(
                    id: "setup", name: "Setup", kind: .oneTime,
                    prices: [Price(currency: usd, interval: nil, amountMinorUnits: 25_000)]),
            ],
            tax: tax)
        account = Account(id: "acme", currency: usd, timeZoneID: "UTC", country: "US", region: "CA")
    }

    func order(
        plan: String = "pro", interval: BillingInterval = month, quantity: String = "1",
        addOns: [String: ExactDecimal] = [:], coupon: String? = nil, trialDays: Int = 0,
        anchorDay: Int? = nil,
        dunning: String = "default"
    ) -> SubscribeOrder {
        SubscribeOrder(
            subscription: "sub", account: "acme", plan: plan, interval: interval, quantity: decimal(quantity),
            addOns: addOns, coupon: coupon, trialDays: trialDays, anchorDay: anchorDay, dunning: dunning)
    }

    func subscribe(
        _ order: SubscribeOrder? = nil, at instant: String = "2024-01-01", use: CouponUse = .none,
        balance: AccountBalance = .empty
    ) throws -> BillingOutcome {
        try context.subscribe(order ?? self.order(), couponUse: use, balance: balance, at: at(instant))
    }
}

extension CouponUse {
    static let none = CouponUse(redemptions: 0, accountHasOlderSubscription: false)
}

extension InvoiceLine {
    /// A line of which only kind, item, period and amount matter.
    static func of(
        _ kind: Kind, _ item: String, _ amount: Int64, in number: Int = 0, plan: String? = nil,
        taxCode: String = "standard"
    ) -> InvoiceLine {
        InvoiceLine(
            kind: kind, item: item, plan: plan, period: january,
            periodNumber: number,
            amountMinorUnits: amount, taxCode: taxCode,
            derivation: .charge(quantity: .one, priceMinorUnits: amount, share: .full))
    }
}
