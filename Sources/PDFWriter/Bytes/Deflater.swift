/// Compresses to zlib streams (RFC 1950, RFC 1951).
///
/// Written by hand although zlib is at hand: the bytes that come out must be the same on every machine, and
/// other versions and builds of zlib give other bytes for the same input. Everything here is integer
/// arithmetic on the input alone. The tables are made once and used again for every stream of a document.
struct Deflater: ~Copyable {
    private let finder: MatchFinder
    private let stores: Bool

    /// - Parameter level: 0 to store, 1 for the fastest, 9 for the smallest.
    init(level: Int) {
        finder = MatchFinder(effort: MatchFinder.Effort(level: level))
        stores = level == 0
    }

    deinit { finder.deallocate() }

    /// Appends the zlib stream of `bytes` to `target`.
    borrowing func compress(_ bytes: [UInt8], into target: inout ByteBuffer) throws(PDFError) {
        guard bytes.count <= Int(Int32.max) else { throw .tooLarge }
        // Deflate with a window of 32 KB, no dictionary; the second byte makes the pair a multiple of 31.
        target.append(bigEndian: UInt16(0x789C))
        let checksum = bytes.withUnsafeBufferPointer { input in
            writeBlocks(of: input, into: &target)
            return Adler32.of(input)
        }
        target.append(bigEndian: checksum)
    }

    private borrowing func writeBlocks(of input: UnsafeBufferPointer<UInt8>, into target: inout ByteBuffer) {
        var bits = BitWriter(capacity: input.count / 2 + 64)
        if stores || input.isEmpty {
            DeflateBlock.store(input[...], isLast: true, &bits)
        } else {
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
    static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var low: UInt32 = 1
        var high: UInt32 = 0
        var start = 0
        while start < bytes.count {
            // 5,552 additions are the most that 32 bits hold without a division in between.
            let end = min(start + 5_552, bytes.count)
            for index in start..<end {
                low &+= UInt32(bytes[index])
                high &+= low
            }
            low %= 65_521
            high %= 65_521
            start = end
        }
        return high << 16 | low
    }
}
