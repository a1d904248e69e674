/// One growing array of bytes with the few appends that PDF syntax needs; nothing here makes a String.
struct ByteBuffer: Sendable {
    /// What was written so far.
    private(set) var bytes: [UInt8]

    init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var count: Int { bytes.count }

    mutating func append(_ literal: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    mutating func append(byte: UInt8) {
        bytes.append(byte)
    }

    mutating func append(contentsOf other: [UInt8]) {
        bytes.append(contentsOf: other)
    }

    mutating func append(contentsOf other: ArraySlice<UInt8>) {
        bytes.append(contentsOf: other)
    }

    mutating func append(contentsOf other: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: other)
    }

    mutating func append(utf8 text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func removeLast(_ count: Int) {
        bytes.removeLast(count)
    }

    /// Writes a whole number in decimal.
    mutating func append(decimal value: Int) {
        if value >= 0, value < 10 {
            bytes.append(0x30 &+ UInt8(truncatingIfNeeded: value))
            return
        }
        if value < 0 { bytes.append(0x2D) }
        appendDigits(of: value.magnitude)
    }

    /// Writes thousandths as a decimal number without trailing zeros: 12,340 is `12.34`.
    mutating func append(thousandths value: Int) {
        if value < 0 { bytes.append(0x2D) }
        let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: 1000)
        appendDigits(of: whole)
        if fraction == 0 { return }
        bytes.append(0x2E)
        bytes.append(0x30 &+ UInt8(truncatingIfNeeded: fraction / 100))
        if fraction % 100 == 0 { return }
        bytes.append(0x30 &+ UInt8(truncatingIfNeeded: fraction / 10 % 10))
        if fraction % 10 != 0 { bytes.append(0x30 &+ UInt8(truncatingIfNeeded: fraction % 10)) }
    }

    /// Writes a number with leading zeros, as cross-reference tables and dates have it.
    mutating func append(decimal value: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(0x30 &+ UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }

    /// Writes a number right-aligned over `width` blanks written before.
    mutating func overwrite(decimal value: Int, at position: Int, width: Int) {
        var rest = value
        var index = position + width - 1
        repeat {
            bytes[index] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
            index -= 1
        } while rest > 0 && index >= position
    }

    mutating func overwrite(bigEndian value: UInt32, at position: Int) {
        for index in 0..<4 { bytes[position + index] = UInt8(truncatingIfNeeded: value >> (24 - 8 * index)) }
    }

    mutating func append(hexadecimal value: UInt8) {
        bytes.append(Self.hexDigit(value >> 4))
        bytes.append(Self.hexDigit(value & 15))
    }

    mutating func append(hexadecimal value: UInt16) {
        append(hexadecimal: UInt8(truncatingIfNeeded: value >> 8))
        append(hexadecimal: UInt8(truncatingIfNeeded: value))
    }

    mutating func append(bigEndian value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    mutating func append(bigEndian value: UInt32) {
        append(bigEndian: UInt16(truncatingIfNeeded: value >> 16))
        append(bigEndian: UInt16(truncatingIfNeeded: value))
    }

    private mutating func appendDigits(of value: UInt) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = value
            var index = 20
            repeat {
                index -= 1
                digits[index] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[index...]))
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x41 + value - 10
    }
}
