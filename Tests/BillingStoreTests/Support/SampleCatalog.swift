import Billing
import BillingCalendar
import Monetary

extension Catalog {
    /// A plan with two priced meters, a minimum, an add-on and coupons; California is taxed.
    static func sample(maxRedemptions: Int? = nil) throws -> Catalog {
        let usd = try Currency(code: "USD")
        let unit = try ExactDecimal(parsing: "0.0005")
        let pro = Plan(
            id: "pro", name: "Pro",
            prices: [
                Price(currency: usd, interval: .init(.month), amountMinorUnits: 7_900),
                Price(currency: usd, interval: .init(.year), amountMinorUnits: 79_000),
            ],
            limits: [
                "calls": .metered(
                    included: ExactDecimal(1_000), overage: [usd: Overage(model: .perUnit(unitPrice: unit))]),
                "storage": .metered(
                    included: ExactDecimal(100),
                    overage: [usd: Overage(model: .package(size: ExactDecimal(10), price: ExactDecimal(1)))]),
            ],
            minimumSpendMinorUnits: [usd: 8_000])
        let big = Plan(
            id: "big", name: "Big",
            prices: [Price(currency: usd, interval: .init(.month), amountMinorUnits: 19_900)])
        let database = AddOn(
            id: "database", name: "Database", kind: .recurring, raises: ["storage": ExactDecimal(50)],
            prices: [Price(currency: usd, interval: .init(.month), amountMinorUnits: 1_000)])
        let last = Coupon(
            code: "LAST", discount: .percent(ExactDecimal(20)), duration: .periods(3),
            maxRedemptions: maxRedemptions)
        return Catalog(
            seller: Seller(
                id: "northwind", name: "Northwind", country: "US", region: "CA",
                timeZoneID: "America/Los_Angeles"),
            meters: [
                "calls": Meter(id: "calls", aggregation: .sum),
                "storage": Meter(id: "storage", aggregation: .timeWeighted),
            ],
            plans: ["pro": pro, "big": big], addOns: ["database": database], coupons: ["LAST": last],
            tax: TaxTable(jurisdictions: [
                "US-CA": [TaxRow(name: "CA sales tax", rate: .all(try ExactDecimal(parsing: "8.25")))]
            ]))
    }
}

extension Account {
    /// An account in California that is charged at issue.
    static func sample(_ id: String, collection: Collection = .automatic) throws -> Account {
        Account(
            id: id, name: "Acme \(id)", currency: try Currency(code: "USD"), timeZoneID: "America/New_York",
            country: "US", region: "CA", address: ["1 Main St"], collection: collection)
    }
}
