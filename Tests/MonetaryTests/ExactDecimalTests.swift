import Foundation
import Monetary
import Testing

@Suite struct ExactDecimalTests {
    @Test(arguments: [
        ("0.0005", "0.0005"), ("-3", "-3"), ("2.00", "2"), ("0", "0"), ("-0", "0"), ("-0.000", "0"),
        ("007.10", "7.1"), ("100", "100"), ("0.000000000001", "0.000000000001"),
        ("-0.000000000001", "-0.000000000001"),
        ("12345678901234.000000000001", "12345678901234.000000000001"),
        ("170141183460469231731687303.715884105727", "170141183460469231731687303.715884105727"),
    ])
    func readsPlainNotationAndWritesTheCanonicalText(text: String, canonical: String) throws {
        let decimal = try ExactDecimal(parsing: text)
        #expect("\(decimal)" == canonical)
        #expect(try ExactDecimal(parsing: canonical) == decimal)
        let json = try JSONEncoder().encode([decimal])
        #expect(try JSONDecoder().decode([String].self, from: json) == [canonical])
        #expect(try JSONDecoder().decode([ExactDecimal].self, from: json) == [decimal])
    }

    @Test(arguments: [
        "", "-", ".", ".5", "5.", "1e3", "+1", "1,000", " 1", "1 ", "--1", "0x1", "1.2.3", "NaN",
    ])
    func refusesAnyOtherNotation(text: String) {
        #expect(throws: MonetaryError.malformed(text)) { try ExactDecimal(parsing: text) }
    }

    @Test func refusesMoreThanTwelveDigitsAndWhatDoesNotFit() {
        #expect(throws: MonetaryError.tooManyDigits("0.0000000000001", allowed: 12)) {
            try ExactDecimal(parsing: "0.0000000000001")
        }
        #expect(throws: MonetaryError.overflow) {
            try ExactDecimal(parsing: "170141183460469231731687303.715884105728")
        }
        #expect(throws: MonetaryError.overflow) {
            try ExactDecimal(parsing: String(repeating: "9", count: 60))
        }
    }

    @Test(
        arguments: [
            (1, 3, "0.333333333333"), (2, 3, "0.666666666667"), (-2, 3, "-0.666666666667"),
            (1, 2_000_000_000_000, "0.000000000001"), (-1, 2_000_000_000_000, "-0.000000000001"),
            (1, 2_000_000_000_001, "0"), (7, 4, "1.75"), (.max, .max - 1, "1"),
        ] as [(Int128, Int128, String)])
    func roundsARatioToTwelveDigitsHalfAwayFromZero(top: Int128, bottom: Int128, text: String) throws {
        #expect("\(try ExactDecimal(rounding: Ratio(top, over: bottom)))" == text)
    }

    @Test func aRatioTooLargeForTwelveDigitsIsAnError() throws {
        let large = try Ratio(.max, over: 7)
        #expect(throws: MonetaryError.overflow) { try ExactDecimal(rounding: large) }
        // Exactly the largest, and half a step more.
        let largest = try Ratio(.max, over: 1_000_000_000_000)
        #expect(try ExactDecimal(rounding: largest).ratio == largest)
        let more = try largest + Ratio(1, over: 2_000_000_000_000)
        #expect(throws: MonetaryError.overflow) { try ExactDecimal(rounding: more) }
    }

    @Test func givesItsExactRatio() throws {
        #expect(try ExactDecimal(parsing: "0.0005").ratio == Ratio(1, over: 2000))
        #expect(try ExactDecimal(parsing: "-7.25").ratio == Ratio(-29, over: 4))
        #expect(ExactDecimal.zero.ratio == .zero)
        #expect(ExactDecimal(.min).ratio == Ratio(.min))
    }

    @Test func addsAndComparesExactly() throws {
        let tenth = try ExactDecimal(parsing: "0.1")
        let fifth = try ExactDecimal(parsing: "0.2")
        #expect(try tenth + fifth == ExactDecimal(parsing: "0.3"))
        #expect(try tenth - fifth == -tenth)
        #expect((-tenth).isNegative)
        #expect(!tenth.isNegative)
        #expect(try (tenth - tenth).isZero)
        #expect([fifth, -fifth, tenth].sorted() == [-fifth, tenth, fifth])
        let largest = try ExactDecimal(parsing: "170141183460469231731687303.715884105727")
        #expect(throws: MonetaryError.overflow) { try largest + tenth }
        // Int128.min itself is no value: it would have no negative.
        #expect(throws: MonetaryError.overflow) { try -largest - ExactDecimal(parsing: "0.000000000001") }
    }
}
