/// Which characters cannot be drawn one by one.
enum ComplexScripts {
    /// Letters that change shape, order or direction with their neighbours.
    static func contains(_ scalar: UInt32) -> Bool {
        switch scalar {
        case ..<0x0590: false
        case 0x0590...0x08FF,  // Hebrew, Arabic, Syriac, Thaana, N'Ko and their kin: right to left
            0x0900...0x0DFF,  // the Brahmic scripts of India
            0x0E00...0x109F,  // Thai, Lao, Tibetan, Myanmar
            0x1100...0x11FF,  // Hangul as single letters
            0x1780...0x17FF, 0x1800...0x18AF,  // Khmer, Mongolian
            0x1900...0x1AAF, 0x1B00...0x1C7F,  // Limbu to Ol Chiki
            0x3099...0x309A,  // voiced sound marks that join the kana before
            0xA800...0xAADF, 0xAAE0...0xABFF,
            0xFB1D...0xFDCF, 0xFDF0...0xFDFF, 0xFE70...0xFEFC,  // Hebrew and Arabic presentation forms
            0x1_0800...0x1_1FFF, 0x1_E800...0x1_EFFF:
            true
        default: false
        }
    }

    /// Zero width joiner and non-joiner: they act on their neighbours and show nothing.
    static func isJoiner(_ scalar: UInt32) -> Bool {
        scalar == 0x200C || scalar == 0x200D
    }

    /// Marks that are drawn on the letter before them, with the font that has the letter.
    static func isMark(_ scalar: UInt32) -> Bool {
        switch Unicode.Scalar(scalar)?.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
