/// A font for what the library's own lacks: whole TrueType files with glyf outlines, or the first font of a
/// collection of those.
public struct FallbackFont: Hashable, Sendable {
    /// The upright face.
    public var regular: [UInt8]
    /// Its bold companion; without one the upright face is drawn with thicker lines.
    public var bold: [UInt8]?

    /// A font by its files.
    public init(regular: [UInt8], bold: [UInt8]? = nil) {
        self.regular = regular
        self.bold = bold
    }

    /// Reads the upright face as a library would.
    ///
    /// - Throws: ``PDFError/font(_:)`` when it is broken or may not be embedded.
    public func check() throws(PDFError) {
        _ = try TrueTypeFont(regular)
    }
}

/// The fonts of all documents of a run: parsed once, never changed, shared by every thread.
///
/// Characters that the face of a style lacks are looked for in the fallback fonts, in their order. Letters
/// with combining marks are composed. Scripts that need shaping (Arabic, Hebrew, Devanagari, Thai and their
/// kin) are shaped by a ``ShapingEngine``; without one they count as missing whatever the fonts hold.
public struct FontLibrary: Sendable {
    /// Regular, bold, then the fallback fonts, then those of slips.
    let faces: [FontFace]
    /// The number of the face that is asked first.
    let ownFaces: ByStyle<Int>
    let styles: ByStyle<StyleTable>
    let compositions: CompositionTable
    /// What is drawn for a character that no font has: U+25A1 WHITE SQUARE.
    static let replacement: UInt32 = 0x25A1

    /// Noto Sans Regular and Bold 2.004 as they are built into the program, plus fonts of the caller for what
    /// they lack: Latin with Extended-A/B and Vietnamese, Greek, Cyrillic, currency signs, arrows. For slips Liberation
    /// Sans 2.1.5 with the letters that Swiss payment parts permit, and the dashes, quotation marks and signs of names.
    ///
    /// - Throws: ``PDFError/font(_:)`` when a fallback is broken or may not be embedded.
    public static func notoSans(
        fallbacks: [FallbackFont] = [], shaping: ShapingEngine? = nil
    ) throws(PDFError) -> FontLibrary {
        let regular = try inflate(
            decodeBase64(NotoSansRegularMaster.base64), size: NotoSansRegularMaster.size)
        let bold = try inflate(decodeBase64(NotoSansBoldMaster.base64), size: NotoSansBoldMaster.size)
        let slips = SlipFonts(
            regular: try inflate(decodeBase64(SlipRegularMaster.base64), size: SlipRegularMaster.size),
            bold: try inflate(decodeBase64(SlipBoldMaster.base64), size: SlipBoldMaster.size),
            name: "LiberationSans", boldName: "LiberationSans-Bold")
        return try FontLibrary(
            regular: regular, bold: bold, slips: slips, fallbacks: fallbacks, shaping: shaping,
            ownMasters: true)
    }

    /// A library of other fonts; each must be a whole TrueType file with glyf outlines.
    ///
    /// - Throws: ``PDFError/font(_:)`` when a file is broken, may not be embedded, or when neither `regular`
    ///   nor a fallback has the sign for missing characters, U+25A1.
    public init(
        regular: [UInt8], bold: [UInt8], fallbacks: [FallbackFont] = [], shaping: ShapingEngine? = nil
    ) throws(PDFError) {
        try self.init(
            regular: regular, bold: bold, slips: nil, fallbacks: fallbacks, shaping: shaping,
            ownMasters: false)
    }

    /// The faces of slips. The names are those documents show: the program's own copies, being changed, may not bear
    /// them (OFL 1.1, 3), documents may.
    private struct SlipFonts {
        var regular: [UInt8]
        var bold: [UInt8]
        var name: String
        var boldName: String
    }

    private init(
        regular: [UInt8], bold: [UInt8], slips: SlipFonts?, fallbacks: [FallbackFont],
        shaping: ShapingEngine?, ownMasters: Bool
    ) throws(PDFError) {
        let shapes = shaping != nil
        var faces = [
            try FontFace(regular, keepsInternalCodes: ownMasters, shapes: shapes),
            try FontFace(bold, keepsInternalCodes: ownMasters, shapes: shapes),
        ]
        var (upright, heavy) = ([0], [1])
        var thickened: Set<Int> = []
        for fallback in fallbacks {
            guard faces.count + 2 <= StyleTable.mostFaces else { throw .tooLarge }
            let light = faces.count
            faces.append(try FontFace(fallback.regular, keepsInternalCodes: false, shapes: shapes))
            upright.append(light)
            if let bold = fallback.bold {
                heavy.append(faces.count)
                faces.append(try FontFace(bold, keepsInternalCodes: false, shapes: shapes))
            }
            // Also behind a bold face, which may lack something that the upright one has.
            heavy.append(light)
            thickened.insert(light)
        }
        var chains = ByStyle(regular: upright, bold: heavy, slip: upright, slipBold: heavy)
        if let slips {
            // What their own faces lack comes from the page's.
            let first = faces.count
            faces.append(try FontFace(slips.regular, name: slips.name, keepsInternalCodes: false))
            faces.append(try FontFace(slips.bold, name: slips.boldName, keepsInternalCodes: false))
            chains = ByStyle(
                regular: upright, bold: heavy, slip: [first] + upright, slipBold: [first + 1] + heavy)
        }
        guard faces.count <= StyleTable.mostFaces else { throw .tooLarge }
        self.faces = faces
        ownFaces = chains.map { $1[0] }
        let compositions = try CompositionTable()
        self.compositions = compositions
        let shaper = shaping.map { LineShaper(engine: $0, faces: faces) }
        styles = chains.map { style, chain in
            StyleTable(
                chain: chain, thickened: [.bold, .slipBold].contains(style) ? thickened : [], faces: faces,
                compositions: compositions, shaper: shaper)
        }
        for style in FontStyle.allCases where styles[style].advance(Self.replacement) == nil {
            throw .font(.noReplacementSign)
        }
    }

    /// The measures of a style's own face, in thousandths of an em.
    public func metrics(_ style: FontStyle) -> FontMetrics {
        faces[ownFaces[style]].font.metrics
    }

    /// The width that ``Canvas/text(_:at:style:alignment:tag:)`` will give this text, rounded once to the
    /// nearest thousandth of a point.
    public func width(of text: String, _ style: FontStyle, size: Length) -> Length {
        var sum = 0
        let table = styles[style]
        table.forEachCharacter(of: text) { code in
            sum += table.advance(code) ?? table.replacementAdvance
        } cluster: {
            sum += $0.advance
        }
        return Length(thousandths: (sum * size.thousandths + 500) / 1000)
    }

    /// Whether every character of the text can be shown as it is.
    public func covers(_ text: String, _ style: FontStyle) -> Bool {
        var covered = true
        let table = styles[style]
        table.forEachCharacter(of: text) { code in
            if table.advance(code) == nil { covered = false }
        }
        return covered
    }
}
