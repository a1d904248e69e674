import Monetary
import Testing

@testable import Billing

@Suite("The verification's own arithmetic") struct WideIntegerTests {
    private static let samples: [Int128] = [
        0, 1, 2, 9, 10, 63, 64, 1 << 31, 1 << 32, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, 1 << 64,
        (1 << 64) + 1,
        1_000_000_000_000, 999_999_999_999_999_999_999, (1 << 100) + 12_345, .max >> 64, .max,
    ]

    private static let signed = samples + samples.map { -$0 }

    @Test("it agrees with the machine where the machine can follow")
    func agrees() {
        for left in Self.signed {
            for right in Self.signed {
                let (sum, sumOverflow) = left.addingReportingOverflow(right)
                if !sumOverflow { #expect(WideInteger(left) + WideInteger(right) == WideInteger(sum)) }
                let (difference, overflow) = left.subtractingReportingOverflow(right)
                if !overflow { #expect(WideInteger(left) - WideInteger(right) == WideInteger(difference)) }
                let (product, productOverflow) = left.multipliedReportingOverflow(by: right)
                if !productOverflow {
                    #expect(WideInteger(left) * WideInteger(right) == WideInteger(product))
                }
                #expect((WideInteger(left) < WideInteger(right)) == (left < right))
                #expect((WideInteger(left) == WideInteger(right)) == (left == right))
            }
        }
    }

    @Test(
        "past the machine: a product divided by one factor is the other, and the remainder is what was added")
    func division() {
        for left in Self.samples where left > 0 {
            for right in Self.samples where right > 1 {
                let product = WideInteger(left) * WideInteger(right) * WideInteger(left)
                let divisor = WideInteger(right) * WideInteger(left)
                for extra in [0, 1, right - 1] {
                    let (quotient, remainder) = (product + WideInteger(extra)).divided(by: divisor)
                    // extra stays below the divisor, because left is at least 1.
                    #expect(quotient == WideInteger(left))
                    #expect(remainder == WideInteger(extra))
                }
            }
        }
    }

    @Test("its text is its decimal digits", arguments: signed)
    func text(_ value: Int128) { #expect("\(WideInteger(value))" == "\(value)") }

    @Test(
        "rounding is half away from zero",
        arguments: [
            ("1/2", 1), ("-1/2", -1), ("3/2", 2), ("-3/2", -2), ("49/100", 0), ("-49/100", 0), ("7/3", 2),
            ("8/3", 3), ("5", 5),
        ] as [(String, Int64)])
    func rounding(text: String, whole: Int64) throws {
        #expect(WideFraction(try Ratio(parsing: text)).rounded == WideInteger(whole))
        #expect(try Ratio(parsing: text).rounded() == whole)
    }

    @Test("a split without sorting is the split of rule 1.4")
    func split() throws {
        var state: UInt64 = 42
        func next(_ bound: Int64) -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(state >> 33) % bound
        }
        for _ in 0..<2_000 {
            let weights = (0...next(6)).map { _ in next(12) * next(2_000_000_000) / 7 }
            guard weights.contains(where: { $0 > 0 }) else { continue }
            let amount = next(100_000) - 50_000
            let shares = SplitCheck.shares(of: WideInteger(amount), over: weights.map { WideInteger($0) })
            #expect(shares == (try allocate(amount, over: weights)).map { WideInteger($0) })
        }
    }
}
