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

    /// `scaled` ÷ 10^`fractionDigits`: 10692 and 2 give "106.92", −5 and 2 give "-0.05".
    ///
    /// - Parameter keepsZeros: whether all fractional digits are written, or no zeros at their end.
    static func text(_ scaled: Int128, fractionDigits: Int, keepsZeros: Bool = true) -> String {
        // Machine words divide many times faster, and nearly every number is one.
        if let magnitude = UInt64(exactly: scaled.magnitude) {
            return text(
                magnitude, isNegative: scaled < 0, fractionDigits: fractionDigits, keepsZeros: keepsZeros)
        }
        return text(
            scaled.magnitude, isNegative: scaled < 0, fractionDigits: fractionDigits, keepsZeros: keepsZeros)
    }

    private static func text<Magnitude: FixedWidthInteger & UnsignedInteger>(
        _ scaled: Magnitude, isNegative: Bool, fractionDigits: Int, keepsZeros: Bool
    ) -> String {
        var rest = scaled
        var fractionDigits = fractionDigits
        while !keepsZeros, fractionDigits > 0 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            guard digit == 0 else { break }
            rest = quotient
            fractionDigits -= 1
        }
        var digits = 1
        var bound = rest / 10
        while bound > 0 {
            digits += 1
            bound /= 10
        }
        let wholeDigits = max(1, digits - fractionDigits)
        let length = (isNegative ? 1 : 0) + wholeDigits + (fractionDigits > 0 ? fractionDigits + 1 : 0)
        return String(unsafeUninitializedCapacity: length) { buffer in
            for place in 0..<fractionDigits + wholeDigits {
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                rest = quotient
                let index = length - 1 - place - (place >= fractionDigits && fractionDigits > 0 ? 1 : 0)
                buffer[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            }
            if fractionDigits > 0 { buffer[length - 1 - fractionDigits] = UInt8(ascii: ".") }
            if isNegative { buffer[0] = UInt8(ascii: "-") }
            return length
        }
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
