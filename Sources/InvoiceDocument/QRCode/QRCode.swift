/// A QR code (ISO/IEC 18004:2015, model 2) of bytes: what payment codes are made of.
public struct QRCode: Sendable, Hashable {
    /// How much of the code may be lost before it cannot be read any more.
    public enum Correction: Int, Sendable, Hashable, CaseIterable {
        /// About 7 %.
        case low
        /// About 15 %: what EPC069-12 and the Swiss QR-bill ask for.
        case medium
        /// About 25 %.
        case quartile
        /// About 30 %.
        case high
    }

    /// The bytes do not fit: how many there are, and how many the largest allowed code holds.
    public struct TooLong: Error, Sendable, Hashable {
        /// The bytes given.
        public var count: Int
        /// The most there may be.
        public var capacity: Int
    }

    /// 1 to 40; each adds four modules to both sides.
    public let version: Int
    /// The modules on a side.
    public var size: Int { version * 4 + 17 }
    /// Rows of whole bytes from the top, the leftmost module in the highest bit, 1 where it is dark.
    public let packedRows: [UInt8]

    /// The smallest code of the allowed versions that holds the bytes, under the mask that scanners read best.
    ///
    /// - Throws: ``TooLong``.
    public init(
        _ bytes: [UInt8], correction: Correction = .medium, versions: ClosedRange<Int> = 1...40
    ) throws(TooLong) {
        let version = versions.first { QRCapacity(version: $0, correction).byteCapacity >= bytes.count }
        guard let version else {
            let most = QRCapacity(version: versions.upperBound, correction).byteCapacity
            throw TooLong(count: bytes.count, capacity: most)
        }
        self.version = version
        let capacity = QRCapacity(version: version, correction)
        let codewords = QRCodewords(bytes, capacity).interleaved
        packedRows =
            version * 4 + 17 <= NarrowQRRow.widest
            ? Self.rows(NarrowQRRow.self, version, codewords, correction)
            : Self.rows(WideQRRow.self, version, codewords, correction)
    }

    private static func rows<Row: QRRow>(
        _: Row.Type, _ version: Int, _ codewords: [UInt8], _ correction: Correction
    ) -> [UInt8] {
        var drawing = QRDrawing<Row>(version: version)
        drawing.draw(codewords)
        let size = drawing.size
        var packed: [UInt8] = []
        packed.reserveCapacity(size * ((size + 7) / 8))
        for row in QRMask.best(of: drawing, correction) {
            for x in stride(from: 0, to: size, by: 8) {
                packed.append(
                    UInt8(truncatingIfNeeded: row.word(from: x & ~63) >> UInt64(x & 63)).bitsReversed)
            }
        }
        return packed
    }

    /// Whether a module is dark; x grows to the right, y downwards.
    public subscript(x: Int, y: Int) -> Bool {
        packedRows[y * ((size + 7) / 8) + x / 8] >> UInt8(7 - x % 8) & 1 == 1
    }
}

extension UInt8 {
    /// The lowest bit first.
    fileprivate var bitsReversed: UInt8 {
        var byte = self >> 4 | self << 4
        byte = (byte & 0xCC) >> 2 | (byte & 0x33) << 2
        return (byte & 0xAA) >> 1 | (byte & 0x55) << 1
    }
}
