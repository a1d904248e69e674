/// Reads fixed-width and counted numbers and single characters off the front of a text.
struct ASCIIScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }
    var next: UInt8? { rest.first }

    /// Takes `character` if it comes next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes exactly `width` digits.
    mutating func number(width: Int) -> Int? { number(widths: width...width) }

    /// Takes as many digits as come, within `widths` (at most 18, so that the number fits).
    mutating func number(widths: ClosedRange<Int>) -> Int? {
        var value = 0
        var count = 0
        while count < widths.upperBound, let byte = rest.first, byte &- UInt8(ascii: "0") < 10 {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            rest.removeFirst()
            count += 1
        }
        return count >= widths.lowerBound ? value : nil
    }

    /// Takes what comes while it fits, and says how much that was.
    mutating func skip(while fits: (UInt8) -> Bool) -> Int {
        let count = rest.prefix(while: fits).count
        rest.removeFirst(count)
        return count
    }
}
