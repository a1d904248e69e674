/// A TrueType font with glyf outlines: what a PDF needs of it, checked once when it is read.
///
/// The file may be hostile: each table is found within the file, each value is checked against the others,
/// and anything doubtful is ``PDFError/font(_:)``. The value never changes, so threads may share it.
struct TrueTypeFont: Sendable {
    /// Font units in one em, 16...16,384.
    let unitsPerEm: Int
    let glyphCount: Int
    let metrics: FontMetrics
    /// PostScript name, printable ASCII without delimiters.
    let name: String
    private let reader: TrueTypeReader
    private let glyphData: Range<Int>
    /// Start of each glyph in `glyphData`, and its end: glyphCount + 1 ascending offsets.
    private let locations: [UInt32]
    private let horizontalMetrics: Range<Int>
    private let longMetricCount: Int
    let head: [UInt8]
    let horizontalHeader: [UInt8]
    let maximumProfile: [UInt8]

    init(_ bytes: [UInt8]) throws(PDFError) {
        let file = TrueTypeReader(bytes)
        let tables = try TableDirectory(file)
        try Self.checkEmbedding(tables)
        let head = try tables.demand("head", size: 54)
        let maxp = try tables.demand("maxp", size: 32)
        let hhea = try tables.demand("hhea", size: 36)
        let hmtx = try tables.demand("hmtx", size: 4)
        let glyf = try tables.demand("glyf", size: 0)
        unitsPerEm = Int(try head.unsigned16(18))
        guard (16...16_384).contains(unitsPerEm) else { throw .font(.malformed("head.unitsPerEm")) }
        glyphCount = Int(try maxp.unsigned16(4))
        guard glyphCount > 0 else { throw .font(.malformed("maxp.numGlyphs")) }
        longMetricCount = Int(try hhea.unsigned16(34))
        guard longMetricCount > 0, longMetricCount <= glyphCount, hmtx.count >= longMetricCount * 4 else {
            throw .font(.malformed("hmtx"))
        }
        locations = try Self.locations(
            try tables.demand("loca", size: 0), long: try head.unsigned16(50) == 1, glyphCount: glyphCount,
            limit: glyf.count)
        metrics = try FontMetrics(tables, head: head, hhea: hhea, unitsPerEm: unitsPerEm)
        name = try tables.postScriptName()
        reader = file
        glyphData = glyf.range
        horizontalMetrics = hmtx.range
        self.head = Array(bytes[head.range])
        horizontalHeader = Array(bytes[hhea.range.prefix(36)])
        maximumProfile = Array(bytes[maxp.range.prefix(32)])
    }

    /// The advance width of a glyph in font units.
    func advance(_ glyph: Int) -> Int {
        let at = horizontalMetrics.lowerBound + min(glyph, longMetricCount - 1) * 4
        return Int(reader.bytes[at]) << 8 | Int(reader.bytes[at + 1])
    }

    /// The advance width in thousandths of an em, rounded to the nearest.
    func scaledAdvance(_ glyph: Int) -> Int { scaled(advance(glyph)) }

    /// A width in font units in thousandths of an em, rounded to the nearest; not for negative ones.
    func scaled(_ width: Int) -> Int {
        (width * 2000 + unitsPerEm) / (2 * unitsPerEm)
    }

    /// How far readers move an outline to the right so that it begins where its side bearing says; 0 in nearly
    /// every font, and for outlines that cannot be read.
    func originShift(_ glyph: Int) -> Int {
        guard let outline = try? outline(glyph), let left = try? outline.integer16(2) else { return 0 }
        return Int(Int16(bitPattern: leftSideBearing(glyph))) - left
    }

    /// The whole file, for shaping engines that read it by themselves.
    var file: [UInt8] { reader.bytes }

    /// The left side bearing of a glyph in font units, as its two bytes.
    func leftSideBearing(_ glyph: Int) -> UInt16 {
        let start = horizontalMetrics.lowerBound
        let at = glyph < longMetricCount ? glyph * 4 + 2 : longMetricCount * 4 + (glyph - longMetricCount) * 2
        guard at + 2 <= horizontalMetrics.count else { return 0 }
        return UInt16(reader.bytes[start + at]) << 8 | UInt16(reader.bytes[start + at + 1])
    }

    /// The outline of a glyph as it stands in the file; empty for blanks.
    func outline(_ glyph: Int) throws(PDFError) -> TrueTypeReader {
        guard glyph >= 0, glyph < glyphCount else { throw .font(.malformed("glyph index")) }
        let start = Int(locations[glyph])
        let table = try reader.part(at: glyphData.lowerBound, count: glyphData.count)
        return try table.part(at: start, count: Int(locations[glyph + 1]) - start)
    }

    /// Every character the font's cmap knows, with its glyph.
    func characterMap(_ found: (_ scalar: UInt32, _ glyph: UInt16) -> Void) throws(PDFError) {
        let tables = try TableDirectory(reader)
        try CharacterMapReader(table: try tables.demand("cmap", size: 4), glyphCount: glyphCount).read(found)
    }

    /// fsType: 2 alone is "restricted", bit 8 "no subsetting" (OpenType OS/2).
    private static func checkEmbedding(_ tables: borrowing TableDirectory) throws(PDFError) {
        guard let os2 = try tables.find("OS/2") else { return }
        let fsType = Int(try os2.unsigned16(8))
        if fsType & 0xF == 2 || fsType & 0x100 != 0 { throw .font(.embeddingForbidden(fsType: fsType)) }
    }

    private static func locations(
        _ loca: TrueTypeReader, long: Bool, glyphCount: Int, limit: Int
    ) throws(PDFError) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(glyphCount + 1)
        var last: UInt32 = 0
        for index in 0...glyphCount {
            let offset = long ? try loca.unsigned32(index * 4) : UInt32(try loca.unsigned16(index * 2)) * 2
            guard offset >= last, offset <= limit else { throw .font(.malformed("loca")) }
            result.append(offset)
            last = offset
        }
        return result
    }
}
