/// Splits `amount` minor units over the weights (RULES 1.4): every share floored, then the left-over units
/// to the largest remainders, ties to the earlier weight. The shares always add up to `amount`; a negative
/// amount is split by its absolute value.
/// - Throws: `noWeights` when every weight is zero and the amount is not; `negativeWeight`.
public func allocate(_ amount: Int64, over weights: [Int64]) throws(MonetaryError) -> [Int64] {
    var total: Int128 = 0
    for weight in weights {
        guard weight >= 0 else { throw .negativeWeight("\(weight)") }
        total += Int128(weight)
    }
    guard amount != 0 else { return Array(repeating: 0, count: weights.count) }
    guard total > 0 else { throw .noWeights }
    let magnitude = Int128(amount.magnitude)
    var shares: [Int128] = []
    var remainders: [Int128] = []
    for weight in weights {
        let (share, remainder) = (magnitude * Int128(weight)).quotientAndRemainder(dividingBy: total)
        shares.append(share)
        remainders.append(remainder)
    }
    return handOut(magnitude, toFloored: &shares, by: remainders, isNegative: amount < 0)
}

/// Splits `amount` minor units over exact weights; see ``allocate(_:over:)-([Int64],_)``.
/// - Throws: `noWeights`, `negativeWeight`, or `overflow` when a share's exact ratio does not fit.
public func allocate(_ amount: Int64, over weights: [Ratio]) throws(MonetaryError) -> [Int64] {
    var total = Ratio.zero
    for weight in weights {
        guard !weight.isNegative else { throw .negativeWeight("\(weight)") }
        total = try total + weight
    }
    guard amount != 0 else { return Array(repeating: 0, count: weights.count) }
    guard !total.isZero else { throw .noWeights }
    let magnitude = Int128(amount.magnitude)
    let perWeight = try Ratio(magnitude, over: 1) / total
    var shares: [Int128] = []
    var remainders: [Ratio] = []
    for weight in weights {
        let exact = try perWeight * weight
        let floor = exact.numerator / exact.denominator
        shares.append(floor)
        // gcd(n mod d, d) = gcd(n, d) = 1: still reduced.
        remainders.append(
            Ratio(numerator: exact.numerator - floor * exact.denominator, denominator: exact.denominator))
    }
    return handOut(magnitude, toFloored: &shares, by: remainders, isNegative: amount < 0)
}

/// Gives what the floors left over, fewer units than there are remainders above zero, and the sign back.
private func handOut<Remainder: Comparable>(
    _ magnitude: Int128, toFloored shares: inout [Int128], by remainders: [Remainder], isNegative: Bool
) -> [Int64] {
    let leftOver = Int(magnitude - shares.reduce(0, +))
    if leftOver > 0 {
        let order = remainders.indices.sorted { first, second in
            remainders[first] == remainders[second] ? first < second : remainders[first] > remainders[second]
        }
        for index in order.prefix(leftOver) { shares[index] += 1 }
    }
    // No share leaves the range of the amount, so this cannot overflow.
    return shares.map { Int64(isNegative ? -$0 : $0) }
}
