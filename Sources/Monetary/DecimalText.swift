/// Plain decimal notation, `-?digits[.digits]`, to and from an integer scaled by a power of ten.
enum DecimalText {
    /// The number in `text` times 10^`fractionDigits`.
    /// - Throws: `malformed`, `tooManyDigits` (trailing zeros count as digits) or `overflow`.
    static func scaled(_ text: String, fractionDigits: Int) throws(MonetaryError) -> Int128 {
        var digits = Substring(text).utf8
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        let whole = digits.prefix { $0 != UInt8(ascii: ".") }
        var fraction = digits.dropFirst(whole.count)
        if !fraction.isEmpty {
            fraction = fraction.dropFirst()
            guard !fraction.isEmpty else { throw .malformed(text) }
        }
        guard !whole.isEmpty, whole.allSatisfy(isDigit), fraction.allSatisfy(isDigit) else {
            throw .malformed(text)
        }
        guard fraction.count <= fractionDigits else {
            throw .tooManyDigits(text, allowed: fractionDigits)
        }
        var magnitude: Int128 = 0
        for digit in whole { try append(Int128(digit - UInt8(ascii: "0")), to: &magnitude) }
        for digit in fraction { try append(Int128(digit - UInt8(ascii: "0")), to: &magnitude) }
        for _ in fraction.count..<fractionDigits { try append(0, to: &magnitude) }
        return isNegative ? -magnitude : magnitude
    }

    /// `scaled` ÷ 10^`fractionDigits` with all its digits: 10692 and 2 give "106.92", −5 and 2 give "-0.05".
    static func text(_ scaled: Int128, fractionDigits: Int) -> String {
        let digits = String(scaled.magnitude)
        let sign = scaled < 0 ? "-" : ""
        guard fractionDigits > 0 else { return sign + digits }
        let padding = String(repeating: "0", count: max(0, fractionDigits + 1 - digits.utf8.count))
        let padded = padding + digits
        return "\(sign)\(padded.dropLast(fractionDigits)).\(padded.suffix(fractionDigits))"
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func append(_ digit: Int128, to magnitude: inout Int128) throws(MonetaryError) {
        let (tenfold, multiplyOverflow) = magnitude.multipliedReportingOverflow(by: 10)
        let (sum, addOverflow) = tenfold.addingReportingOverflow(digit)
        if multiplyOverflow || addOverflow { throw .overflow }
        magnitude = sum
    }
}
