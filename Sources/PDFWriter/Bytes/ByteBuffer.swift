/// Growing memory with the few appends that PDF syntax needs; nothing here makes a String, and nothing is counted or
/// copied when a byte is added.
struct ByteBuffer: ~Copyable {
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes written so far.
    private(set) var count = 0

    init(capacity: Int = 64) {
        self.capacity = max(16, capacity)
        memory = .allocate(capacity: self.capacity)
    }

    /// Begins with bytes, and with room for `more`.
    init(_ bytes: [UInt8], more: Int = 0) {
        self.init(capacity: bytes.count + more)
        append(contentsOf: bytes)
    }

    deinit { memory.deallocate() }

    /// A copy of what was written so far.
    var bytes: [UInt8] { withBytes(Array.init) }

    /// What was written so far, in place.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(start: memory, count: count))
    }

    /// The place of the next bytes, with room for so many.
    @inline(__always)
    private mutating func room(for more: Int) -> UnsafeMutablePointer<UInt8> {
        if capacity - count < more { grow(by: more) }
        return memory + count
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: memory, count: count)
        memory.deallocate()
        memory = larger
    }

    /// Appends what `body` writes into memory of `most` bytes; it returns how many they are.
    @inline(__always)
    mutating func append(atMost most: Int, _ body: (UnsafeMutableRawPointer) -> Int) {
        count += body(room(for: most))
    }

    @inline(__always)
    mutating func append(_ literal: StaticString) {
        let size = literal.utf8CodeUnitCount
        room(for: size).update(from: literal.utf8Start, count: size)
        count += size
    }

    @inline(__always)
    mutating func append(byte: UInt8) {
        room(for: 1).pointee = byte
        count += 1
    }

    mutating func append(contentsOf other: UnsafeBufferPointer<UInt8>) {
        guard let start = other.baseAddress else { return }
        room(for: other.count).update(from: start, count: other.count)
        count += other.count
    }

    mutating func append(contentsOf other: [UInt8]) {
        other.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    mutating func append(contentsOf other: ArraySlice<UInt8>) {
        other.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    mutating func append(contentsOf other: borrowing ByteBuffer) {
        other.withBytes { append(contentsOf: $0) }
    }

    mutating func append(utf8 text: String) {
        let isWritten: Void? = text.utf8.withContiguousStorageIfAvailable { append(contentsOf: $0) }
        if isWritten == nil { append(contentsOf: Array(text.utf8)) }
    }

    mutating func removeAll() {
        count = 0
    }

    mutating func removeLast(_ count: Int) {
        precondition(count <= self.count, "more bytes to remove than there are")
        self.count -= count
    }

    /// Writes a whole number in decimal.
    mutating func append(decimal value: Int) {
        if value < 0 { append(byte: 0x2D) }
        appendDigits(of: value.magnitude)
    }

    /// Writes thousandths as a decimal number without trailing zeros: 12,340 is `12.34`.
    mutating func append(thousandths value: Int) {
        if value < 0 { append(byte: 0x2D) }
        let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: 1000)
        appendDigits(of: whole)
        if fraction == 0 { return }
        let digits = room(for: 4)
        let (first, rest) = fraction.quotientAndRemainder(dividingBy: 100)
        let (second, third) = rest.quotientAndRemainder(dividingBy: 10)
        digits[0] = 0x2E
        digits[1] = Self.digit(first)
        digits[2] = Self.digit(second)
        digits[3] = Self.digit(third)
        count += third != 0 ? 4 : second != 0 ? 3 : 2
    }

    /// Writes a number with leading zeros, as cross-reference tables and dates have it.
    mutating func append(decimal value: Int, digits: Int) {
        let place = room(for: digits)
        var rest = value.magnitude
        for index in (0..<digits).reversed() {
            place[index] = Self.digit(rest % 10)
            rest /= 10
        }
        count += digits
    }

    /// Writes a number right-aligned over `width` blanks written before.
    mutating func overwrite(decimal value: Int, at position: Int, width: Int) {
        precondition(position >= 0 && position + width <= count, "nothing was written there")
        var rest = value.magnitude
        var index = position + width - 1
        repeat {
            memory[index] = Self.digit(rest % 10)
            rest /= 10
            index -= 1
        } while rest > 0 && index >= position
    }

    mutating func overwrite(bigEndian value: UInt32, at position: Int) {
        precondition(position >= 0 && position + 4 <= count, "nothing was written there")
        for index in 0..<4 { memory[position + index] = UInt8(truncatingIfNeeded: value >> (24 - 8 * index)) }
    }

    mutating func append(hexadecimal value: UInt8) {
        append(byte: Self.hexDigit(value >> 4))
        append(byte: Self.hexDigit(value & 15))
    }

    mutating func append(hexadecimal value: UInt16) {
        append(hexadecimal: UInt8(truncatingIfNeeded: value >> 8))
        append(hexadecimal: UInt8(truncatingIfNeeded: value))
    }

    @inline(__always)
    mutating func append(bigEndian value: UInt16) {
        let place = room(for: 2)
        place[0] = UInt8(truncatingIfNeeded: value >> 8)
        place[1] = UInt8(truncatingIfNeeded: value)
        count += 2
    }

    mutating func append(bigEndian value: UInt32) {
        append(bigEndian: UInt16(truncatingIfNeeded: value >> 16))
        append(bigEndian: UInt16(truncatingIfNeeded: value))
    }

    private mutating func appendDigits(of value: UInt) {
        if value < 10 { return append(byte: Self.digit(value)) }
        var width = 2
        var limit: UInt = 100
        // 10^19 is the highest power of ten that fits; numbers from there on have twenty digits.
        while value >= limit, width < 20 {
            width += 1
            limit = width == 20 ? .max : limit &* 10
        }
        let place = room(for: width)
        var rest = value
        for index in (0..<width).reversed() {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
            place[index] = Self.digit(remainder)
            rest = quotient
        }
        count += width
    }

    @inline(__always)
    private static func digit(_ value: UInt) -> UInt8 { 0x30 &+ UInt8(truncatingIfNeeded: value) }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x41 + value - 10
    }
}
