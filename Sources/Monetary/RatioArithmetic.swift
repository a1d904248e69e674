extension Ratio {
    /// The exact sum.
    /// - Throws: `overflow`, only when the reduced sum does not fit.
    public static func + (left: Ratio, right: Ratio) throws(MonetaryError) -> Ratio {
        if left.isNarrow && right.isNarrow {
            // Products of 64-bit parts stay below 2^126, their sum below 2^127.
            return Ratio(
                reducing: left.numerator * right.denominator + right.numerator * left.denominator,
                over: left.denominator * right.denominator)
        }
        return try wideSum(left, right)
    }

    /// The exact difference.
    /// - Throws: `overflow`, only when the reduced difference does not fit.
    public static func - (left: Ratio, right: Ratio) throws(MonetaryError) -> Ratio {
        try left + -right
    }

    /// The exact product.
    /// - Throws: `overflow`, only when the reduced product does not fit.
    public static func * (left: Ratio, right: Ratio) throws(MonetaryError) -> Ratio {
        if left.isNarrow && right.isNarrow {
            return Ratio(
                reducing: left.numerator * right.numerator, over: left.denominator * right.denominator)
        }
        return try product(
            left.numerator.magnitude, left.denominator.magnitude,
            right.numerator.magnitude, right.denominator.magnitude,
            isNegative: left.isNegative != right.isNegative)
    }

    /// The exact quotient.
    /// - Throws: `divisionByZero`, or `overflow` only when the reduced quotient does not fit.
    public static func / (left: Ratio, right: Ratio) throws(MonetaryError) -> Ratio {
        guard !right.isZero else { throw .divisionByZero }
        return try product(
            left.numerator.magnitude, left.denominator.magnitude,
            right.denominator.magnitude, right.numerator.magnitude,
            isNegative: left.isNegative != right.isNegative)
    }

    /// The negative.
    @inlinable
    public static prefix func - (ratio: Ratio) -> Ratio {
        Ratio(numerator: -ratio.numerator, denominator: ratio.denominator)
    }

    /// Both parts fit 64 bits, so that products of two such ratios fit 128.
    @inline(__always)
    private var isNarrow: Bool {
        Int128(Int64(truncatingIfNeeded: numerator)) == numerator
            && Int128(Int64(truncatingIfNeeded: denominator)) == denominator
    }

    /// Parts of 127 bits, the denominator above zero.
    private init(reducing numerator: Int128, over denominator: Int128) {
        guard denominator != 1 else {
            self.init(numerator: numerator, denominator: 1)
            return
        }
        let divisor = Int128(greatestCommonDivisor(numerator.magnitude, denominator.magnitude))
        self.init(numerator: numerator / divisor, denominator: denominator / divisor)
    }

    /// a/b × c/d of reduced ratios: with the common factors across taken out first the product is reduced,
    /// so a part overflows only when the answer does.
    private static func product(
        _ a: UInt128, _ b: UInt128, _ c: UInt128, _ d: UInt128, isNegative: Bool
    ) throws(MonetaryError) -> Ratio {
        let first = greatestCommonDivisor(a, d)
        let second = greatestCommonDivisor(c, b)
        let (numerator, above) = (a / first).multipliedReportingOverflow(by: c / second)
        let (denominator, below) = (b / second).multipliedReportingOverflow(by: d / first)
        guard !above, !below else { throw .overflow }
        return try Ratio(isNegative: isNegative, numerator: numerator, denominator: denominator)
    }

    /// a/b + c/d over 256 bits. With g = gcd(b, d) the sum is t ÷ (b/g × d), and every factor still common
    /// to both parts divides g (Knuth, TAOCP 2, 4.5.1): t itself may be wide when the answer is not.
    private static func wideSum(_ left: Ratio, _ right: Ratio) throws(MonetaryError) -> Ratio {
        let b = left.denominator.magnitude
        let d = right.denominator.magnitude
        let g = greatestCommonDivisor(b, d)
        let first = WideMagnitude(left.numerator.magnitude, times: d / g)
        let second = WideMagnitude(right.numerator.magnitude, times: b / g)
        let sameSign = left.isNegative == right.isNegative
        let sum = sameSign ? first + second : .distance(first, second)
        let common = greatestCommonDivisor(sum.remainder(dividingBy: g), g)
        let (denominator, below) = (b / g).multipliedReportingOverflow(by: d / common)
        guard let numerator = sum.divided(by: common)?.quotient, !below else { throw .overflow }
        return try Ratio(
            isNegative: sameSign || second < first ? left.isNegative : right.isNegative,
            numerator: numerator, denominator: denominator)
    }
}

extension Ratio: Comparable {
    /// Compares exactly, over 256 bits where 128 are too few.
    public static func < (left: Ratio, right: Ratio) -> Bool {
        if left.isNarrow && right.isNarrow {
            return left.numerator * right.denominator < right.numerator * left.denominator
        }
        guard left.isNegative == right.isNegative else { return left.isNegative }
        let first = WideMagnitude(left.numerator.magnitude, times: right.denominator.magnitude)
        let second = WideMagnitude(right.numerator.magnitude, times: left.denominator.magnitude)
        return left.isNegative ? second < first : first < second
    }
}
