import BillingCalendar
import Monetary

@testable import Billing

/// An invoice that holds every kind of line, coupons of both kinds, credits at an older rate and several taxes: what
/// verification is tried on.
enum RichInvoice {
    static let taxes: [(name: String, table: TaxTable)] = [
        ("taxes added, rounded over the invoice", table(.invoice, inclusive: false)),
        ("taxes added, rounded by line", table(.line, inclusive: false)),
        ("taxes included", table(.invoice, inclusive: true)),
        ("no taxes", TaxTable()),
    ]

    private static func table(_ rounding: TaxTable.Rounding, inclusive: Bool) -> TaxTable {
        let later = try? CivilDate(year: 2024, month: 2, day: 10)
        return TaxTable(
            rounding: rounding, inclusive: inclusive,
            jurisdictions: [
                "US": [TaxRow(name: "Levy", rate: .byTaxCode(["service": decimal("1.5")]))],
                "US-CA": [
                    TaxRow(name: "State", rate: .all(decimal("6"))),
                    TaxRow(name: "State", rate: .all(decimal("6.25")), validFrom: later),
                    TaxRow(
                        name: "County",
                        rate: .byTaxCode(["standard": decimal("2.125"), "service": decimal("1")])),
                ],
            ])
    }

    /// The shop: graduated and volume prices, packages, a gauge, a cap and a minimum.
    static func shop(_ taxes: TaxTable) -> Shop {
        var shop = Shop(tax: taxes)
        let usd = currency("USD")
        func tier(_ upTo: String?, _ price: String, _ flat: String) -> PriceModel.Tier {
            PriceModel.Tier(upTo: upTo.map { decimal($0) }, unitPrice: decimal(price), flat: decimal(flat))
        }
        func limit(_ included: String, _ model: PriceModel, cap: Int64? = nil) -> Limit {
            .metered(
                included: decimal(included), overage: [usd: Overage(model: model, maxChargeMinorUnits: cap)])
        }
        for (id, aggregation) in [
            ("calls", .sum), ("gauge", .timeWeighted), ("peak", .max), ("users", .unique), ("zips", .count),
        ] as [(String, Meter.Aggregation)] {
            shop.catalog.meters[id] = Meter(id: id, aggregation: aggregation)
        }
        shop.catalog.plans["pro"]?.limits = [
            "calls": limit(
                "100",
                .graduated(tiers: [
                    tier("50", "0.31", "2"), tier("90", "0.17", "3.5"), tier(nil, "0.11", "1"),
                ])),
            "gauge": limit("10", .perUnit(unitPrice: decimal("0.77"))),
            "peak": limit("4", .volume(tiers: [tier(nil, "3.33", "1.25")])),
            "users": limit("2", .package(size: decimal("3"), price: decimal("4.45"))),
            "zips": limit("1", .perUnit(unitPrice: decimal("9")), cap: 4_321),
        ]
        shop.catalog.plans["pro"]?.minimumSpendMinorUnits[usd] = 30_000
        shop.catalog.plans["max"]?.minimumSpendMinorUnits[usd] = 90_000
        shop.catalog.plans["max"]?.taxCode = "service"
        shop.catalog.coupons = [
            "SEVEN": Coupon(code: "SEVEN", discount: .percent(decimal("7.5")), duration: .forever),
            "FIVER": Coupon(
                code: "FIVER", discount: .amount(minorUnits: 501, currency: usd), duration: .forever),
        ]
        shop.account.paymentTermsDays = 14
        return shop
    }

    /// A January that closes, use of it that comes late, and a February with a change, an add-on and a purchase: the
    /// invoice of 1 March.
    static func invoice(_ taxes: TaxTable) throws -> InvoiceDraft {
        let shop = shop(taxes)
        let context = shop.context
        var outcome = try shop.subscribe(shop.order(coupon: "SEVEN"))
        outcome = try context.redeem("FIVER", outcome.subject, use: .none, at: at("2024-01-05"))
        let use = ["calls": "180", "gauge": "62/3", "peak": "6", "users": "9", "zips": "40"]
        outcome = try shop.close(outcome, use: use)
        let january = outcome.closedPeriods
        outcome = try context.change(
            ChangeOrder(subscription: "sub", plan: "max", quantity: decimal("1.5")), outcome.subject,
            usage: UsageTotals(), at: at("2024-02-12T07:08:09Z"))
        outcome = try context.setAddOns(
            AddOnOrder(subscription: "sub", set: ["extra": decimal("2")], buy: ["setup": .one]),
            outcome.subject,
            at: at("2024-02-20T10:00:00Z"))
        outcome.closedPeriods = january
        let late = use.merging(["calls": "260", "gauge": "70/3"]) { $1 }
        outcome = try shop.close(outcome, late: "2024-01-20", use: late)
        guard let invoice = outcome.invoice else { preconditionFailure("February has lines") }
        return invoice
    }
}
