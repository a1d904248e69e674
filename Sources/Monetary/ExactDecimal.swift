/// An exact decimal of at most 12 fractional digits: unit prices, rates, percentages, quantities (RULES 1.2).
@frozen
public struct ExactDecimal: Hashable, Sendable {
    /// The value times 10^12; never `Int128.min`, so that every decimal has a negative.
    @usableFromInline let scaled: Int128

    @usableFromInline static var scale: Int128 { 1_000_000_000_000 }
    private static let fractionDigits = 12

    /// 0.
    @inlinable public static var zero: ExactDecimal { ExactDecimal(0) }
    /// 1.
    @inlinable public static var one: ExactDecimal { ExactDecimal(1) }

    /// A whole number.
    @inlinable
    public init(_ whole: Int64) { self.init(scaled: Int128(whole) * Self.scale) }

    /// A decimal in plain notation, "0.0005" or "-3"; no exponent, no sign "+", no digit grouping.
    /// - Throws: `malformed`, `tooManyDigits` past 12 fractional digits, or `overflow`.
    public init(parsing text: String) throws(MonetaryError) {
        self.init(scaled: try DecimalText.scaled(text, fractionDigits: Self.fractionDigits))
    }

    /// A ratio rounded to 12 fractional digits, half away from zero.
    /// - Throws: `overflow`.
    public init(rounding ratio: Ratio) throws(MonetaryError) {
        let divisor = ratio.denominator.magnitude
        let product = WideMagnitude(ratio.numerator.magnitude, times: Self.scale.magnitude)
        guard let (quotient, remainder) = product.divided(by: divisor),
            let floor = Int128(exactly: quotient)
        else { throw .overflow }
        let (nearest, overflow) = floor.addingReportingOverflow(remainder >= divisor - remainder ? 1 : 0)
        guard !overflow else { throw .overflow }
        self.init(scaled: ratio.isNegative ? -nearest : nearest)
    }

    @usableFromInline
    init(scaled: Int128) { self.scaled = scaled }

    /// The same value as a ratio.
    public var ratio: Ratio {
        let divisor = Int128(greatestCommonDivisor(scaled.magnitude, Self.scale.magnitude))
        return Ratio(numerator: scaled / divisor, denominator: Self.scale / divisor)
    }

    /// Whether it is 0.
    @inlinable public var isZero: Bool { scaled == 0 }
    /// Whether it is below 0.
    @inlinable public var isNegative: Bool { scaled < 0 }
}

extension ExactDecimal: Comparable {
    /// The exact sum.
    /// - Throws: `overflow`.
    public static func + (left: Self, right: Self) throws(MonetaryError) -> Self {
        let (sum, overflow) = left.scaled.addingReportingOverflow(right.scaled)
        guard !overflow, sum != .min else { throw .overflow }
        return Self(scaled: sum)
    }

    /// The exact difference.
    /// - Throws: `overflow`.
    public static func - (left: Self, right: Self) throws(MonetaryError) -> Self { try left + -right }

    /// The negative.
    @inlinable
    public static prefix func - (decimal: Self) -> Self { Self(scaled: -decimal.scaled) }

    /// Compares the values.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.scaled < right.scaled }
}

extension ExactDecimal: CustomStringConvertible {
    /// The canonical text: no trailing zeros, "0.0005" or "2".
    public var description: String {
        DecimalText.text(scaled, fractionDigits: Self.fractionDigits, keepsZeros: false)
    }
}

extension ExactDecimal: Codable {
    /// Reads a text as `init(parsing:)` does.
    public init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the canonical text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
