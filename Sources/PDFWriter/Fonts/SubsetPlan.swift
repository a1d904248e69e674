/// Which character gets which CID in one embedded font.
///
/// Each character has its own CID, even when two share a glyph, so ToUnicode gives back what was written. CIDs
/// are the glyph indices of the subset. Those with a byte 13, 40, 41 or 92 stay empty: strings of two-byte
/// codes then need no escapes.
struct SubsetPlan: Sendable {
    /// The font's glyph for each CID; 0 for empty ones.
    private(set) var glyphs: [UInt16] = [0]
    /// The character for each CID; 0 for empty ones.
    private(set) var characters: [UInt32] = [0]
    /// CIDs of the BMP in pages of 256, which are made when first used: `pages` holds start + 1.
    private var pages = [UInt32](repeating: 0, count: 256)
    private var entries: [UInt16] = []
    private var supplementary: [UInt32: UInt16] = [:]

    /// Whether no character was given a CID yet.
    var isEmpty: Bool { glyphs.count == 1 }

    /// The CID given to the character, 0 when it has none yet.
    @inline(__always)
    func cid(_ scalar: UInt32) -> UInt16 {
        if scalar > 0xFFFF { return supplementary[scalar] ?? 0 }
        let page = pages[Int(scalar >> 8)]
        return page == 0 ? 0 : entries[Int(page) - 1 + Int(scalar & 0xFF)]
    }

    /// Gives the next CID to a character that has none; 0 when all are given away.
    mutating func assign(_ scalar: UInt32, glyph: UInt16) -> UInt16 {
        guard glyphs.count < Self.mostCIDs else { return 0 }
        while Self.needsEscape(glyphs.count) {
            glyphs.append(0)
            characters.append(0)
        }
        let cid = UInt16(glyphs.count)
        glyphs.append(glyph)
        characters.append(scalar)
        if scalar > 0xFFFF {
            supplementary[scalar] = cid
            return cid
        }
        let page = Int(scalar >> 8)
        if pages[page] == 0 {
            pages[page] = UInt32(entries.count) + 1
            entries.append(contentsOf: repeatElement(0, count: 256))
        }
        entries[Int(pages[page]) - 1 + Int(scalar & 0xFF)] = cid
        return cid
    }

    /// Leaves room below 65,535 for the parts of composite glyphs.
    private static let mostCIDs = 60_000

    private static func needsEscape(_ cid: Int) -> Bool {
        isSpecial(cid >> 8) || isSpecial(cid & 0xFF)
    }

    private static func isSpecial(_ byte: Int) -> Bool {
        byte == 13 || byte == 40 || byte == 41 || byte == 92
    }
}
