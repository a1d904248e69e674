/// Builds the TrueType file that holds only chosen glyphs: glyf, head, hhea, hmtx, loca and maxp, no hints.
///
/// A slot is a glyph index of the new file. Slots keep their order; parts of composite glyphs that were not
/// asked for are added behind them.
struct FontSubset: ~Copyable {
    private let font: TrueTypeFont
    private var slots: [UInt16]
    private let composed: [Int: ComposedGlyph]
    /// Left side bearings of the composed glyphs, by slot.
    private var bearings: [Int: Int] = [:]
    private var slotOfGlyph: [UInt16: UInt16] = [:]
    private var glyphs = ByteBuffer()
    private var offsets: [UInt32] = [0]
    private static let deepestNesting = 8
    /// Parts of one glyph, nested ones counted; a broken font could otherwise multiply them without end.
    private static let mostParts = 1_000

    /// - Parameters:
    ///   - slots: the font's glyph for each new index; the first must be 0 (.notdef), and 0 elsewhere stands
    ///     for an empty glyph.
    ///   - composed: glyphs to be made of several, by the indices of empty slots.
    init(
        of font: TrueTypeFont, slots: [UInt16], composed: [Int: ComposedGlyph] = [:]
    ) throws(PDFError) {
        self.font = font
        self.slots = slots
        self.composed = composed
        for (slot, glyph) in slots.enumerated().reversed() { slotOfGlyph[glyph] = UInt16(slot) }
        var slot = 0
        while slot < self.slots.count {
            if let whole = composed[slot] {
                try append(whole, slot: slot)
            } else if slot == 0 || self.slots[slot] != 0 {
                try appendOutline(of: Int(self.slots[slot]))
            }
            while glyphs.count % 4 != 0 { glyphs.append(byte: 0) }
            offsets.append(UInt32(glyphs.count))
            slot += 1
        }
    }

    /// The bytes of the new font file.
    func fontFile() -> [UInt8] {
        var metrics = ByteBuffer(capacity: slots.count * 4)
        for (slot, glyph) in slots.enumerated() {
            if let whole = composed[slot] {
                metrics.append(bigEndian: UInt16(truncatingIfNeeded: whole.advance))
                metrics.append(bigEndian: UInt16(truncatingIfNeeded: bearings[slot] ?? 0))
                continue
            }
            let hole = slot > 0 && glyph == 0
            metrics.append(bigEndian: hole ? 0 : UInt16(truncatingIfNeeded: font.advance(Int(glyph))))
            metrics.append(bigEndian: hole ? 0 : font.leftSideBearing(Int(glyph)))
        }
        var locations = ByteBuffer(capacity: offsets.count * 4)
        for offset in offsets { locations.append(bigEndian: offset) }
        var file = SubsetFile()
        file.add("glyf", glyphs.bytes)
        file.add("head", patch(font.head, [8: 0, 10: 0, 50: 1]))
        file.add("hhea", patch(font.horizontalHeader, [34: slots.count]))
        file.add("hmtx", metrics.bytes)
        file.add("loca", locations.bytes)
        // Without instructions there are no twilight points, storage, functions or stack.
        var maxima = [4: slots.count, 14: 1, 16: 0, 18: 0, 20: 0, 22: 0, 24: 0, 26: 0]
        if !composed.isEmpty { maxima.merge(composedMaxima()) { $1 } }
        file.add("maxp", patch(font.maximumProfile, maxima))
        return file.finish()
    }

    /// maxp's points and contours of composites (10, 12), their parts and their depth (28, 30), with room for
    /// the composed ones.
    private func composedMaxima() -> [Int: Int] {
        func maximum(_ offset: Int) -> Int {
            Int(font.maximumProfile[offset]) << 8 | Int(font.maximumProfile[offset + 1])
        }
        let parts = composed.values.map(\.parts.count).max() ?? 0
        return [
            10: min(0xFFFF, parts * max(maximum(6), maximum(10))),
            12: min(0xFFFF, parts * max(maximum(8), maximum(12))),
            28: max(parts, maximum(28)), 30: maximum(30) + 1,
        ]
    }

