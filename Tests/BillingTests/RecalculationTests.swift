import BillingCalendar
import Monetary
import Testing

@testable import Billing

/// Invoices worked out again from today's facts: what would be another, why, and what to do about it.
@Suite("Recalculation") struct RecalculationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var story = BilledStory.Plot.plain
        /// What calls came to, as it is known now.
        var use: [String: String] = [:]
        /// Since when late use is marked.
        var late: String?
        /// What is different today.
        var today: @Sendable (inout Shop) -> Void = { _ in }
        /// Differences by invoice, then late use.
        var expected: [String]
    }

    /// Pro at 79.00 with calls at 1.00, taxed at 8.25 %. January is charged on the 1st (79.00 and 6.52); on 1 February
    /// 20 calls and the plan, 99.00 and 8.17.
    @Test(
        "what would be billed today, with its cause",
        arguments: [
            Case(testDescription: "nothing is different", use: ["calls": "20"], expected: []),
            Case(
                testDescription: "a lower price", use: ["calls": "20"],
                today: { $0.price(of: "pro", 6_900) },
                expected: [
                    "1: 1 plan pro 7900 → 6900 (changed_price -1000: plan pro by the month is 69.00, then 79.00)",
                    "1: tax US-CA Sales 652 → 569 (follows -83: the lines' net amounts are others)",
                    "1: credit note 1000 + 83",
                    "2: 2 plan pro 7900 → 6900 (changed_price -1000: plan pro by the month is 69.00, then 79.00)",
                    "2: tax US-CA Sales 817 → 734 (follows -83: the lines' net amounts are others)",
                    "2: credit note 1000 + 83",
                ]),
            Case(
                testDescription: "a higher tax rate", use: ["calls": "20"],
                today: { $0.catalog.tax = .sales("9") },
                expected: [
                    "1: tax US-CA Sales 652 → 711 (changed_tax_rate 59: 8.25 % then, 9 % now)",
                    "1: undercharged 59",
                    "2: tax US-CA Sales 817 → 891 (changed_tax_rate 74: 8.25 % then, 9 % now)",
                    "2: undercharged 74",
                ]),
            Case(
                testDescription: "a rate that came into force after the issue", use: ["calls": "20"],
                today: { $0.catalog.tax = .sales("8.25", then: "9", from: (2024, 2, 1)) },
                expected: [
                    "2: tax US-CA Sales 817 → 891 (changed_tax_rate 74: 8.25 % then, 9 % now)",
                    "2: undercharged 74",
                ]),
            Case(
                testDescription: "an account that is exempt", use: ["calls": "20"],
                today: { $0.account.isTaxExempt = true },
                expected: [
                    "1: tax US-CA Sales 652 → 0 (exemption -652: taxed then, category E now)",
                    "1: credit note 0 + 652",
                    "2: tax US-CA Sales 817 → 0 (exemption -817: taxed then, category E now)",
                    "2: credit note 0 + 817",
                ]),
            Case(
                testDescription: "an account that moved out of the taxed region", use: ["calls": "20"],
                today: { $0.account.region = "OR" },
                expected: [
                    "1: tax US-CA Sales 652 → 0 (changed_tax_place -652: taxed then, category O now)",
                    "1: credit note 0 + 652",
                    "2: tax US-CA Sales 817 → 0 (changed_tax_place -817: taxed then, category O now)",
                    "2: credit note 0 + 817",
                ]),
            Case(
                testDescription: "taxes that prices contain", use: ["calls": "20"],
                today: { $0.catalog.tax.inclusive = true },
                // 79.00 − 79.00 ÷ 1.0825 = 6.02; 99.00 − 99.00 ÷ 1.0825 = 7.55 (7.545…).
                expected: [
                    "1: tax US-CA Sales 652 → 602 (changed_tax_method -50: taxes are included in prices and rounded by invoice now)",
                    "1: credit note 602 + 50",
                    "2: tax US-CA Sales 817 → 755 (changed_tax_method -62: taxes are included in prices and rounded by invoice now)",
                    "2: credit note 755 + 62",
                ]),
            Case(
                testDescription: "a lower price of use", use: ["calls": "20"],
                today: { $0.calls(included: "0", price: "0.5") },
                expected: [
                    "2: 1 usage calls 2000 → 1000 (changed_price -1000: the price of calls in plan pro is another)",
                    "2: tax US-CA Sales 817 → 734 (follows -83: the lines' net amounts are others)",
                    "2: credit note 1000 + 83",
                ]),
            Case(
                testDescription: "a larger allowance and a higher price, taken apart", use: ["calls": "20"],
                today: { $0.calls(included: "5", price: "2") },
                // 15 × 1.00, then 15 × 2.00; 109.00 × 8.25 % = 8.9925.
                expected: [
                    "2: 1 usage calls 2000 → 3000 (changed_allowance -500: plan pro includes 5 of calls, then 0; "
                        + "changed_price 1500: the price of calls in plan pro is another)",
                    "2: tax US-CA Sales 817 → 899 (follows 82: the lines' net amounts are others)",
                    "2: undercharged 1082",
                ]),
            Case(
                testDescription: "a plan that is not sold any more keeps its price", use: ["calls": "20"],
                today: { $0.catalog.plans["pro"] = nil }, expected: []),
            Case(
                testDescription: "late use that the next invoice brings", use: ["calls": "50"],
                late: "2024-01-20",
                expected: [
                    "late lateUsage calls 3000 next invoice 2024-03-01T00:00:00Z (50 used, 20 when it was rated)"
                ]),
            Case(
                testDescription:
                    "late use on its way beside a lower price: the price counts for what was billed",
                use: ["calls": "50"], late: "2024-01-20", today: { $0.calls(included: "0", price: "0.5") },
                expected: [
                    "2: 1 usage calls 2000 → 1000 (changed_price -1000: the price of calls in plan pro is another)",
                    "2: tax US-CA Sales 817 → 734 (follows -83: the lines' net amounts are others)",
                    "2: credit note 1000 + 83",
                    "late lateUsage calls 3000 next invoice 2024-03-01T00:00:00Z (50 used, 20 when it was rated)",
                ]),
            Case(
                testDescription: "use that turned out less and is not marked: nobody will give it back",
                use: ["calls": "12"],
                // 91.00 × 8.25 % = 7.5075.
                expected: [
                    "2: 1 usage calls 2000 → 1200 (late_usage -800: 12 used, 20 when it was rated)",
                    "2: tax US-CA Sales 817 → 751 (follows -66: the lines' net amounts are others)",
                    "2: credit note 800 + 66",
                ]),
            Case(
                testDescription: "use recorded after the cancellation is kept and not billed",
                story: .canceled,
                use: ["calls": "50"], late: "2024-01-20",
                expected: ["late lateUsage calls 3000 not billed (50 used, 20 when it was rated)"]),
            Case(
                testDescription: "a coupon with other terms than it was redeemed with", story: .coupon,
                use: ["calls": "20"],
                today: {
                    $0.catalog.coupons["HALF"]?.discount = .percent(decimal("25"))
                },
                // 39.50 and 3.26, today 59.25 and 4.89; 49.50 and 4.08, today 74.25 and 6.13.
                expected: [
                    "1: 1 plan pro 3950 → 5925 (changed_coupon 1975: the terms of HALF are others than when redeemed)",
                    "1: tax US-CA Sales 326 → 489 (follows 163: the lines' net amounts are others)",
                    "1: undercharged 2138",
                    "2: 1 usage calls 1000 → 1500 (changed_coupon 500: the terms of HALF are others than when redeemed)",
                    "2: 2 plan pro 3950 → 5925 (changed_coupon 1975: the terms of HALF are others than when redeemed)",
                    "2: tax US-CA Sales 408 → 613 (follows 205: the lines' net amounts are others)",
                    "2: undercharged 2680",
                ]),
            Case(
                testDescription: "a coupon takes its part of the other amount", story: .coupon,
                use: ["calls": "20"], today: { $0.calls(included: "0", price: "0.5") },
                // 10.00 less 5.00; 44.50 × 8.25 % = 3.67125.
                expected: [
                    "2: 1 usage calls 1000 → 500 (changed_price -1000: the price of calls in plan pro is another; "
                        + "follows 500: coupons take their part of other amounts)",
                    "2: tax US-CA Sales 408 → 367 (follows -41: the lines' net amounts are others)",
                    "2: credit note 500 + 41",
                ]),
            Case(
                testDescription: "a credit follows the charge it takes back", story: .upgraded,
                use: ["calls": "20"], today: { $0.price(of: "pro", 6_900) },
                // Half of January: −39.50 and 99.50; then −34.50. February is max.
                expected: [
                    "1: 1 plan pro 7900 → 6900 (changed_price -1000: plan pro by the month is 69.00, then 79.00)",
                    "1: tax US-CA Sales 652 → 569 (follows -83: the lines' net amounts are others)",
                    "1: credit note 1000 + 83",
                    "2: 3 proration_credit pro -3950 → -3450 (follows 500: the charge it takes back is another)",
                    "2: tax US-CA Sales 2302 → 2343 (follows 41: the lines' net amounts are others)",
                    "2: undercharged 541",
                ]),
            Case(
                testDescription: "a lower minimum", story: .minimum, use: ["calls": "0"],
                today: { $0.catalog.plans["pro"]?.minimumSpendMinorUnits[currency("USD")] = 9_000 },
                // 100.00 × 8.25 %; 90.00 × 8.25 % = 7.425.
                expected: [
                    "2: 2 minimum pro 2100 → 1100 (changed_minimum -1000: the minimum of plan pro is another)",
                    "2: tax US-CA Sales 825 → 743 (follows -82: the lines' net amounts are others)",
                    "2: credit note 1000 + 82",
                ]),
            Case(
                testDescription: "a minimum makes up for a lower price", story: .minimum, use: ["calls": "0"],
                today: { $0.price(of: "pro", 6_900) },
                expected: [
                    "1: 1 plan pro 7900 → 6900 (changed_price -1000: plan pro by the month is 69.00, then 79.00)",
                    "1: tax US-CA Sales 652 → 569 (follows -83: the lines' net amounts are others)",
                    "1: credit note 1000 + 83",
                    "2: 2 minimum pro 2100 → 3100 (follows 1000: the period's plan and usage lines are others)",
                    "2: 3 plan pro 7900 → 6900 (changed_price -1000: plan pro by the month is 69.00, then 79.00)",
                    "2: totals agree",
                ]),
            Case(
                testDescription: "late use fills a part of the minimum", story: .minimum,
                use: ["calls": "20"],
                late: "2024-01-20",
                expected: [
                    "late lateUsage calls 2000 next invoice 2024-03-01T00:00:00Z (20 used, 0 when it was rated)",
                    "late minimum pro -2000 next invoice 2024-03-01T00:00:00Z (late use fills a part of the minimum)",
                ]),
        ])
    func differences(_ row: Case) throws {
        let history = try BilledStory(row.story)
        var today = history.shop
        row.today(&today)
        let found = try history.recalculate(today, use: row.use, late: row.late)
        #expect(found.lines == row.expected)
    }

    @Test(
        "what is told to come is what the next invoice brings", arguments: [BilledStory.Plot.plain, .minimum])
    func coming(_ story: BilledStory.Plot) throws {
        let history = try BilledStory(story)
        let told = try history.recalculate(history.shop, use: ["calls": "33"], late: "2024-01-20").lateUsage
        let next = try history.shop.close(history.outcome, late: "2024-01-20", use: ["calls": "33"], now: "0")
        let january = next.invoice?.lines.filter { $0.period == period("2024-01-01", "2024-02-01") } ?? []
        #expect(!told.isEmpty)
        #expect(
            Set(told.map { "\($0.kind) \($0.minorUnits)" })
                == Set(january.map { "\($0.kind) \($0.amountMinorUnits)" }))
    }

    @Test("what late lines have billed is no difference any more, and void invoices are not looked at")
    func billedLater() throws {
        var history = try BilledStory(.plain)
        let next = try history.shop.close(
            history.outcome, late: "2024-01-20", use: ["calls": "33"], now: "0")
        try history.add(next)
        #expect(try history.recalculate(history.shop, use: ["calls": "33"]).lines == [])
        var cheaper = history.shop
        cheaper.price(of: "pro", 6_900)
        for index in history.invoices.indices { history.invoices[index].status = .void }
        let found = try history.recalculate(cheaper, use: ["calls": "33"])
        #expect(found.invoices.isEmpty && found.invoiceCount == 0)
    }

    /// January was 79.00 and 6.52; 69.00 and 5.69 make 10.00 and 0.83 too much.
    @Test(
        "what credit notes gave back is not proposed again; the cause stays",
        arguments: [
            ([.lines([line(1, 1_000)])], "credited"), ([.amount(minorUnits: 1_083)], "credited"),
            ([.amount(minorUnits: 5_000)], "credited"), ([.whole], "credited"),
            // 4.00 and 0.33 (4.00 × 8.25 %) are given back, then 6.00 and 0.50.
            ([.lines([line(1, 400)])], "credit note 600 + 50"),
            ([.lines([line(1, 400)]), .lines([line(1, 600)])], "credited"),
            // 1.08 over 79.00 and 6.52: 1.00 and 0.08.
            ([.amount(minorUnits: 108)], "credit note 900 + 75"),
        ] as [([CreditNoteOrder.Extent], String)])
    func credited(_ notes: [CreditNoteOrder.Extent], remedy: String) throws {
        var history = try BilledStory(.plain)
        for note in notes { try history.credit(1, note) }
        var cheaper = history.shop
        cheaper.price(of: "pro", 6_900)
        let lines = try history.recalculate(cheaper, use: ["calls": "20"]).lines
        #expect(
            lines.filter { $0.hasPrefix("1: ") } == [
                "1: 1 plan pro 7900 → 6900 (changed_price -1000: plan pro by the month is 69.00, then 79.00)",
                "1: tax US-CA Sales 652 → 569 (follows -83: the lines' net amounts are others)",
                "1: \(remedy)",
            ])
        #expect(lines.last == "2: credit note 1000 + 83")
        #expect(try history.recalculate(history.shop, use: ["calls": "20"]).lines == [])
    }

    @Test("what was billed too little is not more because of a credit, and nothing where all was credited")
    func creditedAndUndercharged() throws {
        var history = try BilledStory(.plain)
        var today = history.shop
        today.catalog.tax = .sales("9")
        try history.credit(1, .amount(minorUnits: 1_000))
        #expect(try history.recalculate(today, use: ["calls": "20"]).lines[1] == "1: undercharged 59")
        try history.credit(1, .whole)
        #expect(try history.recalculate(today, use: ["calls": "20"]).lines[1] == "1: credited")
    }

    private static func line(_ line: Int, _ minorUnits: Int64) -> CreditNoteOrder.Line {
        CreditNoteOrder.Line(line: line, part: .amount(minorUnits: minorUnits))
    }
}
