/// Big-endian reads from a font file that somebody else made: every read is checked against its bounds.
struct TrueTypeReader: Sendable {
    let bytes: [UInt8]
    /// The part of the file that may be read, usually one table.
    let range: Range<Int>

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        range = bytes.indices
    }

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        self.range = range
    }

    var count: Int { range.count }

    /// A part of this part; offsets begin at 0 again.
    func part(at offset: Int, count: Int) throws(PDFError) -> TrueTypeReader {
        guard offset >= 0, count >= 0, offset <= range.count, count <= range.count - offset else {
            throw .font(.truncated(at: range.lowerBound &+ offset))
        }
        let start = range.lowerBound + offset
        return TrueTypeReader(bytes, start..<start + count)
    }

    /// Everything from `offset` on.
    func part(from offset: Int) throws(PDFError) -> TrueTypeReader {
        try part(at: offset, count: max(0, range.count - offset))
    }

    func byte(_ offset: Int) throws(PDFError) -> UInt8 {
        guard offset >= 0, offset < range.count else {
            throw .font(.truncated(at: range.lowerBound &+ offset))
        }
        return bytes[range.lowerBound + offset]
    }

    func unsigned16(_ offset: Int) throws(PDFError) -> UInt16 {
        guard offset >= 0, offset <= range.count - 2 else {
            throw .font(.truncated(at: range.lowerBound &+ offset))
        }
        let start = range.lowerBound + offset
        return UInt16(bytes[start]) << 8 | UInt16(bytes[start + 1])
    }

    func integer16(_ offset: Int) throws(PDFError) -> Int {
        Int(Int16(bitPattern: try unsigned16(offset)))
    }

    func unsigned32(_ offset: Int) throws(PDFError) -> UInt32 {
        UInt32(try unsigned16(offset)) << 16 | UInt32(try unsigned16(offset + 2))
    }
}
