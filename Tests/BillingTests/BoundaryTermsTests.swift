import BillingCalendar
import Monetary
import Testing

@testable import Billing

/// What waits for a boundary must be billable there: current terms, a scheduled change and scheduled add-ons together.
@Suite("Terms at the boundary") struct BoundaryTermsTests {
    private static let yearly = ChangeOrder(subscription: "sub", interval: year, when: .periodEnd)
    private static let refused = "add-on \"extra\" has no price for USD by the year; it has USD by the month"

    private static func extra(_ quantity: String, when: ChangeTime) -> AddOnOrder {
        AddOnOrder(subscription: "sub", set: ["extra": decimal(quantity)], when: when)
    }

    private static func change(_ order: ChangeOrder, _ outcome: BillingOutcome, _ shop: Shop) throws
        -> BillingOutcome
    {
        try shop.context.change(order, outcome.subject, usage: UsageTotals(), at: at("2024-01-10"))
    }

    private static func set(_ order: AddOnOrder, _ outcome: BillingOutcome, _ shop: Shop) throws
        -> BillingOutcome
    {
        try shop.context.setAddOns(order, outcome.subject, at: at("2024-01-10"))
    }

    @Test(
        "a price that will be missing is an error at once (4.6)",
        arguments: [
            Refusal(refused) { shop in
                try set(extra("1", when: .now), change(yearly, shop.subscribe(), shop), shop)
            },
            Refusal(refused) { shop in
                try set(extra("1", when: .periodEnd), change(yearly, shop.subscribe(), shop), shop)
            },
            Refusal(refused) { shop in
                try change(yearly, set(extra("1", when: .periodEnd), shop.subscribe(), shop), shop)
            },
            Refusal(refused) { shop in
                let now = ChangeOrder(subscription: "sub", interval: year)
                return try change(now, set(extra("1", when: .periodEnd), shop.subscribe(), shop), shop)
            },
        ])
    func missing(_ refusal: Refusal) { refusal.expect(from: Shop()) }

    @Test("an add-on that is detached at the boundary needs no price beyond it")
    func detached() throws {
        let shop = Shop()
        var outcome = try shop.subscribe(shop.order(addOns: ["extra": .one]))
        outcome = try Self.set(Self.extra("0", when: .periodEnd), outcome, shop)
        outcome = try Self.change(Self.yearly, outcome, shop)
        let billed = try shop.close(outcome, use: [:])
        #expect(billed.invoice?.lines.map(\.amountMinorUnits) == [79_000])
        #expect(billed.subscription.terms.addOns.isEmpty)
    }

    @Test("usage of a plan whose price was taken out of the catalogue is an error, and nothing is lost (5.6)")
    func priceGone() throws {
        var shop = Shop.metered(minimum: 0)
        let outcome = try shop.subscribe()
        shop.catalog.plans["pro"]?.limits["calls"] = .metered(
            included: .zero, overage: [currency("EUR"): Overage(model: .perUnit(unitPrice: .one))])
        Refusal("plan \"pro\", overage of \"calls\" has no price for USD; it has EUR") { shop in
            try shop.close(outcome, use: ["calls": "5"])
        }.expect(from: shop)
    }

    @Test("an attached add-on that the catalogue lost is an error where it may raise what is included")
    func addOnGone() throws {
        var shop = Shop.metered(minimum: 0)
        let outcome = try shop.subscribe(shop.order(addOns: ["extra": .one]))
        shop.catalog.addOns["extra"] = nil
        Refusal("there is no add-on \"extra\"") { shop in
            try shop.context.cancel(
                CancelOrder(subscription: "sub", when: .now), outcome.subject, usage: UsageTotals(),
                at: at("2024-01-10"))
        }.expect(from: shop)
    }

    @Test("two change invoices never get one identity: nothing happens before the last of them (4.1)")
    func afterTheLastInvoice() throws {
        let shop = Shop()
        let buy = AddOnOrder(subscription: "sub", buy: ["setup": .one], proration: .alwaysInvoice)
        var outcome = try shop.subscribe()
        for instant in ["2024-01-10", "2024-01-12", "2024-01-12"] {
            outcome = try shop.context.setAddOns(buy, outcome.subject, at: at(instant))
        }
        #expect(outcome.invoice?.identity.ordinal == 1)
        let subject = outcome.subject
        Refusal(
            "2024-01-10T00:00:00Z lies before 2024-01-12T00:00:00Z, the last change of subscription \"sub\" (rule 4.1)"
        ) { shop in try shop.context.setAddOns(buy, subject, at: at("2024-01-10")) }.expect(from: shop)
    }
}
