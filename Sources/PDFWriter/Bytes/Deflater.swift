/// Compresses to zlib streams (RFC 1950, RFC 1951).
///
/// Written by hand although zlib is at hand: the bytes that come out must be the same on every machine, and
/// other versions and builds of zlib give other bytes for the same input. Everything here is integer
/// arithmetic on the input alone. The tables are made once and used again for every stream of a document.
struct Deflater: ~Copyable {
    private let level: Int
    private let quick = QuickDeflate()

    /// - Parameter level: 0 to store, 1 for the fastest, 9 for the smallest.
    init(level: Int) {
        self.level = level
    }

    /// Appends the zlib stream of `bytes` to `target`.
    ///
    /// - Parameter kind: what the bytes are; at the fastest level they are written in the code prepared for them.
    borrowing func compress(
        _ bytes: UnsafeBufferPointer<UInt8>, _ kind: PreparedCode.Kind? = nil, into target: inout ByteBuffer
    ) throws(PDFError) {
        guard bytes.count <= Int(Int32.max) / 4 else { throw .tooLarge }
        // Deflate with a window of 32 KB, no dictionary; the second byte makes the pair a multiple of 31.
        target.append(bigEndian: UInt16(0x789C))
        if level == 1, let kind {
            quick.write(bytes, .of(kind), into: &target)
        } else {
            writeBlocks(of: bytes, into: &target)
        }
        target.append(bigEndian: Adler32.of(bytes))
    }

    /// Appends the zlib stream of `bytes` to `target`.
    borrowing func compress(
        _ bytes: [UInt8], _ kind: PreparedCode.Kind? = nil, into target: inout ByteBuffer
    ) throws(PDFError) {
        try bytes.withUnsafeBufferPointer { input throws(PDFError) in
            try compress(input, kind, into: &target)
        }
    }

    private borrowing func writeBlocks(of input: UnsafeBufferPointer<UInt8>, into target: inout ByteBuffer) {
        var bits = BitWriter(capacity: input.count / 2 + 64)
        if level == 0 || input.isEmpty {
            DeflateBlock.store(input[...], isLast: true, &bits)
        } else {
            let finder = MatchFinder(effort: MatchFinder.Effort(level: level))
            defer { finder.deallocate() }
            var search = finder.search(input)
            while !search.isAtEnd {
                let start = search.position
                let tokens = search.next()
                let block = DeflateBlock(tokens: tokens)
                block.write(source: input[start..<search.position], isLast: search.isAtEnd, &bits)
            }
        }
        bits.flush()
        bits.move(to: &target)
    }
}

/// The checksum at the end of a zlib stream (RFC 1950, 8.2).
enum Adler32 {
    private static let modulus: UInt32 = 65_521
    private static let lanes = 16
    /// How often the first lane of a row counts at the row's end, and so on.
    private static let weights = SIMD16<UInt32>(16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)

    static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        guard let start = bytes.baseAddress else { return 1 }
        let raw = UnsafeRawPointer(start)
        var low: UInt32 = 1
        var high: UInt32 = 0
        var place = 0
        while bytes.count - place >= lanes {
            // So many rows that 32 bits hold all sums without a division in between.
            let rows = min((bytes.count - place) / lanes, 5_440 / lanes)
            var sums = SIMD16<UInt32>()
            var sumsOfSums = SIMD16<UInt32>()
            for _ in 0..<rows {
                sumsOfSums &+= sums
                sums &+= SIMD16(
                    truncatingIfNeeded: raw.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self))
                place += lanes
            }
            let count = UInt32(rows * lanes)
            high =
                (high &+ count &* low &+ 16 &* sumsOfSums.wrappedSum() &+ (sums &* weights).wrappedSum())
                % modulus
            low = (low &+ sums.wrappedSum()) % modulus
        }
        for byte in bytes[place...] {
            low += UInt32(byte)
            high += low
        }
        return (high % modulus) << 16 | low % modulus
    }
}
