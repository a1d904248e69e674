import BillingCalendar
import Monetary
import Testing

@testable import Billing

@Suite("Usage segments") struct UsageSegmentTests {
    private static let day: Int64 = 86_400

    /// 100 calls included and two plans that price the rest alike.
    private var shop: Shop {
        var shop = Shop.metered(minimum: 0)
        for plan in ["pro", "max"] {
            shop.catalog.plans[plan]?.limits["calls"] = .metered(
                included: decimal("100"),
                overage: [currency("USD"): Overage(model: .perUnit(unitPrice: .one))])
            shop.catalog.plans[plan]?.limits["other"] = .metered(
                included: decimal("100"),
                overage: [currency("USD"): Overage(model: .perUnit(unitPrice: .one))])
        }
        shop.catalog.meters["other"] = Meter(id: "other", aggregation: .sum)
        shop.catalog.addOns["extra"]?.raises = ["calls": decimal("50")]
        shop.catalog.addOns["seat"] = AddOn(
            id: "seat", name: "Seat", kind: .recurring,
            prices: [Price(currency: currency("USD"), interval: month, amountMinorUnits: 5)])
        return shop
    }

    /// "plan start–end part/whole included+raised", days of January.
    private func segments(_ invoice: InvoiceDraft?, of meter: String = "calls") -> [String] {
        (invoice?.lines ?? []).filter { $0.kind == .usage && $0.item == meter }.compactMap { line in
            guard case .usage(let inputs) = line.derivation else { return nil }
            let days = [line.period.start, line.period.end].map { "\($0)".prefix(10).suffix(5) }.joined(
                separator: "–")
            let share = "\(inputs.share.part / Self.day)/\(inputs.share.whole / Self.day)"
            return "\(line.plan) \(days) \(share) \(inputs.included)+\(inputs.raised)"
        }
    }

    private func change(_ shop: Shop, _ outcome: BillingOutcome, _ plan: String, at instant: String) throws
        -> BillingOutcome
    {
        try shop.context.change(
            ChangeOrder(subscription: "sub", plan: plan), outcome.subject, usage: UsageTotals(),
            at: at(instant))
    }

    private func set(
        _ shop: Shop, _ outcome: BillingOutcome, _ addOns: [String: ExactDecimal], at instant: String
    ) throws -> BillingOutcome {
        try shop.context.setAddOns(
            AddOnOrder(subscription: "sub", set: addOns), outcome.subject, at: at(instant))
    }

    @Test("a whole period is one segment")
    func whole() throws {
        let closed = try shop.close(try shop.subscribe(), use: ["calls": "1"])
        #expect(segments(closed.invoice) == ["pro 01-01–02-01 31/31 100+0"])
    }

    @Test("a change of plan cuts every meter, back to the same plan at the same instant cuts none (5.3)")
    func planChange() throws {
        let shop = shop
        var outcome = try change(shop, try shop.subscribe(), "max", at: "2024-01-11")
        #expect(
            segments(try shop.close(outcome, use: ["calls": "1"]).invoice) == [
                "pro 01-01–01-11 10/31 100+0", "max 01-11–02-01 21/31 100+0",
            ])
        outcome = try change(shop, outcome, "pro", at: "2024-01-11")
        #expect(
            segments(try shop.close(outcome, use: ["calls": "1"]).invoice) == ["pro 01-01–02-01 31/31 100+0"])
    }

    @Test("an add-on cuts the segments of the meter that it raises, and of no other (5.4)")
    func addOn() throws {
        let shop = shop
        var outcome = try set(shop, try shop.subscribe(), ["extra": decimal("2")], at: "2024-01-11")
        outcome = try set(shop, outcome, ["seat": .one], at: "2024-01-15")
        outcome = try set(shop, outcome, ["extra": .zero], at: "2024-01-21")
        let closed = try shop.close(outcome, use: ["calls": "1"])
        #expect(
            segments(closed.invoice) == [
                "pro 01-01–01-11 10/31 100+0", "pro 01-11–01-21 10/31 100+100", "pro 01-21–02-01 11/31 100+0",
            ])
        #expect(segments(closed.invoice, of: "other") == ["pro 01-01–02-01 31/31 100+0"])
    }

    @Test("a plan that does not price the meter in between leaves two segments, not one")
    func gap() throws {
        var shop = shop
        shop.catalog.plans["max"]?.limits["calls"] = .unlimited
        var outcome = try change(shop, try shop.subscribe(), "max", at: "2024-01-11")
        outcome = try change(shop, outcome, "pro", at: "2024-01-21")
        #expect(
            segments(try shop.close(outcome, use: ["calls": "1"]).invoice) == [
                "pro 01-01–01-11 10/31 100+0", "pro 01-21–02-01 11/31 100+0",
            ])
    }

    @Test("a stub is a share of the full period that ends at the anchor (5.3)")
    func stub() throws {
        let shop = shop
        let outcome = try shop.subscribe(shop.order(anchorDay: 11))
        #expect(
            segments(try shop.close(outcome, use: ["calls": "1"]).invoice) == ["pro 01-01–01-11 10/31 100+0"])
    }

    @Test(
        "a period that is cut short is a share of the planned one, unless its cancel does not prorate (5.3)",
        arguments: [
            (true, "pro 01-01–01-11 10/31 100+0"), (false, "pro 01-01–01-11 31/31 100+0"),
        ])
    func cancel(prorate: Bool, segment: String) throws {
        let shop = shop
        let canceled = try shop.context.cancel(
            CancelOrder(subscription: "sub", when: .now, prorate: prorate), try shop.subscribe().subject,
            usage: UsageTotals(), at: at("2024-01-11"))
        #expect(segments(canceled.invoice, of: "calls") == (prorate ? [segment] : []))
        #expect(
            canceled.closedPeriods.first?.segments.first.map { $0.rated.share.part / Self.day }
                == (prorate ? 10 : 31))
    }

    @Test("a change of interval bills the cut period by its share of the planned one (4.5)")
    func intervalChange() throws {
        var shop = shop
        shop.catalog.plans["pro"]?.prices[1].amountMinorUnits = 79_000
        let changed = try shop.context.change(
            ChangeOrder(subscription: "sub", interval: year), try shop.subscribe().subject,
            usage: UsageTotals(),
            at: at("2024-01-11"))
        #expect(segments(changed.invoice) == ["pro 01-01–01-11 10/31 100+0"])
        #expect(changed.subscription.currentPeriod == period("2024-01-11", "2025-01-11"))
    }

    @Test("use in a trial is free")
    func trial() throws {
        let shop = shop
        let outcome = try shop.subscribe(shop.order(trialDays: 10))
        #expect(try shop.context.usageWindows(outcome.subject, closingAt: at("2024-01-11")).isEmpty)
        #expect(segments(try shop.close(outcome, use: ["calls": "500"]).invoice) == [])
    }
}
