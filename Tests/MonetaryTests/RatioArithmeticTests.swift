import Monetary
import PropertyTestKit
import Testing

/// Sums, products and comparisons against a slow integer of any size: right where they give a value,
/// and an overflow only where the reduced answer really does not fit.
@Suite struct RatioArithmeticTests {
    /// Below 2^127.
    private static let limit = BigInteger(.max) + BigInteger(1)

    /// What is wrong with an answer to numerator ÷ denominator; nil if nothing is.
    private func fault(
        _ answer: Result<Ratio, MonetaryError>, _ numerator: BigInteger, _ denominator: BigInteger
    )
        -> String?
    {
        switch answer {
        case .success(let ratio):
            let (top, bottom) = (BigInteger(ratio.numerator), BigInteger(ratio.denominator))
            if top * denominator != numerator * bottom { return "\(ratio) is another value" }
            if ratio.denominator <= 0 { return "\(ratio) has its sign below" }
            return BigInteger.greatestCommonDivisor(top, bottom) == BigInteger(1)
                ? nil : "\(ratio) is not reduced"
        case .failure(.overflow):
            let reduced = BigInteger.greatestCommonDivisor(numerator, denominator) * Self.limit
            return numerator.magnitude < reduced && denominator.magnitude < reduced
                ? "an overflow where the answer fits" : nil
        case .failure(let error): return "\(error)"
        }
    }

    private func answer(_ body: () throws(MonetaryError) -> Ratio) -> Result<Ratio, MonetaryError> {
        do { return .success(try body()) } catch { return .failure(error) }
    }

    private func ratio(bits: ClosedRange<Int>, _ random: inout SeededGenerator) throws -> Ratio {
        // A common factor now and then, so that sums and products can be reduced.
        let factor = max(1, random.integer(bits: 0...20).magnitude)
        let top = random.integer(bits: bits)
        let bottom = random.integer(bits: bits)
        let (scaled, overflow) = bottom.multipliedReportingOverflow(by: Int128(factor))
        return try Ratio(top, over: overflow || scaled == 0 ? 1 : scaled)
    }

    @Test(arguments: [0...20, 30...66, 60...90, 100...127, 0...127])
    func agreesWithASlowInteger(bits: ClosedRange<Int>) throws {
        var random = SeededGenerator("RatioArithmetic \(bits)")
        var overflows = 0
        for _ in 0..<150 {
            let (left, right) = (try ratio(bits: bits, &random), try ratio(bits: bits, &random))
            let (a, b) = (BigInteger(left.numerator), BigInteger(left.denominator))
            let (c, d) = (BigInteger(right.numerator), BigInteger(right.denominator))
            let sum = answer { () throws(MonetaryError) in try left + right }
            #expect(fault(sum, a * d + c * b, b * d) == nil, "\(left) + \(right), seed \(random.seed)")
            let difference = answer { () throws(MonetaryError) in try left - right }
            #expect(fault(difference, a * d - c * b, b * d) == nil, "\(left) - \(right), seed \(random.seed)")
            let product = answer { () throws(MonetaryError) in try left * right }
            #expect(fault(product, a * c, b * d) == nil, "\(left) * \(right), seed \(random.seed)")
            if !right.isZero {
                let quotient = answer { () throws(MonetaryError) in try left / right }
                #expect(fault(quotient, a * d, b * c) == nil, "\(left) / \(right), seed \(random.seed)")
            }
            #expect((left < right) == (a * d < c * b), "\(left) < \(right), seed \(random.seed)")
            #expect((left == right) == (a * d == c * b), "\(left) == \(right), seed \(random.seed)")
            if case .failure = sum { overflows += 1 }
        }
        #expect(bits.lowerBound < 100 || overflows > 0, "no sum overflowed: the wide path was not reached")
    }

    /// a/m + b/m passes through 2^127 and beyond, and its reduced form is small.
    @Test func aWideIntermediateIsNoOverflow() throws {
        let third = try Ratio(Int128.max / 3, over: Int128.max)
        let sum = try third + (try Ratio(Int128.max - Int128.max / 3, over: Int128.max))
        #expect(sum == .one)
        #expect(try Ratio(.max, over: 3) * Ratio(3, over: .max) == .one)
        #expect(try Ratio(.max, over: 2) - Ratio(.max, over: 2) == .zero)
    }

    @Test func anAnswerThatDoesNotFitIsAnErrorAndNeverWraps() throws {
        let largest = try Ratio(.max, over: 1)
        #expect(throws: MonetaryError.overflow) { try largest + .one }
        #expect(throws: MonetaryError.overflow) { try -largest - .one }
        #expect(throws: MonetaryError.overflow) { try largest * Ratio(2) }
        #expect(throws: MonetaryError.overflow) { try Ratio(1, over: .max) / Ratio(2) }
        #expect(try largest - largest == .zero)
    }

    /// Their continued fractions part late, and their cross products leave 128 bits.
    @Test func comparesNeighboursOfHugeParts() throws {
        let smaller = try Ratio(.max - 2, over: .max - 1)
        let larger = try Ratio(.max - 1, over: .max)
        #expect(smaller < larger)
        #expect(!(larger < smaller))
        #expect(-larger < -smaller)
        #expect(-larger < smaller)
        #expect(
            [larger, .zero, -smaller, .one, smaller].sorted() == [-smaller, .zero, smaller, larger, .one])
    }
}
