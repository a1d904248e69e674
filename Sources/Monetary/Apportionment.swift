/// Splits `amount` minor units so that every share lies at the exact value beside it, of any sign: every value
/// floored, then what is left over handed out evenly, the rest of it to the largest remainders, ties to the earlier.
///
/// Values that are not below zero and add up to the amount get what ``allocate(_:over:)-([Ratio],_)`` gives (RULES
/// 1.4). Where they add up to another amount, as taxes do that were rounded once over all lines, every share takes its
/// part of the difference. A negative amount is split with all signs turned, and turned back.
/// - Throws: `noWeights` when there is no value and the amount is not zero; `overflow` when a share leaves 64 bits.
public func apportion(_ amount: Int64, near values: [Ratio]) throws(MonetaryError) -> [Int64] {
    guard !values.isEmpty else {
        guard amount == 0 else { throw .noWeights }
        return []
    }
    let isNegative = amount < 0
    var shares: [Int128] = []
    var remainders: [Ratio] = []
    for value in values {
        let turned = isNegative ? -value : value
        var (floor, rest) = turned.numerator.quotientAndRemainder(dividingBy: turned.denominator)
        if rest < 0 {
            floor -= 1
            rest += turned.denominator
        }
        shares.append(floor)
        // gcd(n mod d, d) = gcd(n, d) = 1: still reduced.
        remainders.append(Ratio(numerator: rest, denominator: turned.denominator))
    }
    let leftOver = Int128(amount.magnitude) - shares.reduce(0, +)
    var (even, units) = leftOver.quotientAndRemainder(dividingBy: Int128(values.count))
    if units < 0 {
        even -= 1
        units += Int128(values.count)
    }
    let order = remainders.indices.sorted { first, second in
        remainders[first] == remainders[second] ? first < second : remainders[first] > remainders[second]
    }
    for (place, index) in order.enumerated() { shares[index] += even + (place < units ? 1 : 0) }
    var result: [Int64] = []
    for share in shares {
        guard let share = Int64(exactly: isNegative ? -share : share) else { throw .overflow }
        result.append(share)
    }
    return result
}
