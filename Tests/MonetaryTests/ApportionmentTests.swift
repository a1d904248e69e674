import PropertyTestKit
import Testing

@testable import Monetary

@Suite("Apportionment") struct ApportionmentTests {
    @Test(
        "shares lie at their exact values and add up to the amount",
        arguments: [
            (10, ["10/3", "10/3", "10/3"], [4, 3, 3]), (-10, ["-10/3", "-10/3", "-10/3"], [-4, -3, -3]),
            (1, ["1/2", "1/2"], [1, 0]), (0, ["0", "0"], [0, 0]), (0, [], []),
            // Signs that cancel out keep their own size.
            (0, ["200", "-1998/10"], [200, -200]), (1, ["200", "-1998/10"], [200, -199]),
            // More and less than the values come to: every share takes its part.
            (7, ["1", "1", "1"], [3, 2, 2]), (-1, ["1/2", "1/4"], [0, -1]), (2, ["3", "1"], [2, 0]),
        ] as [(Int64, [String], [Int64])])
    func table(amount: Int64, values: [String], shares: [Int64]) throws {
        #expect(try apportion(amount, near: values.map { try Ratio(parsing: $0) }) == shares)
    }

    @Test("without a value only nothing can be split")
    func noValues() { #expect(throws: MonetaryError.noWeights) { try apportion(1, near: []) } }

    @Test("values that add up get what the split over weights gives, and none strays by a whole unit")
    func agreesWithAllocation() throws {
        var random = SeededGenerator("ApportionmentTests.agreesWithAllocation")
        for _ in 0..<2_000 {
            let weights = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                Int64.random(in: 0...1_000, using: &random)
            }
            let total = weights.reduce(0, +)
            guard total > 0 else { continue }
            let amount = Int64.random(in: -100_000...100_000, using: &random)
            let exact = try weights.map { try Ratio(Int128(amount) * Int128($0), over: Int128(total)) }
            let shares = try apportion(amount, near: exact)
            #expect(shares == (try allocate(amount, over: weights)))
            #expect(shares.reduce(0, +) == amount)
        }
    }
}
