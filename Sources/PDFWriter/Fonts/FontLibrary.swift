/// The weight of a text.
public enum FontStyle: Int, Hashable, Sendable, CaseIterable {
    /// The upright text face.
    case regular
    /// Its bold companion.
    case bold
}

/// The fonts of all documents of a run: parsed once, never changed, shared by every thread.
///
/// Characters that the face of a style lacks are looked for in the fallback fonts, in their order. Letters
/// with combining marks are composed. Scripts that need shaping (Arabic, Hebrew, Devanagari, Thai and their
/// kin) count as missing whatever the fonts hold.
public struct FontLibrary: Sendable {
    /// Regular, bold, then the fallback fonts.
    let faces: [FontFace]
    let styles: [StyleTable]
    let compositions: CompositionTable
    /// What is drawn for a character that no font has: U+25A1 WHITE SQUARE.
    static let replacement: UInt32 = 0x25A1

    /// Noto Sans Regular and Bold 2.004 as they are built into the program, plus fonts of the caller for what
    /// they lack: Latin with Extended-A/B and Vietnamese, Greek, Cyrillic, currency signs, arrows.
    ///
    /// - Parameter fallbacks: whole TrueType files, for example of Chinese, Japanese or Korean letters.
    /// - Throws: ``PDFError/font(_:)`` when a fallback is broken or may not be embedded.
    public static func notoSans(fallbacks: [[UInt8]] = []) throws(PDFError) -> FontLibrary {
        let regular = try inflate(
            decodeBase64(NotoSansRegularMaster.base64), size: NotoSansRegularMaster.size)
        let bold = try inflate(decodeBase64(NotoSansBoldMaster.base64), size: NotoSansBoldMaster.size)
        return try FontLibrary(regular: regular, bold: bold, fallbacks: fallbacks, ownMasters: true)
    }

    /// A library of other fonts; each must be a whole TrueType file with glyf outlines.
    ///
    /// - Throws: ``PDFError/font(_:)`` when a file is broken, may not be embedded, or when neither `regular`
    ///   nor a fallback has the sign for missing characters, U+25A1.
    public init(regular: [UInt8], bold: [UInt8], fallbacks: [[UInt8]] = []) throws(PDFError) {
        try self.init(regular: regular, bold: bold, fallbacks: fallbacks, ownMasters: false)
    }

    private init(
        regular: [UInt8], bold: [UInt8], fallbacks: [[UInt8]], ownMasters: Bool
    ) throws(PDFError) {
        var faces = [
            try FontFace(regular, keepsInternalCodes: ownMasters),
            try FontFace(bold, keepsInternalCodes: ownMasters),
        ]
        for bytes in fallbacks.prefix(StyleTable.mostFallbacks) {
            faces.append(try FontFace(bytes, keepsInternalCodes: false))
        }
        self.faces = faces
        let compositions = try CompositionTable()
        self.compositions = compositions
        styles = FontStyle.allCases.map { style in
            StyleTable(
                chain: [style.rawValue] + Array(2..<faces.count), faces: faces, compositions: compositions)
        }
        for style in styles where style.advance(Self.replacement) == nil {
            throw .font(.noReplacementSign)
        }
    }

    /// The measures of a style's own face, in thousandths of an em.
    public func metrics(_ style: FontStyle) -> FontMetrics {
        faces[style.rawValue].font.metrics
    }

    /// The width that ``Canvas/text(_:at:style:alignment:tag:)`` will give this text, rounded once to the
    /// nearest thousandth of a point.
    public func width(of text: String, _ style: FontStyle, size: Length) -> Length {
        var sum = 0
        let table = styles[style.rawValue]
        table.forEachCharacter(of: text) { code in
            sum += table.advance(code) ?? table.replacementAdvance
        }
        return Length(thousandths: (sum * size.thousandths + 500) / 1000)
    }

    /// Whether every character of the text can be shown as it is.
    public func covers(_ text: String, _ style: FontStyle) -> Bool {
        var covered = true
        let table = styles[style.rawValue]
        table.forEachCharacter(of: text) { code in
            if table.advance(code) == nil { covered = false }
        }
        return covered
    }
}
