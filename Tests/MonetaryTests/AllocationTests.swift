import Monetary
import PropertyTestKit
import Testing

@Suite struct AllocationTests {
    @Test(
        arguments: [
            // Even, and a tie to the earlier line.
            (100, [1, 1], [50, 50]), (101, [1, 1], [51, 50]), (2, [1, 1, 1], [1, 1, 0]),
            // The left-over unit goes to the largest remainder, not to the first or the largest line:
            // 10 over 3:3:1 is 4.28, 4.28, 1.43.
            (10, [3, 3, 1], [4, 4, 2]), (100, [1, 2, 3], [17, 33, 50]), (5, [50, 30, 20], [3, 1, 1]),
            (7, [33, 33, 34], [2, 2, 3]),
            // A line of weight zero gets nothing, wherever it stands.
            (1, [0, 1], [0, 1]), (5, [0, 1, 0, 1], [0, 3, 0, 2]),
            // A negative amount is the mirror image.
            (-101, [1, 1], [-51, -50]), (-2, [1, 1, 1], [-1, -1, 0]), (-10, [3, 3, 1], [-4, -4, -2]),
            (0, [3, 4], [0, 0]), (0, [0, 0], [0, 0]), (0, [], []), (9, [7], [9]),
            (.max, [.max, .max], [4_611_686_018_427_387_904, 4_611_686_018_427_387_903]), (.min, [5], [.min]),
            (.min, [.max, .max, 0], [-4_611_686_018_427_387_904, -4_611_686_018_427_387_904, 0]),
        ] as [(Int64, [Int64], [Int64])])
    func splitsByTheLargestRemainder(amount: Int64, weights: [Int64], shares: [Int64]) throws {
        #expect(try allocate(amount, over: weights) == shares)
        #expect(try allocate(amount, over: weights.map { Ratio($0) }) == shares)
    }

    @Test func refusesToSplitOverNothingOrOverANegativeWeight() {
        #expect(throws: MonetaryError.noWeights) { try allocate(1, over: [Int64]()) }
        #expect(throws: MonetaryError.noWeights) { try allocate(-1, over: [0, 0] as [Int64]) }
        #expect(throws: MonetaryError.noWeights) { try allocate(1, over: [Ratio.zero]) }
        #expect(throws: MonetaryError.negativeWeight("-1")) { try allocate(1, over: [2, -1] as [Int64]) }
        #expect(throws: MonetaryError.negativeWeight("-1/2")) {
            try allocate(0, over: [.one, Ratio(-1, over: 2)])
        }
    }

    /// 20.00 of stacked tax at 8.875 % and 4 %: 2000 × 71/103 = 1378.64, × 32/103 = 621.36.
    @Test func splitsOverRatesThatAreNotWhole() throws {
        let rates = [try ExactDecimal(parsing: "0.08875").ratio, try ExactDecimal(parsing: "0.04").ratio]
        #expect(try allocate(2000, over: rates) == [1379, 621])
        #expect(try allocate(-2000, over: rates) == [-1379, -621])
        #expect(
            try allocate(1, over: [Ratio(1, over: 3), Ratio(1, over: 3), Ratio(1, over: 3)]) == [1, 0, 0])
    }

    @Test func sharesAlwaysAddUpAndLieWithinAUnitOfExact() throws {
        var random = SeededGenerator("Allocation")
        for _ in 0..<400 {
            let amount = Int64(random.integer(bits: 0...63))
            let count = Int.random(in: 1...9, using: &random)
            var weights = (0..<count).map { _ in Int64(random.integer(bits: 0...30).magnitude) }
            weights[0] += 1
            let shares = try allocate(amount, over: weights)
            let note: Comment = "\(amount) over \(weights) gave \(shares), seed \(random.seed)"
            #expect(shares.reduce(0) { $0 + Int128($1) } == Int128(amount), note)
            let total = weights.reduce(0) { $0 + Int128($1) }
            for (share, weight) in zip(shares, weights) {
                let excess = (Int128(share) * total - Int128(amount) * Int128(weight)).magnitude
                #expect(excess < total.magnitude, note)
                #expect(weight != 0 || share == 0, note)
            }
            // Rates of the same proportions, and the mirror image.
            let denominator = Int128.random(in: 1...1000, using: &random)
            let rates = try weights.map { try Ratio(Int128($0), over: denominator) }
            #expect(try allocate(amount, over: rates) == shares, note)
            #expect(try allocate(-amount, over: weights) == shares.map { -$0 }, note)
        }
    }
}