    /// A composite glyph of the parts that have an outline.
    private mutating func append(_ whole: ComposedGlyph, slot: Int) throws(PDFError) {
        var box: (left: Int, bottom: Int, right: Int, top: Int)?
        var drawn: [ComposedGlyph.Part] = []
        var nested = 0
        for part in whole.parts {
            let outline = try font.outline(Int(part.glyph))
            guard outline.count > 0 else { continue }
            try checkNesting(of: Int(part.glyph), depth: 1, parts: &nested)
            let left = try outline.integer16(2) + part.x
            let bottom = try outline.integer16(4) + part.y
            let right = try outline.integer16(6) + part.x
            let top = try outline.integer16(8) + part.y
            box = (
                min(box?.left ?? left, left), min(box?.bottom ?? bottom, bottom),
                max(box?.right ?? right, right), max(box?.top ?? top, top)
            )
            drawn.append(part)
        }
        guard let box else { return }
        bearings[slot] = box.left
        glyphs.append(bigEndian: UInt16(bitPattern: -1))
        for side in [box.left, box.bottom, box.right, box.top] {
            glyphs.append(bigEndian: UInt16(bitPattern: Int16(clamping: side)))
        }
        for (index, part) in drawn.enumerated() {
            let more = index < drawn.count - 1 ? GlyphComponent.moreComponents : 0
            glyphs.append(bigEndian: GlyphComponent.wordOffsets | more)
            glyphs.append(bigEndian: try self.slot(for: part.glyph))
            glyphs.append(bigEndian: UInt16(truncatingIfNeeded: part.x))
            glyphs.append(bigEndian: UInt16(truncatingIfNeeded: part.y))
        }
    }

    private mutating func appendOutline(of glyph: Int) throws(PDFError) {
        let outline = try font.outline(glyph)
        guard outline.count > 0 else { return }
        let contours = try outline.integer16(0)
        if contours >= 0 {
            try appendSimple(outline, contours: contours)
        } else {
            var parts = 0
            try checkNesting(of: glyph, depth: 0, parts: &parts)
            try appendComposite(outline)
        }
    }

    /// Header and contour ends, an instruction length of 0, then flags and coordinates.
    private mutating func appendSimple(_ outline: TrueTypeReader, contours: Int) throws(PDFError) {
        let headSize = 10 + 2 * contours
        let skipped = headSize + 2 + Int(try outline.unsigned16(headSize))
        let rest = try outline.part(from: skipped)
        glyphs.append(contentsOf: outline.bytes[try outline.part(at: 0, count: headSize).range])
        glyphs.append(bigEndian: UInt16(0))
        glyphs.append(contentsOf: outline.bytes[rest.range])
    }

    private mutating func appendComposite(_ outline: TrueTypeReader) throws(PDFError) {
        glyphs.append(contentsOf: outline.bytes[try outline.part(at: 0, count: 10).range])
        var offset = 10
        while true {
            let component = try GlyphComponent(outline, at: offset)
            glyphs.append(bigEndian: component.flags & ~GlyphComponent.haveInstructions)
            glyphs.append(bigEndian: try slot(for: component.glyph))
            let arguments = try outline.part(at: offset + 4, count: component.size - 4)
            glyphs.append(contentsOf: outline.bytes[arguments.range])
            offset += component.size
            if !component.hasMore { return }
        }
    }

    private mutating func slot(for glyph: UInt16) throws(PDFError) -> UInt16 {
        if let slot = slotOfGlyph[glyph] { return slot }
        guard let slot = UInt16(exactly: slots.count) else { throw .tooLarge }
        slots.append(glyph)
        slotOfGlyph[glyph] = slot
        return slot
    }

    /// A glyph that contains itself would never end in a reader; eight levels are more than any font has.
    private func checkNesting(of glyph: Int, depth: Int, parts: inout Int) throws(PDFError) {
        parts += 1
        guard depth < Self.deepestNesting, parts < Self.mostParts else { throw .font(.compositeDepth) }
        let outline = try font.outline(glyph)
        guard outline.count > 0, try outline.integer16(0) < 0 else { return }
        var offset = 10
        while true {
            let component = try GlyphComponent(outline, at: offset)
            try checkNesting(of: Int(component.glyph), depth: depth + 1, parts: &parts)
            offset += component.size
            if !component.hasMore { return }
        }
    }

    private func patch(_ table: [UInt8], _ changes: [Int: Int]) -> [UInt8] {
        var table = table
        for (offset, value) in changes {
            table[offset] = UInt8(truncatingIfNeeded: value >> 8)
            table[offset + 1] = UInt8(truncatingIfNeeded: value)
        }
        return table
    }
}

/// One part of a composite glyph (OpenType glyf, composite glyph description).
private struct GlyphComponent {
    static let haveInstructions: UInt16 = 0x0100
    static let moreComponents: UInt16 = 0x0020
    /// Both arguments are words, and offsets in x and y.
    static let wordOffsets: UInt16 = 0x0003
    let flags: UInt16
    let glyph: UInt16

    init(_ outline: TrueTypeReader, at offset: Int) throws(PDFError) {
        flags = try outline.unsigned16(offset)
        glyph = try outline.unsigned16(offset + 2)
    }

    var hasMore: Bool { flags & Self.moreComponents != 0 }

    /// Flags, index, arguments and transformation in bytes.
    var size: Int {
        var size = flags & 0x0001 != 0 ? 8 : 6
        if flags & 0x0008 != 0 {
            size += 2
        } else if flags & 0x0040 != 0 {
            size += 4
        } else if flags & 0x0080 != 0 {
            size += 8
        }
        return size
    }
}
