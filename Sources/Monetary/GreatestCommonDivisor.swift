/// The greatest common divisor; that of 0 and n is n.
func greatestCommonDivisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
    var (larger, smaller) = (first, second)
    while smaller != 0 {
        if let narrowLarger = UInt64(exactly: larger), let narrowSmaller = UInt64(exactly: smaller) {
            return UInt128(greatestCommonDivisor(narrowLarger, narrowSmaller))
        }
        (larger, smaller) = (smaller, larger % smaller)
    }
    return larger
}

/// Stein's binary algorithm on machine words, several times faster than dividing 128 bits.
private func greatestCommonDivisor(_ first: UInt64, _ second: UInt64) -> UInt64 {
    guard first != 0 else { return second }
    guard second != 0 else { return first }
    let shift = (first | second).trailingZeroBitCount
    var left = first >> UInt64(first.trailingZeroBitCount)
    var right = second
    while right != 0 {
        right >>= UInt64(right.trailingZeroBitCount)
        if left > right { swap(&left, &right) }
        right -= left
    }
    return left << UInt64(shift)
}
