/// A prefix code that was made beforehand for one kind of bytes, ready to be written into every stream of that kind.
///
/// To count the symbols of a stream and to build a code for it costs as long as the rest of deflate at its fastest, and
/// pages are alike: a code made from many of them serves each one within some percent.
struct PreparedCode: Sendable {
    /// What a stream holds.
    enum Kind: Int, CaseIterable, Sendable {
        /// Operators of a page, text in two-byte codes.
        case page
        /// Dictionaries of an object stream, most of them structure elements.
        case objects
        /// Markup.
        case markup
    }

    /// No code is longer, so that a whole repetition fits into 42 bits.
    static let longest = 12
    static let mostBitsOfMatch = UInt64(longest + 5 + longest + 13)

    /// A code with its bits in the lowest 24 and their number above them.
    typealias Entry = UInt32

    /// The bits that begin the only block of a stream: its kind, then the lengths of the codes.
    let header: [UInt8]
    /// Of the last byte of `header`; 0 where all are used.
    let looseBits: UInt64
    /// For each byte, then the end of the block.
    let literals: [Entry]
    /// For each length 3...258, its extra bits included.
    let lengths: [Entry]
    /// For each symbol of a distance, without its extra bits.
    let distances: [Entry]

    /// - Parameters:
    ///   - literals: the length of each of the 286 codes for bytes and lengths, none of them 0.
    ///   - distances: the same for the 30 of distances.
    init(literals: [UInt8], distances: [UInt8]) {
        let literalCode = HuffmanCode(lengths: literals)
        let distanceCode = HuffmanCode(lengths: distances)
        let description = DeflateBlock.CodeLengths(literalCode, distanceCode)
        var bits = BitWriter(capacity: 512)
        bits.append(0b101, width: 3)
        description.write(&bits)
        bits.flush()
        var written = ByteBuffer()
        bits.move(to: &written)
        header = written.bytes
        looseBits = UInt64(description.size % 8)
        self.literals = literalCode.entries[...256].map { Self.entry($0.code, $0.width) }
        lengths = (3...258).map { length in
            let symbol = DeflateToken(length: length, distance: 1).length
            let code = literalCode.entries[symbol.symbol]
            return Self.entry(code.code | symbol.extra << UInt32(code.width), code.width + symbol.width)
        }
        self.distances = distanceCode.entries.map { Self.entry($0.code, $0.width) }
    }

    private static func entry(_ code: UInt32, _ width: UInt8) -> Entry { code | UInt32(width) << 24 }

    /// The code for a kind of bytes.
    static func of(_ kind: Kind) -> PreparedCode { all[kind.rawValue] }

    private static let all = Kind.allCases.map { kind in
        let (literals, distances) = PreparedCodeLengths.of(kind)
        return PreparedCode(literals: digits(literals), distances: digits(distances))
    }

    /// One hexadecimal digit a length.
    private static func digits(_ text: StaticString) -> [UInt8] {
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount).map { digit in
            digit < 0x3A ? digit - 0x30 : digit - 0x61 + 10
        }
    }
}
