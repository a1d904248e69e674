import BillingCalendar
import Monetary
import Testing

@testable import Billing

@Suite("Minimum spend") struct MinimumTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var minimum: Int64
        var use: String
        /// The minimum line; nil where there is none.
        var missing: Int64?

        var testDescription: String { "a minimum of \(minimum) with use of \(use)" }
    }

    @Test(
        "what plan and usage fall short of the minimum is a line of its own (6.1)",
        arguments: [
            Case(minimum: 0, use: "0", missing: nil),
            Case(minimum: 7_899, use: "0", missing: nil),
            Case(minimum: 7_900, use: "0", missing: nil),
            Case(minimum: 7_901, use: "0", missing: 1),
            Case(minimum: 10_000, use: "0", missing: 2_100),
            Case(minimum: 10_000, use: "20", missing: 100),
            Case(minimum: 10_000, use: "21", missing: nil),
        ])
    func fullPeriod(_ row: Case) throws {
        let closed = try close(Shop.metered(minimum: row.minimum), use: row.use)
        #expect(closed.invoice?.lines.first { $0.kind == .minimum }?.amountMinorUnits == row.missing)
    }

    @Test("each plan's minimum counts for its share of the period, rounded once over the sum")
    func segments() throws {
        var shop = Shop.metered(minimum: 30_000)
        shop.catalog.plans["max"]?.minimumSpendMinorUnits[currency("USD")] = 60_000
        var outcome = try shop.subscribe()
        outcome = try shop.context.change(
            ChangeOrder(subscription: "sub", plan: "max", proration: .none), outcome.subject,
            usage: UsageTotals(),
            at: at("2024-01-11"))
        let closed = try shop.close(outcome, use: ["calls": "0"])
        // 300.00 × 10/31 + 600.00 × 21/31 = 503.2258…, of which 79.00 were charged.
        #expect(closed.invoice?.lines.first { $0.kind == .minimum }?.amountMinorUnits == 42_423)
    }

    @Test("discounts do not count: the minimum looks at amounts")
    func beforeDiscount() throws {
        var shop = Shop.metered(minimum: 7_900)
        shop.catalog.coupons["HALF"] = Coupon(
            code: "HALF", discount: .percent(decimal("50")), duration: .forever)
        let outcome = try shop.subscribe(shop.order(coupon: "HALF"))
        let closed = try shop.close(outcome, use: ["calls": "0"])
        #expect(closed.invoice?.lines.contains { $0.kind == .minimum } == false)
    }

    @Test("late use that makes the minimum smaller gives the difference back (5.7)")
    func shrinks() throws {
        let shop = Shop.metered(minimum: 10_000)
        var outcome = try shop.close(try shop.subscribe(), use: ["calls": "0"])
        outcome = try shop.close(outcome, late: "2024-01-20", use: ["calls": "20"], now: "0")
        let minimums = outcome.invoice?.lines.filter { $0.kind == .minimum }.map(\.amountMinorUnits)
        // January had 21.00 of minimum; 20.00 of late use leave 1.00 of it. February has its own.
        #expect(minimums == [-2_000, 2_100])
        #expect(outcome.invoice?.lines.first { $0.kind == .lateUsage }?.amountMinorUnits == 2_000)
    }

    @Test(
        "a voided invoice charged nothing, and fills no minimum (6.1, 10.2)",
        arguments: [
            Case(minimum: 7_900, use: "0", missing: 7_900),
            Case(minimum: 10_000, use: "20", missing: 8_000),
            Case(minimum: 10_000, use: "100", missing: nil),
            Case(minimum: 0, use: "0", missing: nil),
        ])
    func voided(_ row: Case) throws {
        let shop = Shop.metered(minimum: row.minimum)
        let begun = try shop.subscribe()
        let closed = try shop.close(try void(begun.invoice, begun, shop), use: ["calls": row.use])
        #expect(closed.invoice?.lines.first { $0.kind == .minimum }?.amountMinorUnits == row.missing)
    }

    @Test("of a voided change the charge does not count, nor its credit; nor do add-ons, voided or not")
    func voidedChange() throws {
        let shop = Shop.metered(minimum: 30_000)
        var outcome = try shop.subscribe(shop.order(addOns: ["extra": .one]))
        outcome = try shop.context.change(
            ChangeOrder(subscription: "sub", plan: "max", proration: .alwaysInvoice), outcome.subject,
            usage: UsageTotals(), at: at("2024-01-16T12:00:00Z"))
        // Half of the month: −39.50 and 99.50, of which the minimum of 150.00 sees 139.00 with January's 79.00.
        func missing(_ outcome: BillingOutcome) throws -> Int64? {
            try shop.close(outcome, use: ["calls": "0"]).invoice?.lines.first { $0.kind == .minimum }?
                .amountMinorUnits
        }
        #expect(try missing(outcome) == 1_100)
        let voided = try void(outcome.invoice, outcome, shop)
        #expect(try missing(voided) == 7_100)
        outcome = try shop.context.setAddOns(
            AddOnOrder(subscription: "sub", set: ["extra": decimal("3")], proration: .alwaysInvoice),
            outcome.subject, at: at("2024-01-20"))
        #expect(try missing(try void(outcome.invoice, outcome, shop)) == 1_100)
    }

    @Test(
        "a minimum that was billed does not grow by a void, and what a void took back is not given back (5.7)"
    )
    func voidedAfterwards() throws {
        let shop = Shop.metered(minimum: 10_000)
        let begun = try shop.subscribe()
        let closed = try shop.close(begun, use: ["calls": "0"])
        func minimums(_ outcome: BillingOutcome) throws -> [Int64]? {
            try shop.close(outcome, late: "2024-01-20", use: ["calls": "20"], now: "0")
                .invoice?.lines.filter { $0.kind == .minimum }.map(\.amountMinorUnits)
        }
        // January had 21.00 of minimum; with 20.00 of late use and its plan voided 80.00 are missing.
        #expect(try minimums(try void(begun.invoice, closed, shop)) == [2_100])
        // January's minimum was voided with February's plan.
        #expect(try minimums(try void(closed.invoice, closed, shop)) == [10_000])
    }

    /// Voids an invoice.
    private func void(
        _ invoice: InvoiceDraft?, _ outcome: BillingOutcome, _ shop: Shop
    ) throws -> BillingOutcome {
        var standing = InvoiceStanding(
            invoice: Invoice(id: "1", number: "1", content: try #require(invoice)), balance: outcome.balance,
            subscription: outcome.subscription, catalog: shop.catalog, creditNotes: [], payments: [],
            liveAttempt: nil, othersAreInArrears: false)
        standing.closedPeriods = outcome.closedPeriods
        let correction = try standing.void(at: at("2024-02-01"))
        var outcome = outcome
        outcome.subscription = correction.subscription ?? outcome.subscription
        outcome.closedPeriods = outcome.closedPeriods.map { closed in
            correction.closedPeriods.first { $0.period == closed.period } ?? closed
        }
        return outcome
    }

    private func close(_ shop: Shop, use: String) throws -> BillingOutcome {
        try shop.close(try shop.subscribe(), use: ["calls": use])
    }
}

