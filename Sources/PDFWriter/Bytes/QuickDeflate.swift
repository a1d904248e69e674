/// Deflate at its fastest: one pass, one place tried for each four bytes, a code prepared for the kind of bytes.
struct QuickDeflate: ~Copyable {
    private static let hashBits: UInt32 = 12
    private static let windowSize = 32_768
    /// The latest place of each hash.
    private let heads: UnsafeMutablePointer<Int32>

    init() {
        heads = .allocate(capacity: 1 << Self.hashBits)
    }

    deinit { heads.deallocate() }

    /// Appends one block, the last of its stream; the bytes as they are where the code would make more of them.
    borrowing func write(
        _ input: UnsafeBufferPointer<UInt8>, _ code: PreparedCode, into target: inout ByteBuffer
    ) {
        guard let bytes = input.baseAddress else { return store(input, into: &target) }
        let start = target.count
        // Every byte a literal of the longest code, the end of the block and what is stored beyond the last byte.
        let most = code.header.count + input.count * PreparedCode.longest / 8 + 32
        target.append(atMost: most) { output in
            var bits = BitOutput(output, code)
            code.literals.withUnsafeBufferPointer { literals in
                code.lengths.withUnsafeBufferPointer { lengths in
                    code.distances.withUnsafeBufferPointer { distances in
                        encode(bytes, input.count, literals, lengths, distances, &bits)
                    }
                }
            }
            return bits.finish(from: output)
        }
        let stored = input.count + 5 * (input.count / 65_535 + 1)
        guard target.count - start > stored else { return }
        target.removeLast(target.count - start)
        store(input, into: &target)
    }

    private borrowing func store(_ input: UnsafeBufferPointer<UInt8>, into target: inout ByteBuffer) {
        var bits = BitWriter(capacity: input.count + 64)
        DeflateBlock.store(input[...], isLast: true, &bits)
        bits.flush()
        bits.move(to: &target)
    }

    @inline(__always)
    private borrowing func encode(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, _ literals: UnsafeBufferPointer<PreparedCode.Entry>,
        _ lengths: UnsafeBufferPointer<PreparedCode.Entry>,
        _ distances: UnsafeBufferPointer<PreparedCode.Entry>, _ bits: inout BitOutput
    ) {
        // Further away than any window, so that one comparison tells.
        heads.initialize(repeating: Int32.min / 2, count: 1 << Self.hashBits)
        let raw = UnsafeRawPointer(bytes)
        let literal = literals.baseAddress.unsafelyUnwrapped
        let length = lengths.baseAddress.unsafelyUnwrapped
        let distance = distances.baseAddress.unsafelyUnwrapped
        // Four bytes are read at every place.
        let last = count - 4
        var place = 0
        while place <= last {
            let word = raw.loadUnaligned(fromByteOffset: place, as: UInt32.self)
            let head = heads + Self.hash(word)
            let candidate = Int(head.pointee)
            head.pointee = Int32(truncatingIfNeeded: place)
            guard place &- candidate <= Self.windowSize,
                raw.loadUnaligned(fromByteOffset: candidate, as: UInt32.self) == word
            else {
                bits.append(literal[Int(bytes[place])])
                place &+= 1
                continue
            }
            let matched = Self.commonLength(raw, candidate, place, min(258, count &- place))
            bits.append(length[matched &- 3])
            bits.append(distance: place &- candidate, distance)
            // The next bytes are often repeated from their second one on; the others are not worth their time.
            remember(place &+ 1, last, raw)
            place &+= matched
            remember(place &- 2, last, raw)
        }
        while place < count {
            bits.append(literal[Int(bytes[place])])
            place &+= 1
        }
        bits.append(literal[256])
    }

    @inline(__always)
    private borrowing func remember(_ place: Int, _ last: Int, _ raw: UnsafeRawPointer) {
        guard place <= last else { return }
        let word = raw.loadUnaligned(fromByteOffset: place, as: UInt32.self)
        heads[Self.hash(word)] = Int32(truncatingIfNeeded: place)
    }

    @inline(__always)
    private static func hash(_ word: UInt32) -> Int {
        Int((UInt32(littleEndian: word) &* 0x9E37_79B1) >> (32 - hashBits))
    }

    /// The first four bytes are known to be the same.
    @inline(__always)
    private static func commonLength(
        _ raw: UnsafeRawPointer, _ left: Int, _ right: Int, _ limit: Int
    ) -> Int {
        var length = 4
        while length &+ 8 <= limit {
            let difference =
                raw.loadUnaligned(fromByteOffset: left &+ length, as: UInt64.self)
                ^ raw.loadUnaligned(fromByteOffset: right &+ length, as: UInt64.self)
            if difference != 0 {
                return length &+ UInt64(littleEndian: difference).trailingZeroBitCount / 8
            }
            length &+= 8
        }
        while length < limit,
            raw.load(fromByteOffset: left &+ length, as: UInt8.self)
                == raw.load(fromByteOffset: right &+ length, as: UInt8.self)
        {
            length &+= 1
        }
        return length
    }
}

/// Bits from the lowest upwards, written eight bytes at a time into memory that is large enough.
private struct BitOutput {
    private var next: UnsafeMutableRawPointer
    private var pending: UInt64 = 0
    private var count: UInt64 = 0

    /// Begins with the header of the code.
    init(_ output: UnsafeMutableRawPointer, _ code: PreparedCode) {
        next = output
        code.header.withUnsafeBytes {
            next.copyMemory(from: $0.baseAddress.unsafelyUnwrapped, byteCount: $0.count)
        }
        next += code.header.count
        if code.looseBits > 0 {
            next -= 1
            pending = UInt64(next.load(as: UInt8.self))
            count = code.looseBits
        }
    }

    @inline(__always)
    mutating func append(_ entry: PreparedCode.Entry) {
        pending |= UInt64(entry & 0xFF_FFFF) &<< count
        count &+= UInt64(entry >> 24)
        // A literal leaves room for a whole repetition behind it.
        if count > 63 - PreparedCode.mostBitsOfMatch { drain() }
    }

    @inline(__always)
    mutating func append(distance: Int, _ table: UnsafePointer<PreparedCode.Entry>) {
        let distance = UInt32(truncatingIfNeeded: distance &- 1)
        if distance < 4 { return append(table[Int(distance)]) }
        let log = UInt32(truncatingIfNeeded: 31 &- distance.leadingZeroBitCount)
        let width = log &- 1
        let entry = table[Int(2 &* log &+ (distance &>> width & 1))]
        pending |= UInt64(entry & 0xFF_FFFF) &<< count
        count &+= UInt64(entry >> 24)
        pending |= UInt64(distance & (1 &<< width &- 1)) &<< count
        count &+= UInt64(width)
        drain()
    }

    @inline(__always)
    private mutating func drain() {
        next.storeBytes(of: pending.littleEndian, as: UInt64.self)
        next += Int(count &>> 3)
        pending &>>= count & 56
        count &= 7
    }

    /// Fills the last byte with zeros.
    mutating func finish(from output: UnsafeMutableRawPointer) -> Int {
        drain()
        return next - output + (count > 0 ? 1 : 0)
    }
}
