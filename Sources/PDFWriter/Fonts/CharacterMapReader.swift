/// Reads the best Unicode subtable of a cmap: format 12 before format 4.
struct CharacterMapReader {
    let table: TrueTypeReader
    let glyphCount: Int

    func read(_ found: (_ scalar: UInt32, _ glyph: UInt16) -> Void) throws(PDFError) {
        var best: (rank: Int, offset: Int)?
        for index in 0..<Int(try table.unsigned16(2)) {
            let at = 4 + index * 8
            let platform = try table.unsigned16(at)
            let encoding = try table.unsigned16(at + 2)
            let offset = Int(try table.unsigned32(at + 4))
            guard platform == 0 || (platform == 3 && (encoding == 1 || encoding == 10)) else { continue }
            let format = try table.unsigned16(offset)
            let rank = format == 12 ? 2 : format == 4 ? 1 : 0
            if rank > best?.rank ?? 0 { best = (rank, offset) }
        }
        guard let best else { throw .font(.malformed("cmap")) }
        let subtable = try table.part(from: best.offset)
        if best.rank == 2 {
            try readGroups(subtable, found)
        } else {
            try readSegments(subtable, found)
        }
    }

    /// Format 12. Groups must ascend, which bounds the work by the size of Unicode.
    private func readGroups(
        _ subtable: TrueTypeReader, _ found: (UInt32, UInt16) -> Void
    ) throws(PDFError) {
        var next: UInt32 = 0
        for index in 0..<Int(try subtable.unsigned32(12)) {
            let at = 16 + index * 12
            let first = try subtable.unsigned32(at)
            let last = try subtable.unsigned32(at + 4)
            let glyph = try subtable.unsigned32(at + 8)
            guard first >= next, last >= first, last <= 0x10FFFF else {
                throw .font(.malformed("cmap groups"))
            }
            for scalar in first...last {
                let (index, overflow) = glyph.addingReportingOverflow(scalar - first)
                guard !overflow, index < glyphCount else { throw .font(.malformed("cmap glyph")) }
                if index != 0 { found(scalar, UInt16(index)) }
            }
            next = last + 1
        }
    }

    /// Format 4. Segments must ascend, as in format 12.
    private func readSegments(
        _ subtable: TrueTypeReader, _ found: (UInt32, UInt16) -> Void
    ) throws(PDFError) {
        let doubled = Int(try subtable.unsigned16(6)) & ~1
        var next = 0
        for at in stride(from: 0, to: doubled, by: 2) {
            let last = Int(try subtable.unsigned16(14 + at))
            let first = Int(try subtable.unsigned16(16 + doubled + at))
            let delta = try subtable.unsigned16(16 + 2 * doubled + at)
            let rangeAt = 16 + 3 * doubled + at
            let rangeOffset = Int(try subtable.unsigned16(rangeAt))
            guard first >= next, last >= first else { throw .font(.malformed("cmap segments")) }
            next = last + 1
            for scalar in first...last where scalar != 0xFFFF {
                var glyph = UInt16(scalar) &+ delta
                if rangeOffset != 0 {
                    glyph = try subtable.unsigned16(rangeAt + rangeOffset + 2 * (scalar - first))
                    if glyph != 0 { glyph &+= delta }
                }
                guard glyph < glyphCount else { throw .font(.malformed("cmap glyph")) }
                if glyph != 0 { found(UInt32(scalar), glyph) }
            }
        }
    }
}
