/// Writes the five objects of one embedded font: Type0 font, CIDFont, descriptor, font file, ToUnicode.
struct EmbeddedFont {
    let face: FontFace
    let plan: SubsetPlan
    let compositions: CompositionTable

    /// - Returns: the Type0 font, for a resource dictionary.
    func write(to body: inout ObjectBody) throws(PDFError) -> ObjectReference {
        let font = face.font
        let file = try FontSubset(
            of: font, slots: plan.glyphs, composed: plan.clusters.mapValues(\.glyph)
        ).fontFile()
        let baseFont = "\(subsetTag(of: file))+\(face.name)"
        let fontFile = body.reserve()
        try body.writeStream(fontFile, file) { $0.entry("Length1", integer: file.count) }
        let descriptor = body.add { $0.dictionary { writeDescriptor(&$0, baseFont, fontFile) } }
        let descendant = body.add { $0.dictionary { writeDescendant(&$0, baseFont, descriptor) } }
        let toUnicode = body.reserve()
        try body.writeStream(toUnicode, ToUnicodeMap(plan, compositions).bytes)
        return body.add { buffer in
            buffer.dictionary { entries in
                entries.entry("Type", name: "Font")
                entries.entry("Subtype", name: "Type0")
                entries.append(name: "BaseFont")
                entries.append(escapedName: baseFont)
                entries.entry("Encoding", name: "Identity-H")
                entries.array("DescendantFonts") { $0.append(descendant) }
                entries.entry("ToUnicode", reference: toUnicode)
            }
        }
    }

    /// Six capitals that differ between subsets of one font (ISO 32000-1 9.6.4), from the subset's bytes.
    private func subsetTag(of file: [UInt8]) -> String {
        var hash = ContentHash(of: file).high
        var tag: [UInt8] = []
        for _ in 0..<6 {
            tag.append(0x41 + UInt8(hash % 26))
            hash /= 26
        }
        return String(decoding: tag, as: UTF8.self)
    }

    private func writeDescriptor(
        _ entries: inout ByteBuffer, _ baseFont: String, _ fontFile: ObjectReference
    ) {
        let metrics = face.font.metrics
        entries.entry("Type", name: "FontDescriptor")
        entries.append(name: "FontName")
        entries.append(escapedName: baseFont)
        // Symbolic: the codes are glyph indices, not characters of a Latin set.
        entries.entry("Flags", integer: 4)
        entries.array("FontBBox") { box in
            for (index, side) in metrics.box.enumerated() {
                if index > 0 { box.append(byte: 0x20) }
                box.append(decimal: side)
            }
        }
        entries.entry("ItalicAngle", integer: metrics.italicAngle)
        entries.entry("Ascent", integer: metrics.ascent)
        entries.entry("Descent", integer: metrics.descent)
        entries.entry("CapHeight", integer: metrics.capHeight)
        entries.entry("StemV", integer: metrics.stemWidth)
        entries.entry("FontFile2", reference: fontFile)
    }

    private func writeDescendant(
        _ entries: inout ByteBuffer, _ baseFont: String, _ descriptor: ObjectReference
    ) {
        entries.entry("Type", name: "Font")
        entries.entry("Subtype", name: "CIDFontType2")
        entries.append(name: "BaseFont")
        entries.append(escapedName: baseFont)
        entries.dictionary("CIDSystemInfo") { info in
            info.entry("Registry", text: "Adobe")
            info.entry("Ordering", text: "Identity")
            info.entry("Supplement", integer: 0)
        }
        entries.entry("FontDescriptor", reference: descriptor)
        entries.entry("CIDToGIDMap", name: "Identity")
        entries.entry("DW", integer: 0)
        entries.array("W") { widths in
            widths.append("0[")
            for (cid, glyph) in plan.glyphs.enumerated() {
                if cid > 0 { widths.append(byte: 0x20) }
                if let cluster = plan.clusters[cid] {
                    widths.append(decimal: cluster.advance)
                } else {
                    widths.append(decimal: cid > 0 && glyph == 0 ? 0 : face.font.scaledAdvance(Int(glyph)))
                }
            }
            widths.append(byte: 0x5D)
        }
    }
}
