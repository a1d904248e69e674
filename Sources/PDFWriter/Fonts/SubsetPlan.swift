/// Which characters get which CID in one embedded font.
///
/// Each character has its own CID, even when two share a glyph, so ToUnicode gives back what was written. A
/// cluster has one too, with all its glyphs in one composite glyph and all its characters in ToUnicode: so
/// copying does not depend on how a reader thinks glyphs and characters of the cluster belong together. CIDs
/// are the glyph indices of the subset. Those with a byte 13, 40, 41 or 92 stay empty: strings of two-byte
/// codes then need no escapes.
struct SubsetPlan: Sendable {
    /// The font's glyph for each CID; 0 for empty and for composed ones.
    private(set) var glyphs: [UInt16] = [0]
    /// The character for each CID; 0 for empty ones and for clusters.
    private(set) var characters: [UInt32] = [0]
    /// The clusters, by their CIDs.
    private(set) var clusters: [Int: ShapedCluster] = [:]
    private var clusterCIDs: [ShapedCluster: UInt16] = [:]
    /// CIDs of the BMP in pages of 256, which are made when first used: `pages` holds start + 1.
    private var pages: [UInt32] = []
    private var entries: [UInt16] = []
    private var supplementary: [UInt32: UInt16] = [:]

    /// Whether no character was given a CID yet.
    var isEmpty: Bool { glyphs.count == 1 }

    /// The CID given to the character, 0 when it has none yet.
    @inline(__always)
    func cid(_ scalar: UInt32) -> UInt16 {
        if scalar > 0xFFFF { return supplementary[scalar] ?? 0 }
        if pages.isEmpty { return 0 }
        let page = pages[Int(scalar >> 8)]
        return page == 0 ? 0 : entries[Int(page) - 1 + Int(scalar & 0xFF)]
    }

    /// Gives the next CID to a character that has none; 0 when all are given away.
    mutating func assign(_ scalar: UInt32, glyph: UInt16) -> UInt16 {
        let cid = next(character: scalar, glyph: glyph)
        if cid == 0 { return 0 }
        if scalar > 0xFFFF {
            supplementary[scalar] = cid
            return cid
        }
        let page = Int(scalar >> 8)
        if pages.isEmpty { pages = [UInt32](repeating: 0, count: 256) }
        if pages[page] == 0 {
            pages[page] = UInt32(entries.count) + 1
            entries.append(contentsOf: repeatElement(0, count: 256))
        }
        entries[Int(pages[page]) - 1 + Int(scalar & 0xFF)] = cid
        return cid
    }

    /// The CID of a cluster, the next one when it has none yet; 0 when all are given away.
    mutating func assign(_ cluster: ShapedCluster) -> UInt16 {
        if let cid = clusterCIDs[cluster] { return cid }
        let cid = next(character: 0, glyph: 0)
        if cid == 0 { return 0 }
        clusters[Int(cid)] = cluster
        clusterCIDs[cluster] = cid
        return cid
    }

    /// The characters that a CID stands for; none for empty ones.
    func text(_ cid: Int) -> [UInt32] {
        characters[cid] != 0 ? [characters[cid]] : clusters[cid]?.text ?? []
    }

    private mutating func next(character: UInt32, glyph: UInt16) -> UInt16 {
        guard glyphs.count < Self.mostCIDs else { return 0 }
        while Self.needsEscape(glyphs.count) {
            glyphs.append(0)
            characters.append(0)
        }
        glyphs.append(glyph)
        characters.append(character)
        return UInt16(glyphs.count - 1)
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
