/// One font of a library with its characters in flat tables.
struct FontFace: Sendable {
    let font: TrueTypeFont
    /// Glyph of each character of the Basic Multilingual Plane; 0 where the font has none.
    let glyphs: [UInt16]
    private let supplementary: [UInt32: UInt16]

    /// - Parameter keepsInternalCodes: true for the masters, whose private use characters are ours.
    init(_ bytes: [UInt8], keepsInternalCodes: Bool) throws(PDFError) {
        let font = try TrueTypeFont(bytes)
        var glyphs = [UInt16](repeating: 0, count: 0x10000)
        var supplementary: [UInt32: UInt16] = [:]
        try font.characterMap { scalar, glyph in
            let isInternal = CompositionTable.internalCodes.contains(scalar)
            guard isInternal ? keepsInternalCodes : UsableCharacters.contains(scalar) else { return }
            if scalar <= 0xFFFF {
                glyphs[Int(scalar)] = glyph
            } else {
                supplementary[scalar] = glyph
            }
        }
        self.font = font
        self.glyphs = glyphs
        self.supplementary = supplementary
    }

    /// The glyph of a character, 0 when there is none.
    func glyph(_ scalar: UInt32) -> UInt16 {
        scalar <= 0xFFFF ? glyphs[Int(scalar)] : supplementary[scalar] ?? 0
    }

    var supplementaryCharacters: [UInt32] { supplementary.keys.sorted() }
}

/// What a font may show: no controls, no surrogates and noncharacters, no private use, and no scripts whose
/// letters change shape, order or direction with their neighbours. Without a shaping engine those would come
/// out wrong, so they count as missing and are reported instead.
private enum UsableCharacters {
    static func contains(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x00...0x1F, 0x7F...0x9F, 0xD800...0xDFFF, 0xFDD0...0xFDEF, 0xFEFF, 0xFFF9...0xFFFF,
            0x0590...0x08FF,  // Hebrew, Arabic, Syriac, Thaana, N'Ko and their kin: right to left
            0x0900...0x0DFF,  // the Brahmic scripts of India
            0x0E00...0x109F,  // Thai, Lao, Tibetan, Myanmar
            0x1780...0x17FF, 0x1800...0x18AF,  // Khmer, Mongolian
            0x1900...0x1AAF, 0x1B00...0x1C7F,  // Limbu to Ol Chiki
            0xA800...0xAADF, 0xAAE0...0xABFF,
            0xFB1D...0xFDCF, 0xFDF0...0xFDFF, 0xFE70...0xFEFC,  // Hebrew and Arabic presentation forms
            0x1_0800...0x1_1FFF, 0x1_E800...0x1_EFFF, 0xF_0000...:
            false
        default:
            scalar & 0xFFFE != 0xFFFE
        }
    }
}
