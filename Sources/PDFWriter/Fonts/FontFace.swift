/// One font of a library with its characters in flat tables.
struct FontFace: Sendable {
    let font: TrueTypeFont
    /// What documents call it.
    let name: String
    /// Pages of 256 characters of the Basic Multilingual Plane: where each begins in `glyphs`, plus 1; 0 for
    /// pages without a character.
    private let pages: [UInt32]
    private let glyphs: [UInt16]
    private let supplementary: [UInt32: UInt16]

    /// - Parameters:
    ///   - name: the font's own where it is nil.
    ///   - keepsInternalCodes: true for the masters, whose private use characters are ours.
    ///   - shapes: whether there is an engine for scripts whose letters change with their neighbours; without
    ///     one they would come out wrong, so they count as missing and are reported instead.
    init(
        _ bytes: [UInt8], name: String? = nil, keepsInternalCodes: Bool, shapes: Bool = false
    ) throws(PDFError) {
        let font = try TrueTypeFont(bytes)
        var pages = [UInt32](repeating: 0, count: 256)
        var glyphs: [UInt16] = []
        var supplementary: [UInt32: UInt16] = [:]
        try font.characterMap { scalar, glyph in
            let isInternal = CompositionTable.internalCodes.contains(scalar)
            guard isInternal ? keepsInternalCodes : UsableCharacters.contains(scalar, shapes: shapes) else {
                return
            }
            guard scalar <= 0xFFFF else {
                supplementary[scalar] = glyph
                return
            }
            let page = Int(scalar >> 8)
            if pages[page] == 0 {
                pages[page] = UInt32(glyphs.count) + 1
                glyphs.append(contentsOf: repeatElement(0, count: 256))
            }
            glyphs[Int(pages[page]) - 1 + Int(scalar & 0xFF)] = glyph
        }
        self.font = font
        self.name = name ?? font.name
        self.pages = pages
        self.glyphs = glyphs
        self.supplementary = supplementary
    }

    /// The glyph of a character, 0 when there is none.
    func glyph(_ scalar: UInt32) -> UInt16 {
        guard scalar <= 0xFFFF else { return supplementary[scalar] ?? 0 }
        let page = pages[Int(scalar >> 8)]
        return page == 0 ? 0 : glyphs[Int(page) - 1 + Int(scalar & 0xFF)]
    }

    /// Every character the face shows, those of the Basic Multilingual Plane first.
    func forEachCharacter(_ body: (_ scalar: UInt32, _ glyph: UInt16) -> Void) {
        for (page, start) in pages.enumerated() where start > 0 {
            for low in 0..<256 {
                let glyph = glyphs[Int(start) - 1 + low]
                if glyph != 0 { body(UInt32(page << 8 | low), glyph) }
            }
        }
        for (scalar, glyph) in supplementary { body(scalar, glyph) }
    }
}

/// What a font may show: no controls, no surrogates and noncharacters, no private use.
private enum UsableCharacters {
    static func contains(_ scalar: UInt32, shapes: Bool) -> Bool {
        switch scalar {
        case 0x00...0x1F, 0x7F...0x9F, 0xD800...0xDFFF, 0xFDD0...0xFDEF, 0xFEFF, 0xFFF9...0xFFFF,
            0xF_0000...:
            false
        default:
            scalar & 0xFFFE != 0xFFFE && (shapes || !ComplexScripts.contains(scalar))
        }
    }
}
