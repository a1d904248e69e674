import BillingCalendar
import Monetary
import Testing

@testable import Billing

/// Something asked for that a rule forbids, with the exact words of the refusal.
struct Refusal: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var ask: @Sendable (Shop) throws -> BillingOutcome

    init(_ words: String, _ ask: @escaping @Sendable (Shop) throws -> BillingOutcome) {
        testDescription = words
        self.ask = ask
    }

    func expect(from shop: Shop) {
        #expect { try ask(shop) } throws: { "\($0)" == testDescription }
    }
}

@Suite("Refusals") struct RefusalTests {
    private var shop: Shop {
        var shop = Shop()
        shop.catalog.plans["euro"] = Plan(
            id: "euro", name: "Euro",
            prices: [Price(currency: currency("EUR"), interval: month, amountMinorUnits: 900)])
        shop.catalog.plans["gap"] = Plan(
            id: "gap", name: "Gap",
            prices: [Price(currency: currency("USD"), interval: month, amountMinorUnits: 900)],
            limits: [
                "calls": .metered(
                    included: .one, overage: [currency("EUR"): Overage(model: .perUnit(unitPrice: .one))])
            ])
        let ten = Coupon.Discount.percent(decimal("10"))
        shop.catalog.coupons = [
            "OLD": Coupon(code: "OLD", discount: ten, duration: .forever, expiresAt: at("2024-01-01")),
            "FEW": Coupon(code: "FEW", discount: ten, duration: .forever, maxRedemptions: 3),
            "NEW": Coupon(code: "NEW", discount: ten, duration: .forever, newAccountsOnly: true),
            "EUR": Coupon(
                code: "EUR", discount: .amount(minorUnits: 5, currency: currency("EUR")), duration: .forever),
            "ONCE": Coupon(code: "ONCE", discount: ten, duration: .periods(1)),
            "TEN": Coupon(code: "TEN", discount: ten, duration: .forever),
        ]
        return shop
    }

    @Test(
        "to subscribe",
        arguments: [
            Refusal("there is no plan \"nope\"") { try $0.subscribe($0.order(plan: "nope")) },
            Refusal("plan \"max\" has no price for USD by the year; it has USD by the month") {
                try $0.subscribe($0.order(plan: "max", interval: year))
            },
            Refusal("plan \"euro\" has no price for USD by the month; it has EUR by the month") {
                try $0.subscribe($0.order(plan: "euro"))
            },
            Refusal("plan \"gap\", overage of \"calls\" has no price for USD; it has EUR") {
                try $0.subscribe($0.order(plan: "gap"))
            },
            Refusal("quantity 0 is not valid: it must be above zero") {
                try $0.subscribe($0.order(quantity: "0"))
            },
            Refusal("quantity -1 is not valid: it must be above zero") {
                try $0.subscribe($0.order(quantity: "-1"))
            },
            Refusal("there is no add-on \"nope\"") { try $0.subscribe($0.order(addOns: ["nope": .one])) },
            Refusal("add-on \"setup\" is one_time and not recurring (rule 3.4)") {
                try $0.subscribe($0.order(addOns: ["setup": .one]))
            },
            Refusal("quantity 0 of add-on \"extra\" is not valid: it must be above zero") {
                try $0.subscribe($0.order(addOns: ["extra": .zero]))
            },
            Refusal("add-on \"extra\" has no price for USD by the year; it has USD by the month") {
                try $0.subscribe($0.order(interval: year, addOns: ["extra": .one]))
            },
            Refusal("trial_days -1 is not valid: it is a number of days from 0 to 36500") {
                try $0.subscribe($0.order(trialDays: -1))
            },
            Refusal("anchor_day 32 is not valid: it is a day of the month from 1 to 31") {
                try $0.subscribe($0.order(anchorDay: 32))
            },
            Refusal("there is no dunning policy \"strict\"") {
                try $0.subscribe($0.order(dunning: "strict"))
            },
            Refusal("there is no coupon \"nope\"") { try $0.subscribe($0.order(coupon: "nope")) },
            Refusal("coupon \"OLD\" expired at 2024-01-01T00:00:00Z (rule 7.1)") {
                try $0.subscribe($0.order(coupon: "OLD"))
            },
            Refusal("coupon \"FEW\" is used up: 3 of 3 redemptions (rule 7.1)") {
                try $0.subscribe(
                    $0.order(coupon: "FEW"),
                    use: CouponUse(redemptions: 3, accountHasOlderSubscription: false))
            },
            Refusal("coupon \"NEW\" is for new accounts only (rule 7.1)") {
                try $0.subscribe(
                    $0.order(coupon: "NEW"), use: CouponUse(redemptions: 0, accountHasOlderSubscription: true)
                )
            },
            Refusal("coupon \"EUR\" is in EUR, the account in USD (rule 7.1)") {
                try $0.subscribe($0.order(coupon: "EUR"))
            },
            Refusal("the amount cannot be held exactly: the exact result is too large") {
                try $0.subscribe($0.order(quantity: "99999999999999999999"))
            },
        ])
    func toSubscribe(_ refusal: Refusal) { refusal.expect(from: shop) }