extension Shop {
    /// The pro plan with a minimum and calls at 1.00.
    static func metered(minimum: Int64) -> Shop {
        var shop = Shop()
        shop.catalog.plans["pro"]?.minimumSpendMinorUnits[currency("USD")] = minimum
        shop.catalog.plans["pro"]?.limits["calls"] = .metered(
            included: .zero, overage: [currency("USD"): Overage(model: .perUnit(unitPrice: .one))])
        return shop
    }

    /// Bills the next boundary with what each meter came to in every window that is asked for.
    ///
    /// - Parameters:
    ///   - late: since when use of closed periods was recorded late, with the use of every closed window in `use`.
    ///   - now: the use in the windows of the closing period, where it is another.
    func close(
        _ outcome: BillingOutcome, late: String? = nil, use: [String: String], now: String? = nil
    ) throws -> BillingOutcome {
        var subject = outcome.subject
        if let late {
            subject.subscription.lateUsageSince = at(late)
            subject.closedPeriods = outcome.closedPeriods
        }
        let end = subject.subscription.currentPeriod.end
        let windows = try context.usageWindows(subject, closingAt: end)
        let totals = windows.map { window -> (UsageWindow, Ratio) in
            let isLate = window.period.end <= subject.subscription.currentPeriod.start
            return (window, ratio(isLate ? use[window.meter] ?? "0" : now ?? use[window.meter] ?? "0"))
        }
        return try context.closeBoundary(
            subject, usage: UsageTotals(Dictionary(uniqueKeysWithValues: totals)), issuedAt: end)
    }
}
