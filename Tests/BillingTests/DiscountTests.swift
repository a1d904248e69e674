import BillingCalendar
import Monetary
import Testing

@testable import Billing

@Suite("Discounts") struct DiscountTests {
    static func percent(
        _ code: String, _ percent: String, from: Int = 0, to: Int? = nil, for ids: [String]? = nil
    ) -> Redemption {
        redemption(code, .percent(decimal(percent)), from, to, ids)
    }

    static func amount(
        _ code: String, _ minorUnits: Int64, from: Int = 0, to: Int? = nil, for ids: [String]? = nil
    ) -> Redemption {
        redemption(code, .amount(minorUnits: minorUnits, currency: currency("USD")), from, to, ids)
    }

    private static func redemption(
        _ code: String, _ discount: Coupon.Discount, _ from: Int, _ to: Int?, _ ids: [String]?
    ) -> Redemption {
        Redemption(
            code: code, discount: discount, appliesTo: ids, redeemedAt: at("2024-01-01"), firstPeriod: from,
            lastPeriod: to, coversStub: false)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var lines: [InvoiceLine]
        var coupons: [Redemption]
        var discounts: [Int64]

        init(_ name: String, _ lines: [InvoiceLine], _ coupons: [Redemption], gives discounts: [Int64]) {
            testDescription = name
            self.lines = lines
            self.coupons = coupons
            self.discounts = discounts
        }
    }

    @Test(
        "what each line is left with (7.3)",
        arguments: [
            Case(
                "a percent coupon is rounded once over the sum, the odd cent goes to the largest remainder",
                [.of(.plan, "pro", 1_001), .of(.addon, "extra", 501)], [percent("TEN", "10")],
                gives: [100, 50]),
            Case(
                "equal remainders: the earlier line",
                [.of(.plan, "pro", 5), .of(.addon, "a", 5)], [percent("TEN", "10")], gives: [1, 0]),
            Case(
                "percent coupons in order, each on what is left",
                [.of(.plan, "pro", 10_000)], [percent("HALF", "50"), percent("TEN", "10")], gives: [5_500]),
            Case(
                "percent before amount, whenever they were redeemed",
                [.of(.plan, "pro", 10_000)], [amount("TENOFF", 1_000), percent("HALF", "50")], gives: [6_000]),
            Case(
                "two amounts never take more than there is",
                [.of(.plan, "pro", 1_500)], [amount("A", 1_000), amount("B", 1_000)], gives: [1_500]),
            Case(
                "amount coupons touch the opening lines only",
                [
                    .of(.usage, "calls", 900, plan: "pro"), .of(.plan, "pro", 600), .of(.addon, "extra", 300),
                    .of(.prorationCharge, "max", 500), .of(.oneTime, "setup", 400),
                ], [amount("NINE", 450)], gives: [0, 300, 150, 0, 0]),
            Case(
                "percent coupons touch everything but proration lines",
                [
                    .of(.usage, "calls", 100, plan: "pro"), .of(.minimum, "pro", 100),
                    .of(.lateUsage, "calls", 100),
                    .of(.plan, "pro", 100), .of(.addon, "extra", 100), .of(.prorationCredit, "pro", -100),
                    .of(.prorationCharge, "max", 100), .of(.oneTime, "setup", 100),
                ], [percent("TEN", "10")], gives: [10, 10, 10, 10, 10, 0, 0, 10]),
            Case(
                "negative lines are taken apart from the positive ones, and rounded apart",
                [.of(.lateUsage, "a", -105), .of(.lateUsage, "b", 25), .of(.plan, "pro", 100)],
                [percent("TEN", "10")],
                gives: [-11, 3, 10]),
            Case(
                "100 % leaves nothing and turns no sign",
                [.of(.lateUsage, "a", -105), .of(.plan, "pro", 100)],
                [percent("FREE", "100"), percent("TEN", "10")],
                gives: [-105, 100]),
            Case(
                "a line is covered by the period its window lies in",
                [.of(.usage, "calls", 1_000, in: 2, plan: "pro"), .of(.plan, "pro", 1_000, in: 3)],
                [percent("TEN", "10", from: 0, to: 2)], gives: [100, 0]),
            Case(
                "applies_to looks at a usage line's plan and at an add-on's own id",
                [
                    .of(.usage, "calls", 1_000, plan: "pro"), .of(.plan, "pro", 1_000),
                    .of(.addon, "extra", 1_000),
                ],
                [percent("TEN", "10", for: ["extra"]), percent("ONE", "1", for: ["pro"])],
                gives: [10, 10, 100]),
            Case(
                "an amount coupon for an add-on takes no more than the add-on",
                [.of(.plan, "pro", 1_000), .of(.addon, "extra", 200)], [amount("A", 500, for: ["extra"])],
                gives: [0, 200]),
        ])
    func invoice(_ row: Case) throws {
        var lines = row.lines
        let opening = lines.first { $0.kind == .plan }?.periodNumber
        let applied = try Discounts.apply(row.coupons, to: &lines, openingPeriod: opening)
        #expect(lines.map(\.discountMinorUnits) == row.discounts)
        #expect(applied.reduce(0) { $0 + $1.minorUnits } == row.discounts.reduce(0, +))
        for line in lines {
            #expect(line.discounts.reduce(0) { $0 + $1.minorUnits } == line.discountMinorUnits)
        }
    }

    @Test("an amount coupon does not touch a stub")
    func stub() throws {
        var lines = [InvoiceLine.of(.plan, "pro", 1_000, in: -1)]
        let coupon = Redemption(
            code: "A", discount: .amount(minorUnits: 100, currency: currency("USD")), appliesTo: nil,
            redeemedAt: at("2024-01-01"), firstPeriod: 0, lastPeriod: nil, coversStub: true)
        #expect(try Discounts.apply([coupon], to: &lines, openingPeriod: -1).isEmpty)
        #expect(lines[0].discountMinorUnits == 0)
    }

    @Test("percent coupons reduce a proration charge when it is made, amount coupons do not (4.4)")
    func proration() throws {
        var line = InvoiceLine.of(.prorationCharge, "pro", 1_005)
        try Discounts.apply(
            [
                Self.amount("A", 100), Self.percent("HALF", "50"), Self.percent("NEXT", "10", from: 1),
                Self.percent("TEN", "10"),
            ],
            toProrationCharge: &line)
        #expect(line.discounts.map(\.minorUnits) == [503, 50])
        #expect(line.netMinorUnits == 452)
    }

    @Test(
        "which periods a redemption covers (7.2)",
        arguments: [
            (trial: 0, redeemedAt: "2024-01-01", first: 0, last: 2, stub: true),
            (trial: 40, redeemedAt: "2024-01-20", first: 0, last: 2, stub: true),
            (trial: 0, redeemedAt: "2024-01-20", first: 1, last: 3, stub: false),
        ])
    func covered(trial: Int, redeemedAt: String, first: Int, last: Int, stub: Bool) throws {
        var shop = Shop()
        shop.catalog.coupons["TEN"] = Coupon(
            code: "TEN", discount: .percent(decimal("10")), duration: .periods(3))
        let atSubscribe = redeemedAt == "2024-01-01"
        let outcome = try shop.subscribe(shop.order(coupon: atSubscribe ? "TEN" : nil, trialDays: trial))
        let redemption =
            atSubscribe
            ? outcome.redeemed
            : try shop.context.redeem("TEN", outcome.subject, use: .none, at: at(redeemedAt)).redeemed
        #expect(redemption?.firstPeriod == first)
        #expect(redemption?.lastPeriod == last)
        #expect(redemption?.coversStub == stub)
    }
}
