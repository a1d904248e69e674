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
    private let rows: [QRRow]

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
        var drawing = QRDrawing(version: version)
        drawing.draw(codewords)
        rows = QRMask.best(of: drawing, correction)
    }

    /// Whether a module is dark; x grows to the right, y downwards.
    public subscript(x: Int, y: Int) -> Bool { rows[y][x] }

    /// The runs of dark modules of a row, left to right.
    public func runs(ofRow y: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        let row = rows[y]
        for x in 0...size {
            let isDark = x < size && row[x]
            if isDark, start == nil { start = x }
            if !isDark, let begun = start {
                runs.append(begun..<x)
                start = nil
            }
        }
        return runs
    }
}
