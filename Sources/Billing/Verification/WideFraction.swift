import Monetary

/// A numerator over a denominator above zero, never reduced: two are compared by multiplying across.
struct WideFraction {
    var numerator: WideInteger
    var denominator: WideInteger

    init(_ numerator: WideInteger, over denominator: WideInteger = WideInteger(1 as Int64)) {
        self.numerator = numerator
        self.denominator = denominator
    }

    init(_ whole: Int64) { self.init(WideInteger(whole)) }

    /// The two parts of a ratio as they stand.
    init(_ ratio: Ratio) { self.init(WideInteger(ratio.numerator), over: WideInteger(ratio.denominator)) }

    init(_ decimal: ExactDecimal) { self.init(decimal.ratio) }

    /// 0 ÷ 0 days is 0 (4.2).
    init(_ share: Share) {
        self.init(WideInteger(share.part), over: WideInteger(share.whole == 0 ? 1 : share.whole))
    }

    static var zero: WideFraction { WideFraction(0) }

    /// The nearest whole number, half away from zero (1.3): floor((2n + d) ÷ 2d) of the magnitude.
    var rounded: WideInteger {
        let doubled = numerator.magnitude + numerator.magnitude + denominator
        let nearest = doubled.divided(by: denominator + denominator).quotient
        return numerator.sign < 0 ? -nearest : nearest
    }

    /// The largest whole number that is not above it.
    var floor: WideInteger {
        guard numerator.sign < 0 else { return numerator.divided(by: denominator).quotient }
        return -WideFraction(numerator.magnitude, over: denominator).ceiling
    }

    /// The smallest whole number that is not below it, of a fraction that is not below zero.
    var ceiling: WideInteger {
        (numerator + denominator - WideInteger(1 as Int64)).divided(by: denominator).quotient
    }

    static func + (left: Self, right: Self) -> Self {
        Self(
            left.numerator * right.denominator + right.numerator * left.denominator,
            over: left.denominator * right.denominator)
    }

    static func - (left: Self, right: Self) -> Self {
        left + Self(-right.numerator, over: right.denominator)
    }

    static func * (left: Self, right: Self) -> Self {
        Self(left.numerator * right.numerator, over: left.denominator * right.denominator)
    }

    /// By a fraction above zero.
    static func / (left: Self, right: Self) -> Self {
        Self(left.numerator * right.denominator, over: left.denominator * right.numerator)
    }

    static func < (left: Self, right: Self) -> Bool {
        left.numerator * right.denominator < right.numerator * left.denominator
    }

    static func min(_ left: Self, _ right: Self) -> Self { right < left ? right : left }
}

extension WideFraction {
    /// A decimal's value times 10^12, as a whole number: what quantities are compared by.
    var inTrillionths: WideInteger { (self * WideFraction(1_000_000_000_000)).rounded }
}
