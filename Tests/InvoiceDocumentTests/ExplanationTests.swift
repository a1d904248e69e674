import BillingCalendar
import Monetary
import PropertyTestKit
import ScenarioGenerator
import Testing

@testable import Billing

@Suite("Explanations of lines")
struct ExplanationTests {
    static let month = period("2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")
    static let half = Share(part: 14 * 86_400, whole: 29 * 86_400, basis: .second)
    static let tiers: [PriceModel.Tier] = [.init("5", "12"), .init(nil, "10", flat: "5")]

    struct Row: Sendable, CustomTestStringConvertible {
        var derivation: Derivation
        var text: String
        var unit: String?
        var code = "USD"
        var testDescription: String { text }
    }

    static let rows: [Row] = [
        Row(derivation: .charge(quantity: .one, priceMinorUnits: 7900, share: .full), text: "1 × 79.00"),
        Row(
            derivation: .charge(quantity: decimal("2"), priceMinorUnits: 1000, share: .full),
            text: "2 × 10.00"),
        Row(
            derivation: .charge(quantity: decimal("1500"), priceMinorUnits: 505, share: .full),
            text: "1,500 × 505", code: "JPY"),
        Row(
            derivation: .charge(quantity: .one, priceMinorUnits: 7900, share: half),
            text: "14 of 29 days × 79.00"),
        Row(
            derivation: .charge(
                quantity: decimal("3"), priceMinorUnits: 7900,
                share: Share(part: 372 * 3600, whole: 743 * 3600, basis: .second)),
            text: "372 of 743 hours × 3 × 79.00"),
        Row(
            derivation: .credit(
                netMinorUnits: 6320, share: Share(part: 1_252_801, whole: 2_505_600, basis: .second)),
            text: "1,252,801 of 2,505,600 seconds unused × −63.20"),
        Row(
            derivation: .credit(netMinorUnits: 0, share: Share(part: 0, whole: 0, basis: .day)),
            text: "0 of 0 days unused × 0.00"),
        Row(
            derivation: .usage(
                UsageDerivation(used: "1500", included: "1000", .perUnit(unitPrice: decimal("0.01")))),
            text: "1,500 calls used, 1,000 included, 500 × 0.01", unit: "call"),
        Row(
            derivation: .usage(
                UsageDerivation(used: "800", included: "1000", .perUnit(unitPrice: decimal("0.0005")))),
            text: "800 used, 1,000 included, nothing to pay"),
        Row(
            derivation: .usage(
                UsageDerivation(
                    used: "1500", included: "1000", raised: "20", share: half,
                    .perUnit(unitPrice: decimal("0.0005")))),
            text: "1,500 queries used, 493 included ((1,000 + 20) × 14/29 rounded up), 1,007 × 0.0005",
            unit: "query"),
        Row(
            derivation: .usage(
                UsageDerivation(.max, used: "18", included: "10", .graduated(tiers: tiers))),
            text: "peak 18 databases, 10 included, 5 × 12.00 + 3 × 10.00 + 5.00 flat", unit: "database"),
        Row(
            derivation: .usage(
                UsageDerivation(
                    .max, used: "18", included: "10", share: half, .graduated(tiers: tiers), cap: 6000)),
            text: "peak 18, 10 included, (5 × 12.00 + 3 × 10.00 + 5.00 flat) × 14/29, at most 60.00 × 14/29"),
        Row(
            derivation: .usage(UsageDerivation(.count, used: "8", share: half, .volume(tiers: tiers))),
            text: "8 used, 8 × 10.00 + 5.00 × 14/29 flat"),
        Row(
            derivation: .usage(
                UsageDerivation(
                    .timeWeighted, used: "370/3", included: "100",
                    .package(size: decimal("10"), price: decimal("1.50")))),
            text: "average 370/3 GB (≈ 123.33), 100 included, 3 packages of 10 × 1.50", unit: "GB"),
        Row(
            derivation: .lateUsage(
                UsageDerivation(used: "1700", included: "1000", .perUnit(unitPrice: decimal("0.01"))),
                chargedBeforeMinorUnits: 500, billedBefore: decimal("500")),
            text: "1,700 used, 1,000 included, 700 × 0.01, less 5.00 charged before"),
        Row(
            derivation: .minimum(
                MinimumDerivation(
                    parts: [.init(minimumMinorUnits: 5000, share: .full)], chargedMinorUnits: 2500,
                    minimumBeforeMinorUnits: 0)),
            text: "minimum 50.00, less 25.00 charged"),
        Row(
            derivation: .minimum(
                MinimumDerivation(
                    parts: [
                        .init(minimumMinorUnits: 5000, share: half),
                        .init(
                            minimumMinorUnits: 9000,
                            share: Share(part: 15 * 86_400, whole: 29 * 86_400, basis: .second)),
                    ], chargedMinorUnits: 4000, minimumBeforeMinorUnits: 3500)),
            text: "minimum 14 of 29 days × 50.00 + 15 of 29 days × 90.00, less 40.00 charged, "
                + "less 35.00 charged before"),
    ]

