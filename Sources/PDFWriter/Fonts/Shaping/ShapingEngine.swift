/// Puts text in visual order and shapes it, for the scripts that need it.
///
/// This module has no such engine; the target TextShaping makes one of HarfBuzz and FriBidi. Without one the
/// letters of those scripts count as missing. Both functions are called from all threads that draw.
public struct ShapingEngine: Sendable {
    /// Shapes a run of one script and direction: all characters of the line, the run within them, whether it
    /// reads from right to left. The glyphs come as they stand, from left to right.
    public typealias Shape =
        @Sendable (_ line: [UInt32], _ run: Range<Int>, _ isRightToLeft: Bool) -> [ShapedGlyph]

    let order: @Sendable (_ line: [UInt32]) -> [TextRun]
    let makeShape: @Sendable (_ file: [UInt8]) -> Shape

    /// An engine of its two parts.
    ///
    /// - Parameters:
    ///   - order: the runs of one script and direction of a line that reads from left to right as a whole
    ///     (UAX #9 at paragraph level 0), as they stand from left to right; together they are the whole line.
    ///   - makeShape: what shapes with the font of a file; the file is one that ``FontLibrary`` could read.
    public init(
        order: @escaping @Sendable (_ line: [UInt32]) -> [TextRun],
        makeShape: @escaping @Sendable (_ file: [UInt8]) -> Shape
    ) {
        self.order = order
        self.makeShape = makeShape
    }
}

/// A part of a line with one script and one direction.
public struct TextRun: Hashable, Sendable {
    /// Its characters.
    public var range: Range<Int>
    /// Whether it reads from right to left.
    public var isRightToLeft: Bool

    /// A run by its parts.
    public init(_ range: Range<Int>, isRightToLeft: Bool) {
        self.range = range
        self.isRightToLeft = isRightToLeft
    }
}

/// A glyph as a shaping engine places it; lengths in font units.
public struct ShapedGlyph: Hashable, Sendable {
    /// Index in the font.
    public var glyph: Int
    /// The first character of the line that it stands for; glyphs with the same one belong together.
    public var cluster: Int
    /// How far the pen moves on.
    public var advance: Int
    /// From the pen to the glyph's origin, to the right.
    public var x: Int
    /// From the pen to the glyph's origin, upwards.
    public var y: Int

    /// A glyph by its parts.
    public init(glyph: Int, cluster: Int, advance: Int, x: Int = 0, y: Int = 0) {
        self.glyph = glyph
        self.cluster = cluster
        self.advance = advance
        self.x = x
        self.y = y
    }
}
