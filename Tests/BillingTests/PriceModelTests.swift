import Monetary
import Testing

@testable import Billing

/// One use of a meter and what it must cost, in the words of rule 5.
struct Priced: CustomTestStringConvertible, Sendable {
    var use: String
    var costs: Int64
    var included = "0"
    var raised = "0"
    var share = Share.full
    var cap: Int64?
    var aggregation = Meter.Aggregation.sum
    var code = "USD"
    var billable: String?

    var testDescription: String {
        "\(use) \(aggregation.rawValue) of \(share.part)/\(share.whole) costs \(costs)"
    }

    func inputs(_ model: PriceModel) -> UsageDerivation {
        UsageDerivation(
            aggregation: aggregation, used: ratio(use), included: decimal(included), raised: decimal(raised),
            share: share, model: model, maxChargeMinorUnits: cap, currency: currency(code))
    }

    /// By the rules and by the second evaluator, which must agree.
    func expect(_ model: PriceModel) throws {
        let rating = try UsageRating(inputs(model))
        #expect(rating.amountMinorUnits == costs)
        let evaluation = UsageEvaluation(inputs(model))
        #expect(evaluation.minorUnits == WideInteger(costs))
        #expect(evaluation.billable.inTrillionths == WideFraction(try rating.quantity()).inTrillionths)
        if let billable { #expect(rating.billable == ratio(billable)) }
    }
}

private func part(_ part: Int64, of whole: Int64) -> Share { Share(part: part, whole: whole, basis: .second) }

@Suite("Price models") struct PriceModelTests {
    private static func tier(_ upTo: String?, _ price: String, flat: String = "0") -> PriceModel.Tier {
        PriceModel.Tier(upTo: upTo.map { decimal($0) }, unitPrice: decimal(price), flat: decimal(flat))
    }

    @Test(
        "per unit: price × use, rounded once, half away from zero",
        arguments: [
            Priced(use: "0", costs: 0),
            Priced(use: "1", costs: 0),
            Priced(use: "9", costs: 0),
            Priced(use: "10", costs: 1),
            Priced(use: "20000", costs: 1_000),
            Priced(use: "1/3", costs: 0),
            Priced(use: "120000", costs: 1_000, included: "100000", billable: "20000"),
            Priced(use: "120000", costs: 0, included: "100000", raised: "20000", billable: "0"),
            Priced(use: "5", costs: 0, included: "100"),
            Priced(use: "3000", costs: 2, code: "JPY"),
            Priced(use: "3", costs: 2, code: "KWD"),
        ])
    func perUnit(_ row: Priced) throws { try row.expect(.perUnit(unitPrice: decimal("0.0005"))) }

    @Test(
        "graduated: each tier's units at its price, and the flat fee of every tier that is entered",
        arguments: [
            Priced(use: "0", costs: 0),
            Priced(use: "0.5", costs: 600),
            Priced(use: "5", costs: 6_000),
            Priced(use: "5.000000000001", costs: 6_500),
            Priced(use: "6", costs: 7_500),
            Priced(use: "10", costs: 11_500),
            Priced(use: "11", costs: 12_700),
            Priced(use: "11", costs: 5_000, cap: 5_000),
        ])
    func graduated(_ row: Priced) throws {
        try row.expect(
            .graduated(tiers: [
                Self.tier("5", "12"), Self.tier("10", "10", flat: "5"), Self.tier(nil, "7", flat: "5"),
            ]))
    }

    @Test(
        "volume: all units at the price of the tier that the use falls in, plus its flat fee",
        arguments: [
            Priced(use: "0", costs: 0),
            Priced(use: "1", costs: 400),
            Priced(use: "5", costs: 1_200),
            Priced(use: "5.5", costs: 550),
            Priced(use: "10", costs: 1_000),
            Priced(use: "10.1", costs: 1_305),
        ])
    func volume(_ row: Priced) throws {
        try row.expect(
            .volume(tiers: [
                Self.tier("5", "2", flat: "2"), Self.tier("10", "1"), Self.tier(nil, "0.5", flat: "8"),
            ]))
    }

    @Test(
        "package: every package that is begun",
        arguments: [
            Priced(use: "0", costs: 0),
            Priced(use: "0.1", costs: 150),
            Priced(use: "10", costs: 150),
            Priced(use: "10.000000000001", costs: 300),
            Priced(use: "110", costs: 1_500, included: "10"),
            Priced(use: "110", costs: 600, included: "10", cap: 600),
        ])
    func package(_ row: Priced) throws {
        try row.expect(.package(size: decimal("10"), price: decimal("1.50")))
    }

    @Test(
        "sum and count: included × share rounded up, flat fees and cap × share, units in full",
        arguments: [
            Priced(use: "34", costs: 0, included: "100", share: part(1, of: 3), billable: "0"),
            Priced(use: "35", costs: 1_200, included: "100", share: part(1, of: 3), billable: "1"),
            Priced(
                use: "60", costs: 3_500, included: "100", share: part(1, of: 2), aggregation: .count,
                billable: "10"),
            Priced(
                use: "60", costs: 1_500, included: "100", share: part(1, of: 2), cap: 3_000, billable: "10"),
            Priced(
                use: "60", costs: 3_500, included: "90", raised: "9.1", share: part(1, of: 2), billable: "10"),
            Priced(use: "5", costs: 1_000, included: "0", share: part(0, of: 0), cap: nil, billable: "5"),
        ])
    func counters(_ row: Priced) throws {
        try row.expect(.graduated(tiers: [Self.tier(nil, "2", flat: "30")]))
    }

    @Test(
        "the others: included in full, the whole charge × share",
        arguments: [
            Priced(
                use: "60", costs: 0, included: "60", share: part(1, of: 2), aggregation: .max, billable: "0"),
            Priced(
                use: "70", costs: 2_500, included: "60", share: part(1, of: 2), aggregation: .max,
                billable: "10"),
            Priced(
                use: "70", costs: 1_667, included: "60", share: part(1, of: 3), aggregation: .last,
                billable: "10"),
            Priced(
                use: "70", costs: 5_000, included: "50", raised: "10", aggregation: .unique, billable: "10"),
            Priced(
                use: "125/2", costs: 875, included: "60", share: part(1, of: 4), aggregation: .timeWeighted,
                billable: "5/2"),
            Priced(
                use: "70", costs: 1_000, included: "60", share: part(1, of: 2), cap: 2_000, aggregation: .max,
                billable: "10"),
        ])
    func levels(_ row: Priced) throws {
        try row.expect(.graduated(tiers: [Self.tier(nil, "2", flat: "30")]))
    }

    @Test("the billable quantity of a gauge is rounded to 12 digits, its price is not")
    func gaugeQuantity() throws {
        let row = Priced(use: "1/3", costs: 33_333_333, aggregation: .timeWeighted)
        try row.expect(.perUnit(unitPrice: decimal("1000000")))
        #expect(
            try UsageRating(row.inputs(.perUnit(unitPrice: .one))).quantity() == decimal("0.333333333333"))
    }
}
