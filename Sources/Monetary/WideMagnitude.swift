/// An unsigned number of 256 bits: what a sum or a comparison of two ratios needs before it is reduced.
struct WideMagnitude: Comparable {
    private let high: UInt128
    private let low: UInt128

    /// The full product of two magnitudes.
    init(_ left: UInt128, times right: UInt128) {
        (high, low) = left.multipliedFullWidth(by: right)
    }

    private init(high: UInt128, low: UInt128) {
        self.high = high
        self.low = low
    }

    static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }

    /// The sum of two products of 127-bit parts, which cannot leave 256 bits.
    static func + (left: Self, right: Self) -> Self {
        let (low, carry) = left.low.addingReportingOverflow(right.low)
        return Self(high: left.high + right.high + (carry ? 1 : 0), low: low)
    }

    /// The distance of two magnitudes.
    static func distance(_ left: Self, _ right: Self) -> Self {
        let (larger, smaller) = left < right ? (right, left) : (left, right)
        let (low, borrow) = larger.low.subtractingReportingOverflow(smaller.low)
        return Self(high: larger.high - smaller.high - (borrow ? 1 : 0), low: low)
    }

    /// The remainder by a divisor above zero.
    func remainder(dividingBy divisor: UInt128) -> UInt128 {
        divisor.dividingFullWidth((high % divisor, low)).remainder
    }

    /// Quotient and remainder by a divisor above zero, nil when the quotient leaves 128 bits.
    func divided(by divisor: UInt128) -> (quotient: UInt128, remainder: UInt128)? {
        high < divisor ? divisor.dividingFullWidth((high, low)) : nil
    }
}
