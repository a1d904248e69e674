/// An exact ratio, always reduced, its denominator above zero. What every product and quotient of the
/// rules is until one named rounding (RULES 1.3).
@frozen
public struct Ratio: Hashable, Sendable {
    /// The numerator, which carries the sign; never `Int128.min`, so that every ratio has a negative.
    public let numerator: Int128
    /// The denominator, above zero.
    public let denominator: Int128

    /// 0.
    @inlinable public static var zero: Ratio { Ratio(0) }
    /// 1.
    @inlinable public static var one: Ratio { Ratio(1) }

    /// A whole number.
    @inlinable
    public init(_ whole: Int64) { self.init(numerator: Int128(whole), denominator: 1) }

    /// `numerator` ÷ `denominator`, reduced, of any signs.
    /// - Throws: `divisionByZero`, or `overflow` when a reduced part leaves 127 bits.
    public init(_ numerator: Int128, over denominator: Int128) throws(MonetaryError) {
        guard denominator != 0 else { throw .divisionByZero }
        let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        try self.init(
            isNegative: (numerator < 0) != (denominator < 0),
            numerator: numerator.magnitude / divisor, denominator: denominator.magnitude / divisor)
    }

    /// Parts that are already reduced and in range.
    @usableFromInline
    init(numerator: Int128, denominator: Int128) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Reduced magnitudes and a sign.
    init(isNegative: Bool, numerator: UInt128, denominator: UInt128) throws(MonetaryError) {
        guard let numerator = Int128(exactly: numerator), let denominator = Int128(exactly: denominator)
        else { throw .overflow }
        self.init(numerator: isNegative ? -numerator : numerator, denominator: denominator)
    }

    /// Whether it is 0.
    @inlinable public var isZero: Bool { numerator == 0 }
    /// Whether it is below 0.
    @inlinable public var isNegative: Bool { numerator < 0 }
}

extension Ratio {
    /// The nearest whole number, half away from zero (RULES 1.3).
    /// - Throws: `overflow` when that leaves 64 bits.
    public func rounded() throws(MonetaryError) -> Int64 {
        let divisor = denominator.magnitude
        let (quotient, remainder) = numerator.magnitude.quotientAndRemainder(dividingBy: divisor)
        // Not `2 * remainder >= divisor`, which could overflow.
        let nearest = Int128(remainder >= divisor - remainder ? quotient + 1 : quotient)
        guard let result = Int64(exactly: isNegative ? -nearest : nearest) else { throw .overflow }
        return result
    }

    /// The smallest whole number that is not below it.
    public func roundedUp() throws(MonetaryError) -> Int128 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        return remainder > 0 ? quotient + 1 : quotient
    }
}

extension Ratio: CustomStringConvertible {
    /// "14/29", or "3" for a whole number.
    public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }

    /// A ratio as `description` writes it; parts that are not reduced are accepted.
    /// - Throws: `malformed`, `divisionByZero` or `overflow`.
    public init(parsing text: String) throws(MonetaryError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.last?.first != "-" || parts.count == 1 else { throw .malformed(text) }
        var values: [Int128] = []
        for part in parts {
            do {
                values.append(try DecimalText.scaled(String(part), fractionDigits: 0))
            } catch .overflow {
                throw .overflow
            } catch {
                throw .malformed(text)
            }
        }
        try self.init(values[0], over: values.count == 2 ? values[1] : 1)
    }
}

extension Ratio: Codable {
    /// Reads the text of `description`.
    public init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text of `description`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