    @Test("anchor_day goes with months and years only (2.3)")
    func anchorDay() throws {
        var shop = shop
        let week = BillingInterval(.week)
        shop.catalog.plans["pro"]?.prices.append(
            Price(currency: currency("USD"), interval: week, amountMinorUnits: 1))
        Refusal("anchor_day goes with month and year intervals only (rule 2.3)") {
            try $0.subscribe($0.order(interval: week, anchorDay: 1))
        }.expect(from: shop)
    }

    private static func change(
        _ order: ChangeOrder, after begin: SubscribeOrder? = nil
    ) -> @Sendable (Shop) throws -> BillingOutcome {
        { shop in
            try shop.context.change(
                order, try shop.subscribe(begin).subject, usage: UsageTotals(), at: at("2024-01-10"))
        }
    }

    private static func addOns(_ order: AddOnOrder, interval: BillingInterval = month)
        -> @Sendable (Shop) throws -> BillingOutcome
    {
        { shop in
            try shop.context.setAddOns(
                order, try shop.subscribe(shop.order(interval: interval)).subject, at: at("2024-01-10"))
        }
    }

    @Test(
        "to change a plan, an interval or a quantity",
        arguments: [
            Refusal("there is no plan \"nope\"", change(ChangeOrder(subscription: "sub", plan: "nope"))),
            Refusal(
                "plan \"max\" has no price for USD by the year; it has USD by the month",
                change(ChangeOrder(subscription: "sub", plan: "max", interval: year))),
            Refusal(
                "plan \"max\" has no price for USD by the year; it has USD by the month",
                change(ChangeOrder(subscription: "sub", plan: "max", interval: year, when: .periodEnd))),
            Refusal(
                "quantity 0 is not valid: it must be above zero",
                change(ChangeOrder(subscription: "sub", quantity: .zero))),
            Refusal(
                "add-on \"extra\" has no price for USD by the year; it has USD by the month",
                change(
                    ChangeOrder(subscription: "sub", interval: year),
                    after: Shop().order(addOns: ["extra": .one]))),
        ])
    func toChange(_ refusal: Refusal) { refusal.expect(from: shop) }

