import Billing
import BillingCalendar
import Monetary
import SystemTimeZones
import Testing

/// Usage against limits, what to expect, and what the period has cost so far.
@Suite struct StandingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var current: String
        var limit: String
        var percentage: String?
        var remaining: String
        var levels: [UsageAlert]
        var testDescription: String { "\(current) of \(limit)" }

        init(_ current: String, of limit: String, _ percentage: String?, left: String, _ levels: [UsageAlert])
        {
            self.current = current
            self.limit = limit
            self.percentage = percentage
            remaining = left
            self.levels = levels
        }
    }

    @Test(
        "percent of the allowance to two decimals, what remains, and which levels stand",
        arguments: [
            Row("0", of: "100", "0", left: "100", []),
            Row("80", of: "100", "80", left: "20", []),
            Row("80.01", of: "100", "80.01", left: "19.99", [.info]),
            Row("90", of: "100", "90", left: "10", [.info]),
            Row("90.1", of: "100", "90.1", left: "9.9", [.info, .warning]),
            Row("100", of: "100", "100", left: "0", [.info, .warning, .reached]),
            Row("250", of: "100", "250", left: "0", [.info, .warning, .reached]),
            Row("1", of: "3", "33.33", left: "2", []),
            Row("2", of: "3", "66.67", left: "1", []),
            Row("5", of: "0", nil, left: "0", []),
        ])
    func shares(_ row: Row) throws {
        let standing = MeterStanding(
            meter: Meter(id: "m", aggregation: .sum),
            allowance: .metered(included: try ExactDecimal(parsing: row.limit)),
            current: try ExactDecimal(parsing: row.current), projected: nil)
        let percentage = try standing.percentage()
        #expect(percentage?.description == row.percentage)
        #expect(try standing.remaining()?.description == row.remaining)
        #expect(percentage.map(UsageAlert.levels) ?? [] == row.levels)
    }

    @Test("a counter is expected to go on at its pace, a gauge by its trend, and neither falls below zero")
    func projections() throws {
        let stage = try Stage()
        // Ten of thirty days are over; the meters' totals stand for what the store would answer.
        let standing = try stage.standing([
            "calls": ["whole": "300"],
            "disk": ["whole": "30", "first": "20", "second": "40"],
            "seats": ["whole": "9", "first": "12", "second": "6"],
        ])
        let expected = standing.meters.reduce(into: [:]) { $0[$1.meter.id] = $1.projected }
        #expect(expected["calls"]?.quantity.description == "900" && expected["calls"]?.basis == .elapsedTime)
        // 20 more over five days: 4 a day, 20 days to go, the average moves half as far: 30 + 4 × 20 ÷ 2.
        #expect(expected["disk"]?.quantity.description == "70" && expected["disk"]?.basis == .trend)
        // Falling by 6 over five days: 9 − 1.2 × 20 is below zero.
        #expect(expected["seats"]?.quantity == .zero)
        #expect(standing.meters.map(\.meter.id) == ["calls", "disk", "seats"])
    }

    @Test(
        "the cost so far is the plan, the add-ons and the overage of what was used, each as the invoice has it"
    )
    func cost() throws {
        let stage = try Stage()
        let standing = try stage.standing(["calls": ["whole": "1500"]])
        // 1,000 included, scaled by what has passed is not how customers are billed: the period runs on.
        #expect(standing.cost.planMinorUnits == 7_900)
        #expect(standing.cost.addOnsMinorUnits == 2_000)
        #expect(standing.cost.overagesMinorUnits == 5_00)
        #expect(standing.cost.totalMinorUnits == 10_400)
    }

    @Test(
        "a hard limit refuses what would pass it, and nothing else does",
        arguments: [
            ("vpn", "0", "5", true), ("vpn", "3", "2", true), ("vpn", "3", "3", false),
            ("vpn", "5", "1", false),
            ("calls", "99999", "99999", true), ("sites", "0", "1000000", true), ("nodes", "4", "5", true),
            ("nodes", "4", "6", false),
        ])
    func hardLimits(meter: String, current: String, quantity: String, isAllowed: Bool) throws {
        let stage = try Stage()
        let check = try stage.context.check(
            try ExactDecimal(parsing: quantity), of: try #require(stage.context.catalog.meters[meter]),
            in: stage.subscription, current: try ExactDecimal(parsing: current))
        #expect((check == .allowed) == isAllowed, "\(check)")
    }

    @Test("plans stand side by side, and usage far below or close to the allowance recommends another")
    func comparison() throws {
        let stage = try Stage()
        let busy = try stage.standing(["calls": ["whole": "950"]])
        let offers = try stage.context.offers(for: stage.subscription, standing: busy)
        #expect(offers.map(\.plan.id) == ["small", "pro", "large"])
        #expect(offers.map(\.isCurrent) == [false, true, false])
        #expect(offers.map(\.differenceMinorUnits) == [-6_900, 0, 12_000])
        // 950 of 1,000 after a third of the period: 2,850 expected. pro 79 + 1,850 × 0.01; large includes them.
        #expect(offers.map(\.expectedMinorUnits) == [1_000 + 28_400, 7_900 + 1_850, 19_900])
        let up = try stage.context.recommendation(for: stage.subscription, standing: busy, offers: offers)
        #expect(up?.direction == .upgrade && up?.plan == "large" && up?.percentage.description == "95")

        let quiet = try stage.standing(["calls": ["whole": "5"]])
        let down = try stage.context.recommendation(
            for: stage.subscription, standing: quiet,
            offers: try stage.context.offers(for: stage.subscription, standing: quiet))
        #expect(
            down?.direction == .downgrade && down?.plan == "small" && down?.expectedMinorUnits == 1_000 + 50)
        let middling = try stage.standing(["calls": ["whole": "500"]])
        #expect(
            try stage.context.recommendation(
                for: stage.subscription, standing: middling,
                offers: try stage.context.offers(for: stage.subscription, standing: middling)) == nil)
    }
}

