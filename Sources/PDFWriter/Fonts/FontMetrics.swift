/// Measures of a whole font in thousandths of an em, for the FontDescriptor and for line spacing.
public struct FontMetrics: Hashable, Sendable {
    /// Height of the highest letters above the baseline.
    public let ascent: Int
    /// Depth of the lowest letters, a negative number.
    public let descent: Int
    /// Height of capitals.
    public let capHeight: Int
    /// Slant in degrees, negative when leaning to the right.
    let italicAngle: Int
    /// Thickness of stems, estimated from the weight.
    let stemWidth: Int
    /// Left, lower, right and upper bounds of all glyphs.
    let box: [Int]

    init(
        _ tables: TableDirectory, head: TrueTypeReader, hhea: TrueTypeReader, unitsPerEm: Int
    ) throws(PDFError) {
        func scaled(_ value: Int) -> Int { value * 1000 / unitsPerEm }
        ascent = scaled(try hhea.integer16(4))
        descent = scaled(try hhea.integer16(6))
        box = [
            scaled(try head.integer16(36)), scaled(try head.integer16(38)),
            scaled(try head.integer16(40)), scaled(try head.integer16(42)),
        ]
        var weight = 400
        var capHeight = scaled(try hhea.integer16(4)) * 7 / 10
        if let os2 = try tables.find("OS/2") {
            weight = Int(try os2.unsigned16(4))
            if try os2.unsigned16(0) >= 2, os2.count >= 90 { capHeight = scaled(try os2.integer16(88)) }
        }
        self.capHeight = capHeight
        stemWidth = 50 + weight * weight / 4225
        if let post = try tables.find("post") {
            italicAngle = try post.integer16(4)
        } else {
            italicAngle = 0
        }
    }
}
