public import Monetary

/// How numbers are written for people: separators and the sign, as a language has them.
public struct NumberStyle: Sendable, Hashable {
    /// How the digits before the decimal separator are grouped.
    public enum Grouping: Sendable, Hashable {
        /// 1,234,567; numbers with fewer digits than `from` stay whole.
        case thousands(from: Int)
        /// 12,34,567.
        case indian
    }

    /// Between whole and fractional digits.
    public var decimalSeparator: String
    /// Between groups of digits.
    public var groupSeparator: String
    /// Where groups end.
    public var grouping: Grouping

    /// U+2212, as wide as the plus and the digits; a hyphen is not a sign.
    public static let minus = "\u{2212}"

    /// A style by its separators.
    public init(decimalSeparator: String, groupSeparator: String, grouping: Grouping = .thousands(from: 4)) {
        self.decimalSeparator = decimalSeparator
        self.groupSeparator = groupSeparator
        self.grouping = grouping
    }

    /// 1,234.50
    public static let english = NumberStyle(decimalSeparator: ".", groupSeparator: ",")

    /// An exact decimal with its significant digits only.
    public func text(_ decimal: ExactDecimal) -> String { grouped(plain: decimal.description) }

    /// An amount with all digits of its currency, without the currency: "−1,234.50", "500" for JPY.
    public func amount(_ minorUnits: Int64, _ currency: Currency) -> String {
        grouped(plain: currency.majorUnits(minorUnits))
    }

    /// A price in major units with the digits of its currency, or more where it has more: "10.00", "0.0005".
    public func price(_ price: ExactDecimal, _ currency: Currency) -> String {
        var plain = price.description
        let point = plain.utf8.firstIndex(of: UInt8(ascii: "."))
        let digits = point.map { plain.utf8.distance(from: $0, to: plain.utf8.endIndex) - 1 } ?? 0
        if digits < currency.exponent {
            plain += (point == nil ? "." : "") + String(repeating: "0", count: currency.exponent - digits)
        }
        return grouped(plain: plain)
    }

    /// A ratio exactly: as a decimal where twelve digits hold it, as a fraction otherwise.
    public func text(_ ratio: Ratio) -> String {
        if let decimal = Self.decimal(ratio) { return text(decimal) }
        return grouped(plain: "\(ratio.numerator)") + "/" + grouped(plain: "\(ratio.denominator)")
    }

    /// The ratio as a decimal, nil where twelve fractional digits do not hold it.
    static func decimal(_ ratio: Ratio) -> ExactDecimal? {
        guard let decimal = try? ExactDecimal(rounding: ratio), decimal.ratio == ratio else { return nil }
        return decimal
    }

    /// `-?digits[.digits]` in this style.
    func grouped(plain: String) -> String {
        let isNegative = plain.hasPrefix("-")
        let parts = plain.dropFirst(isNegative ? 1 : 0).split(separator: ".", maxSplits: 1)
        guard let whole = parts.first else { return plain }
        let fraction = parts.count == 2 ? decimalSeparator + parts[1] : ""
        return (isNegative ? Self.minus : "") + groups(of: whole).joined(separator: groupSeparator) + fraction
    }

    private func groups(of digits: Substring) -> [Substring] {
        var width = 3
        if case .thousands(let least) = grouping, digits.count < least { return [digits] }
        var groups: [Substring] = []
        var rest = digits
        while rest.count > width {
            groups.append(rest.suffix(width))
            rest = rest.dropLast(width)
            if grouping == .indian { width = 2 }
        }
        groups.append(rest)
        return groups.reversed()
    }
}