/// A subscription ten days into a period of thirty.
private struct Stage {
    let context: BillingContext
    let subscription: Subscription
    let at: Instant

    init() throws {
        let start = try Instant(parsing: "2024-04-01T00:00:00Z")
        at = start.adding(seconds: 10 * 86_400 - 1)
        let usd = try Currency(code: "USD")
        let month = BillingInterval(.month)
        let price = { (amount: Int64) in [Price(currency: usd, interval: month, amountMinorUnits: amount)] }
        let overage = { (unit: String) throws in
            [usd: Overage(model: .perUnit(unitPrice: try ExactDecimal(parsing: unit)))]
        }
        let pro = Plan(
            id: "pro", name: "Pro", prices: price(7_900),
            limits: [
                "calls": .metered(included: ExactDecimal(1_000), overage: try overage("0.01")),
                "disk": .metered(included: ExactDecimal(100), overage: try overage("1")),
                "seats": .metered(included: ExactDecimal(10), overage: try overage("5")),
                "vpn": .hard(included: ExactDecimal(5)), "nodes": .hard(included: ExactDecimal(5)),
                "sites": .unlimited,
            ])
        let small = Plan(
            id: "small", name: "Small", prices: price(1_000),
            limits: ["calls": .metered(included: ExactDecimal(10), overage: try overage("0.1"))])
        let large = Plan(
            id: "large", name: "Large", prices: price(19_900),
            limits: ["calls": .metered(included: ExactDecimal(10_000), overage: try overage("0.01"))])
        let meters: [Meter] = [
            Meter(id: "calls", aggregation: .sum), Meter(id: "disk", aggregation: .timeWeighted),
            Meter(id: "seats", aggregation: .last, carry: true), Meter(id: "vpn", aggregation: .sum),
            Meter(id: "nodes", aggregation: .max), Meter(id: "sites", aggregation: .count),
        ]
        let addOn = AddOn(id: "extra", name: "Extra", kind: .recurring, prices: price(1_000))
        context = BillingContext(
            catalog: Catalog(
                seller: Seller(id: "s", name: "S", country: "US", timeZoneID: "UTC"),
                meters: Dictionary(uniqueKeysWithValues: meters.map { ($0.id, $0) }),
                plans: ["pro": pro, "small": small, "large": large], addOns: ["extra": addOn]),
            sellerZone: try ZoneDatabase.system.zone("UTC"),
            account: Account(id: "a", currency: usd, timeZoneID: "UTC", country: "US"),
            accountZone: try ZoneDatabase.system.zone("UTC"))
        subscription = try context.subscribe(
            SubscribeOrder(
                subscription: "sub", account: "a", plan: "pro", interval: month,
                addOns: ["extra": ExactDecimal(2)]),
            couponUse: CouponUse(redemptions: 0, accountHasOlderSubscription: false),
            balance: .empty, at: start
        ).subscription
    }

    /// - Parameter totals: of each meter's whole window so far and of its two halves.
    func standing(_ totals: [String: [String: String]]) throws -> UsageStanding {
        var answers: [UsageWindow: Ratio] = [:]
        let start = subscription.currentPeriod.start
        for window in try context.standingWindows(subscription, at: at) {
            let part =
                window.period.start > start
                ? "second" : (window.period.seconds == 10 * 86_400 ? "whole" : "first")
            guard let total = totals[window.meter]?[part] else { continue }
            answers[window] = try ExactDecimal(parsing: total).ratio
        }
        let all = try context.standing(subscription, usage: UsageTotals(answers), at: at)
        var shown = all
        shown.meters = all.meters.filter { totals[$0.meter.id] != nil }
        return shown
    }
}