    @Test(
        "to set or buy add-ons",
        arguments: [
            Refusal(
                "there is no add-on \"nope\"", addOns(AddOnOrder(subscription: "sub", set: ["nope": .one]))),
            Refusal(
                "there is no add-on \"nope\"", addOns(AddOnOrder(subscription: "sub", set: ["nope": .zero]))),
            Refusal(
                "add-on \"setup\" is one_time and not recurring (rule 3.4)",
                addOns(AddOnOrder(subscription: "sub", set: ["setup": .one]))),
            Refusal(
                "add-on \"extra\" is recurring and not one_time (rule 3.4)",
                addOns(AddOnOrder(subscription: "sub", buy: ["extra": .one]))),
            Refusal(
                "quantity -1 of add-on \"extra\" is not valid: it must be zero or above",
                addOns(AddOnOrder(subscription: "sub", set: ["extra": decimal("-1")]))),
            Refusal(
                "quantity 0 of add-on \"setup\" is not valid: it must be above zero",
                addOns(AddOnOrder(subscription: "sub", buy: ["setup": .zero]))),
            Refusal(
                "add-on \"extra\" has no price for USD by the year; it has USD by the month",
                addOns(AddOnOrder(subscription: "sub", set: ["extra": .one]), interval: year)),
        ])
    func setOrBuy(_ refusal: Refusal) { refusal.expect(from: shop) }

    @Test("to redeem a coupon that still covers a later period; after it, it may come again (7.1)")
    func again() throws {
        let shop = shop
        let outcome = try shop.subscribe(shop.order(coupon: "TEN"))
        Refusal("coupon \"TEN\" still covers a later period of \"sub\" (rule 7.1)") {
            try $0.context.redeem("TEN", outcome.subject, use: .none, at: at("2024-01-10"))
        }.expect(from: shop)
        let once = try shop.subscribe(shop.order(coupon: "ONCE"))
        let second = try shop.context.redeem("ONCE", once.subject, use: .none, at: at("2024-01-10"))
        #expect(second.subscription.redemptions.map(\.firstPeriod) == [0, 1])
    }

    @Test("of anything, once a subscription has ended (4.7)", arguments: ["now", "boundary"])
    func canceled(when: String) throws {
        let shop = shop
        var outcome = try shop.subscribe()
        let order = CancelOrder(subscription: "sub", when: when == "now" ? .now : .periodEnd)
        outcome = try shop.context.cancel(order, outcome.subject, usage: UsageTotals(), at: at("2024-01-20"))
        if when == "boundary" { outcome = try shop.close(outcome, use: [:]) }
        let subject = outcome.subject
        let end = when == "now" ? "2024-01-20" : "2024-02-01"
        let words = "subscription \"sub\" was canceled at \(end)T00:00:00Z (rule 4.7)"
        let later = at("2024-02-01")
        for refusal in [
            Refusal(words) { try $0.context.resume(subject, at: later) },
            Refusal(words) { try $0.context.cancel(order, subject, usage: UsageTotals(), at: later) },
            Refusal(words) {
                try $0.context.change(
                    ChangeOrder(subscription: "sub", plan: "max"), subject, usage: UsageTotals(), at: later)
            },
            Refusal(words) { try $0.context.setAddOns(AddOnOrder(subscription: "sub"), subject, at: later) },
            Refusal(words) { try $0.context.redeem("TEN", subject, use: .none, at: later) },
            Refusal("subscription \"sub\" is canceled (rule 3.5)") {
                try $0.context.closeBoundary(subject, usage: UsageTotals(), issuedAt: later)
            },
        ] { refusal.expect(from: shop) }
    }

    @Test("absurd quantities are refused line by line, before their sum leaves 64 bits (1.3)")
    func absurd() throws {
        let words = "the amount cannot be held exactly: the exact result is too large"
        let many = decimal("1000000000000000")
        Refusal(words) { try $0.subscribe($0.order(quantity: many.description, addOns: ["extra": many])) }
            .expect(from: shop)
        var metered = Shop.metered(minimum: 0)
        metered.catalog.plans["pro"]?.limits["calls"] = .metered(
            included: .zero, overage: [currency("USD"): Overage(model: .perUnit(unitPrice: decimal("1000")))])
        Refusal(words) { try $0.close(try $0.subscribe(), use: ["calls": "1000000000000"]) }.expect(
            from: metered)
        // The most that one line may come to goes through every step.
        let most = try metered.close(try metered.subscribe(), use: ["calls": "100000000000"])
        #expect(most.invoice?.totalMinorUnits == 10_000_000_000_007_900)
    }
}
