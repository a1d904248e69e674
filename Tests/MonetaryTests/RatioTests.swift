import Foundation
import Monetary
import Testing

@Suite struct RatioTests {
    @Test(
        arguments: [
            (6, 4, "3/2"), (-6, 4, "-3/2"), (6, -4, "-3/2"), (-6, -4, "3/2"), (0, -7, "0"), (21, 7, "3"),
            (1 << 126, 1 << 125, "2"), (.min, .min, "1"),
            (.min, 2, "-85070591730234615865843651857942052864"),
        ] as [(Int128, Int128, String)])
    func isAlwaysReducedWithTheSignAbove(numerator: Int128, denominator: Int128, text: String) throws {
        #expect("\(try Ratio(numerator, over: denominator))" == text)
    }

    @Test func refusesAZeroDenominatorAndPartsThatDoNotFit() {
        #expect(throws: MonetaryError.divisionByZero) { try Ratio(1, over: 0) }
        #expect(throws: MonetaryError.divisionByZero) { try Ratio.one / .zero }
        #expect(throws: MonetaryError.overflow) { try Ratio(.min, over: 1) }
        #expect(throws: MonetaryError.overflow) { try Ratio(1, over: .min) }
    }

    @Test(
        arguments: [
            (1, 2, 1), (-1, 2, -1), (1, 3, 0), (-1, 3, 0), (2, 3, 1), (-2, 3, -1), (3, 2, 2), (-3, 2, -2),
            (5, 2, 3), (-5, 2, -3), (7, 1, 7), (0, 1, 0), (499_999_999, 1_000_000_000, 0),
            // 2r would leave 128 bits.
            (Int128.max - 1, Int128.max, 1), (Int128.max / 2, Int128.max, 0),
            (Int128(Int64.max) * 2, 2, .max), (Int128(Int64.min), 1, .min),
        ] as [(Int128, Int128, Int64)])
    func roundsHalfAwayFromZero(numerator: Int128, denominator: Int128, whole: Int64) throws {
        #expect(try Ratio(numerator, over: denominator).rounded() == whole)
    }

    @Test func roundingPast64BitsIsAnError() throws {
        let half = try Ratio(Int128(Int64.max) * 2 + 1, over: 2)
        #expect(throws: MonetaryError.overflow) { try half.rounded() }
        #expect(try (-half).rounded() == .min)
        let below = try Ratio(Int128(Int64.min) * 2 - 1, over: 2)
        #expect(throws: MonetaryError.overflow) { try below.rounded() }
    }

    @Test(
        arguments: [
            (1, 2, 1), (-1, 2, 0), (-3, 2, -1), (4, 2, 2), (-4, 2, -2), (0, 1, 0),
            (.max, 2, Int128.max / 2 + 1),
        ] as [(Int128, Int128, Int128)])
    func roundedUpIsTheCeiling(numerator: Int128, denominator: Int128, whole: Int128) throws {
        #expect(try Ratio(numerator, over: denominator).roundedUp() == whole)
    }

    @Test(arguments: ["14/29", "3", "-3", "0", "-1/2", "170141183460469231731687303715884105727/2"])
    func readsWhatItWrites(text: String) throws {
        let ratio = try Ratio(parsing: text)
        #expect("\(ratio)" == text)
        let json = try JSONEncoder().encode([ratio])
        #expect(try JSONDecoder().decode([String].self, from: json) == [text])
        #expect(try JSONDecoder().decode([Ratio].self, from: json) == [ratio])
    }

    @Test(arguments: ["", "/", "1/", "/2", "1/2/3", "1/-2", "-", "+1", "1.5", " 1", "1 /2", "1/+2", "x", "١"])
    func refusesAnyOtherText(text: String) {
        #expect(throws: MonetaryError.malformed(text)) { try Ratio(parsing: text) }
    }

    @Test func readsUnreducedPartsAndNamesZeroAndOverflow() throws {
        #expect(try Ratio(parsing: "4/6") == Ratio(2, over: 3))
        #expect(throws: MonetaryError.divisionByZero) { try Ratio(parsing: "1/0") }
        #expect(throws: MonetaryError.overflow) {
            try Ratio(parsing: "170141183460469231731687303715884105728")
        }
    }
}
