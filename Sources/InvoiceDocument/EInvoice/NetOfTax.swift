import Monetary

/// Takes the tax out of prices that contain it (8.4), line by line, so that the lines add up to the group's
/// base by construction: every share floored, the left-over units to the largest remainders.
enum NetOfTax {
    /// - Parameters:
    ///   - gross: the lines of one group, minor units.
    ///   - rate: percent.
    ///   - base: the group's taxable amount, which is Σ gross ÷ (1 + rate), rounded.
    static func nets(of gross: [Int64], rate: ExactDecimal, base: Int64) throws(MonetaryError) -> [Int64] {
        let divisor = try Ratio.one + rate.ratio / Ratio(100)
        var nets: [Int64] = []
        var remainders: [Ratio] = []
        for amount in gross {
            let exact = try Ratio(amount) / divisor
            let up = try exact.roundedUp()
            let floor = exact.denominator == 1 ? up : up - 1
            nets.append(Int64(floor))
            remainders.append(try exact - Ratio(floor, over: 1))
        }
        let order = remainders.indices.sorted { first, second in
            remainders[first] == remainders[second] ? first < second : remainders[first] > remainders[second]
        }
        for index in order.prefix(Int(base - nets.reduce(0, +))) { nets[index] += 1 }
        return nets
    }
}