    @Test("one line says how the amount came about", arguments: rows)
    func oneLine(_ row: Row) throws {
        let line = try InvoiceLine(.usage, item: "x", period: Self.month, derivation: row.derivation)
        #expect(line.explanation(currency: money(row.code), unit: row.unit) == row.text)
    }

    @Test("coupons follow the amount")
    func coupons() throws {
        let line = try InvoiceLine(
            .plan, item: "pro", period: Self.month,
            derivation: .charge(quantity: .one, priceMinorUnits: 7900, share: .full),
            discounts: [
                LineDiscount(coupon: "WELCOME20", minorUnits: 1580),
                LineDiscount(coupon: "TENOFF", minorUnits: 1000),
            ])
        #expect(
            line.explanation(currency: money("USD"))
                == "1 × 79.00, less 15.80 coupon WELCOME20, less 10.00 coupon TENOFF")
        let steps = try line.explanationSteps(currency: money("USD"))
        #expect(steps.map(\.result) == ["79.00", "63.20", "53.20"])
        #expect(steps.map(\.label) == ["Amount", "Less coupon WELCOME20", "Less coupon TENOFF"])
    }

    @Test("steps of graduated tiers name each range")
    func graduatedSteps() throws {
        let inputs = UsageDerivation(
            .max, used: "18", included: "9", raised: "1", share: Self.half, .graduated(tiers: Self.tiers))
        let line = try InvoiceLine(.usage, item: "db", period: Self.month, derivation: .usage(inputs))
        let steps = try line.explanationSteps(currency: money("USD"), unit: "database")
        #expect(
            steps.map { "\($0.label): \($0.formula) = \($0.result) \($0.rounding.rawValue)" } == [
                "Share of the period (seconds): 1,209,600 ÷ 2,505,600 = 14/29 exact",
                "Included with add-ons: 9 + 1 = 10 exact",
                "Billable databases: max(0, 18 − 10) = 8 exact",
                "Tier 1, up to 5: 5 × 12.00 = 60 exact",
                "Tier 2, above 5: 3 × 10.00 = 30 exact",
                "Flat fee of tier 2: 5.00 = 5 exact",
                "Amount: (60 + 30 + 5) × 14/29 = 45.86 half_away_from_zero",
            ])
    }

    @Test("every formula gives its result, and the last the amount", arguments: rows)
    func stepsOfRows(_ row: Row) throws {
        try Self.recalculate(row.derivation, money(row.code))
    }

    @Test("any usage can be worked out again from its steps", arguments: [20_240_229, 7, 4_711] as [UInt64])
    func anyUsage(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        for round in 0..<400 {
            let derivation = Self.randomUsage(&numbers)
            try Self.recalculate(derivation, money("USD"), "seed \(seed), round \(round)")
        }
    }

    static func recalculate(
        _ derivation: Derivation, _ currency: Currency, _ place: String = ""
    ) throws {
        let line = try InvoiceLine(.usage, item: "x", period: month, derivation: derivation)
        let steps = try line.explanationSteps(currency: currency)
        for step in steps {
            let exact = try PocketCalculator.value(of: step.formula)
            let result = try PocketCalculator.value(of: step.result)
            switch step.rounding {
            case .exact: #expect(exact == result, "\(place) \(step)")
            case .split: Issue.record("a line splits nothing: \(step)")
            case .up: #expect(try Ratio(try exact.roundedUp(), over: 1) == result, "\(place) \(step)")
            case .halfAwayFromZero:
                let scale = currency.minorUnitsPerMajorUnit
                #expect(try Ratio(try (exact * scale).rounded()) == result * scale, "\(place) \(step)")
            }
        }
        let amount = try #require(steps.last { $0.label == "Amount" })
        #expect(amount.result == NumberStyle.english.amount(line.amountMinorUnits, currency), "\(place)")
    }

    private static func randomUsage(_ numbers: inout SeededGenerator) -> Derivation {
        func price() -> ExactDecimal { decimal("0.\(UInt16.random(in: 1...9999, using: &numbers))") }
        let whole = Int64.random(in: 1...2_678_400, using: &numbers)
        let share =
            Bool.random(using: &numbers)
            ? Share.full
            : Share(part: Int64.random(in: 0...whole, using: &numbers), whole: whole, basis: .second)
        let tiers = [
            PriceModel.Tier(upTo: decimal("100"), unitPrice: price(), flat: price()),
            PriceModel.Tier(upTo: decimal("1000.5"), unitPrice: price()),
            PriceModel.Tier(upTo: nil, unitPrice: price(), flat: price()),
        ]
        let models: [PriceModel] = [
            .perUnit(unitPrice: price()), .graduated(tiers: tiers), .volume(tiers: tiers),
            .package(size: decimal("7.5"), price: price()),
        ]
        let aggregation = Meter.Aggregation.allCases.randomElement(using: &numbers) ?? .sum
        let used =
            aggregation == .timeWeighted
            ? "\(UInt32.random(in: 0...90_000_000, using: &numbers))/\(whole)"
            : "\(UInt16.random(in: 0...5000, using: &numbers))"
        let inputs = UsageDerivation(
            aggregation, used: used, included: "\(UInt8.random(in: 0...200, using: &numbers))",
            raised: "\(UInt8.random(in: 0...3, using: &numbers))", share: share,
            models.randomElement(using: &numbers) ?? models[0],
            cap: Bool.random(using: &numbers) ? Int64.random(in: 0...50_000, using: &numbers) : nil)
        guard Bool.random(using: &numbers) else { return .usage(inputs) }
        let before = Int64.random(in: -500...5000, using: &numbers)
        return .lateUsage(inputs, chargedBeforeMinorUnits: before, billedBefore: .zero)
    }

    @Test(
        "units get a plural where they are English words",
        arguments: [
            ("call", "calls"), ("query", "queries"), ("key", "keys"), ("box", "boxes"), ("batch", "batches"),
            ("GB", "GB"), ("kWh", "kWh"), ("m²", "m²"), ("mb", "mb"),
        ])
    func plural(unit: String, plural: String) {
        #expect(EnglishPlural.of(unit) == plural)
    }

    @Test("a German reader gets German separators and words")
    func otherLanguage() throws {
        var words = ExplanationWords.english
        words.numbers = NumberStyle(decimalSeparator: ",", groupSeparator: ".")
        words.used = "{} verbraucht"
        words.included = "{} enthalten"
        words.pluralizesUnits = false
        let inputs = UsageDerivation(used: "1500", included: "1000", .perUnit(unitPrice: decimal("0.01")))
        let line = try InvoiceLine(.usage, item: "x", period: Self.month, derivation: .usage(inputs))
        #expect(
            line.explanation(currency: money("EUR"), unit: "Aufruf", words: words)
                == "1.500 Aufruf verbraucht, 1.000 enthalten, 500 × 0,01")
    }

    @Test(
        "digits are grouped as the language has it",
        arguments: [
            (NumberStyle.english, "-1234567.5", "−1,234,567.5"), (.english, "999", "999"),
            (
                NumberStyle(decimalSeparator: ",", groupSeparator: " ", grouping: .thousands(from: 5)),
                "1234", "1234"
            ),
            (
                NumberStyle(decimalSeparator: ",", groupSeparator: " ", grouping: .thousands(from: 5)),
                "12345", "12 345"
            ),
            (
                NumberStyle(decimalSeparator: ".", groupSeparator: ",", grouping: .indian), "12345678.9",
                "1,23,45,678.9"
            ),
            (NumberStyle(decimalSeparator: ".", groupSeparator: ",", grouping: .indian), "1234", "1,234"),
        ])
    func grouping(style: NumberStyle, plain: String, text: String) {
        #expect(style.text(decimal(plain)) == text)
    }
}
