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

    /// A price that is a ratio, exactly: as ``price(_:_:)-(ExactDecimal,_)`` where twelve digits hold it, as a fraction
    /// otherwise.
    public func price(_ price: Ratio, _ currency: Currency) -> String {
        Self.decimal(price).map { self.price($0, currency) } ?? text(price)
    }

    /// A ratio exactly: as a decimal where twelve digits hold it, as a fraction otherwise.
    public func text(_ ratio: Ratio) -> String {
        if let decimal = Self.decimal(ratio) { return text(decimal) }
        return grouped(plain: "\(ratio.numerator)") + "/" + grouped(plain: "\(ratio.denominator)")
    }

    /// The ratio as a decimal, nil where twelve fractional digits do not hold it.
    static func decimal(_ ratio: Ratio) -> ExactDecimal? {
        // Too large for twelve digits is as good as not held by them.
        guard let decimal = try? ExactDecimal(rounding: ratio), decimal.ratio == ratio else { return nil }
        return decimal
    }

    /// `-?digits[.digits]` in this style.
    func grouped(plain: String) -> String {
        let isNegative = plain.utf8.first == UInt8(ascii: "-")
        let digits = plain.utf8.dropFirst(isNegative ? 1 : 0)
        let point = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.endIndex
        var left = digits[..<point].count
        guard left > 0 else { return plain }
        var written: [UInt8] = []
        written.reserveCapacity(plain.utf8.count * 2 + 8)
        if isNegative { written += Self.minus.utf8 }
        let isGrouped = isGrouped(left)
        var isFirst = true
        for digit in digits[..<point] {
            if isGrouped, !isFirst, endsGroup(before: left) { written += groupSeparator.utf8 }
            written.append(digit)
            isFirst = false
            left -= 1
        }
        if point < digits.endIndex {
            written += decimalSeparator.utf8
            written += digits[point...].dropFirst()
        }
        return String(decoding: written, as: UTF8.self)
    }

    private func isGrouped(_ digits: Int) -> Bool {
        if case .thousands(let least) = grouping { digits >= least } else { digits > 3 }
    }

    /// Whether a group begins where so many digits are left before the decimal separator.
    private func endsGroup(before left: Int) -> Bool {
        switch grouping {
        case .thousands: left % 3 == 0
        case .indian: left == 3 || left > 3 && left % 2 == 1
        }
    }
}
