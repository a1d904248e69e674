import PropertyTestKit
import Testing

@testable import Monetary

/// 256 bits against the slow integer: carries and borrows between the halves, and division.
@Suite struct WideMagnitudeTests {
    @Test func sumsDistancesAndQuotientsAgreeWithASlowInteger() {
        var random = SeededGenerator("WideMagnitude")
        var carried = 0
        for _ in 0..<500 {
            let parts = (0..<4).map { _ in random.integer(bits: 40...127).magnitude }
            let divisor = max(1, random.integer(bits: 60...127).magnitude)
            let first = WideMagnitude(parts[0], times: parts[1])
            let second = WideMagnitude(parts[2], times: parts[3])
            let bigFirst = big(parts[0]) * big(parts[1])
            let bigSecond = big(parts[2]) * big(parts[3])
            let bigDistance = bigFirst < bigSecond ? bigSecond - bigFirst : bigFirst - bigSecond
            let note: Comment = "\(parts) by \(divisor), seed \(random.seed)"
            #expect((first < second) == (bigFirst < bigSecond), note)
            for (wide, exact) in [
                (first + second, bigFirst + bigSecond), (.distance(first, second), bigDistance),
            ] {
                let remainder = big(wide.remainder(dividingBy: divisor))
                #expect(remainder < big(divisor), note)
                guard let quotient = wide.divided(by: divisor) else {
                    // The quotient has more than 128 bits.
                    #expect(big(divisor) * big(1 << 64) * big(1 << 64) <= exact, note)
                    continue
                }
                carried += 1
                #expect(big(quotient.remainder) == remainder, note)
                #expect(big(quotient.quotient) * big(divisor) + remainder == exact, note)
            }
        }
        #expect(carried > 100)
    }

    private func big(_ magnitude: UInt128) -> BigInteger {
        BigInteger(Int128(magnitude >> 1)) + BigInteger(Int128(magnitude >> 1))
            + BigInteger(Int128(magnitude & 1))
    }
}
