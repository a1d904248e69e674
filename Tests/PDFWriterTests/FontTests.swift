import Testing

@testable import PDFWriter

@Suite struct FontTests {
    static let regular: [UInt8] = {
        do {
            return try inflate(decodeBase64(NotoSansRegularMaster.base64), size: NotoSansRegularMaster.size)
        } catch {
            preconditionFailure("built-in font: \(error)")
        }
    }()

    /// Reads a font and makes a subset of some of its glyphs, as a document would.
    private func use(_ bytes: [UInt8]) throws(PDFError) {
        let face = try FontFace(bytes, keepsInternalCodes: false)
        var plan = SubsetPlan()
        for scalar in [UInt32](0x20...0x17F) + [0x1EA5, 0x44F] {
            let glyph = face.glyph(scalar)
            if glyph != 0 { _ = plan.assign(scalar, glyph: glyph) }
        }
        _ = try FontSubset(of: face.font, slots: plan.glyphs).fontFile()
    }

    @Test func `a font cut off anywhere is an error and never a crash`() {
        for count in stride(from: 0, to: Self.regular.count, by: 97) {
            #expect(throws: PDFError.self) { try use(Array(Self.regular.prefix(count))) }
        }
    }

    @Test func `random bytes in a font give an error or a font, never a crash`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("hostile font seed", seed)
        var random = SplitMix(state: seed)
        var refused = 0
        for _ in 0..<400 {
            var bytes = Self.regular
            // Half of the changes go to the directory and the tables in front, where they hurt most.
            for _ in 0..<random.below(12) + 1 {
                let limit = random.below(2) == 0 ? bytes.count : 2_000
                bytes[random.below(limit)] = UInt8(random.below(256))
            }
            do throws(PDFError) { try use(bytes) } catch { refused += 1 }
        }
        #expect(refused > 20)
    }

    @Test(arguments: [
        (2, false), (0x100, false), (0x102, false), (0, true), (4, true), (8, true), (0x200, true),
    ])
    func `fsType decides whether a font may be embedded`(fsType: Int, isAllowed: Bool) throws {
        var bytes = Self.regular
        let os2 = try #require(tableOffset("OS/2", bytes))
        bytes[os2 + 8] = UInt8(fsType >> 8)
        bytes[os2 + 9] = UInt8(fsType & 0xFF)
        if isAllowed {
            _ = try TrueTypeFont(bytes)
        } else {
            #expect(throws: PDFError.font(.embeddingForbidden(fsType: fsType))) { try TrueTypeFont(bytes) }
        }
    }

    @Test(arguments: ["OTTO", "ttcf", "wOFF", "\0\u{1}\0\u{1}"])
    func `other font formats are refused`(signature: String) {
        let bytes = Array(signature.utf8) + Self.regular.dropFirst(4)
        #expect(throws: PDFError.font(.notTrueType)) { try TrueTypeFont(bytes) }
    }

    @Test func `a subset is a font again with the same widths and outlines`() throws {
        let face = Samples.fonts.faces[0]
        let scalars: [UInt32] = [0x41, 0x1ED9, 0xE9, 0x20]
        let slots = [0, 0] + scalars.map(face.glyph)
        let bytes = try FontSubset(of: face.font, slots: slots).fontFile()
        let reader = TrueTypeReader(bytes)
        let tables = try TableDirectory(reader)
        let metrics = try tables.demand("hmtx", size: slots.count * 4)
        for (slot, glyph) in slots.enumerated() {
            let width = Int(try metrics.unsigned16(slot * 4))
            #expect(width == (slot == 1 ? 0 : face.font.advance(Int(glyph))))
        }
        #expect(try tables.demand("maxp", size: 32).unsigned16(4) > UInt16(slots.count))
        #expect(try tables.find("cmap") == nil)
        #expect(wholeChecksum(bytes) == 0xB1B0_AFBA)
    }

    @Test func `parts of composite glyphs come along, parts of parts too`() throws {
        let face = Samples.fonts.faces[0]
        // (L + ring below) + macron: the parts are L-with-ring, macron, L, ring below, and the spacing ring and
        // macron that the two marks are made of.
        let code = try #require(Samples.fonts.compositions.composedCode("L\u{325}\u{304}"))
        let slots: [UInt16] = [0, face.glyph(code)]
        let bytes = try FontSubset(of: face.font, slots: slots).fontFile()
        let maxp = try TableDirectory(TrueTypeReader(bytes)).demand("maxp", size: 32)
        #expect(try maxp.unsigned16(4) == 8)
    }

    @Test func `a glyph made of itself is refused`() throws {
        var bytes = Self.regular
        let face = Samples.fonts.faces[0]
        let glyph = face.glyph(0xC4)
        let outline = try face.font.outline(Int(glyph))
        let at = outline.range.lowerBound + 12
        bytes[at] = UInt8(glyph >> 8)
        bytes[at + 1] = UInt8(glyph & 0xFF)
        let font = try TrueTypeFont(bytes)
        #expect(throws: PDFError.font(.compositeDepth)) {
            _ = try FontSubset(of: font, slots: [0, glyph])
        }
    }

    @Test func `a library needs the sign for missing characters`() throws {
        var bytes = Self.regular
        let cmap = try #require(tableOffset("cmap", bytes))
        let size = bytes.count - cmap
        // 25A0...25A1 stand in one segment; ending it one before takes the box out of the font.
        let pattern: [UInt8] = [0x25, 0xA1]
        let hit = try #require((0..<size).first { bytes[cmap + $0..<cmap + $0 + 2].elementsEqual(pattern) })
        bytes[cmap + hit + 1] = 0xA0
        #expect(throws: PDFError.font(.noReplacementSign)) {
            try FontLibrary(regular: bytes, bold: bytes)
        }
    }

    @Test func `fallback fonts show what the masters lack`() throws {
        let library = try FontLibrary.notoSans(fallbacks: [try withRareLigature()])
        #expect(!Samples.fonts.covers("ﬓ", .regular))
        #expect(library.covers("ﬓ", .regular) && library.covers("ﬓ", .bold))
        #expect(
            library.width(of: "ﬓ", .bold, size: .points(10))
                == library.width(of: "ﬁ", .regular, size: .points(10)))
        let kit = try DocumentKit(fonts: library, compression: .none)
        let file = try Samples.page(kit) { canvas, paragraph in
            canvas.text("aﬓb", at: Samples.at(9, 9), style: TextStyle(size: .points(9)), tag: paragraph)
        }
        #expect(file.replaced.isEmpty)
        let inspector = try PDFInspector(file.bytes)
        #expect(inspector.all("/Subtype/Type0").count == 2)
        #expect(inspector.all("><FB13>").count == 1)
        let page = try inspector.single("/Type/Page/")
        let content = try inspector.stream(of: try inspector.reference("Contents", in: page))
        #expect(content.contains("/F1 9 Tf\n(\0\u{1})Tj\n/F5 9 Tf\n(\0\u{1})Tj\n/F1 9 Tf\n(\0\u{2})Tj\n"))
    }

    @Test func `what the face of slips lacks comes from the page's, then from the fallback fonts`() throws {
        let library = try FontLibrary.notoSans(fallbacks: [try withRareLigature()])
        for (slip, body) in [(FontStyle.slip, FontStyle.regular), (.slipBold, .bold)] {
            for text in ["Я", "ﬓ"] {
                let size = Length.points(10)
                #expect(library.covers(text, slip))
                #expect(
                    library.width(of: text, slip, size: size) == library.width(of: text, body, size: size))
            }
        }
        let kit = try DocumentKit(fonts: library, compression: .none)
        let file = try Samples.page(kit) { canvas, paragraph in
            for (line, style) in [FontStyle.slip, .slipBold].enumerated() {
                canvas.text(
                    "aЯﬓ", at: Samples.at(9, 9 + line * 20), style: TextStyle(style, size: .points(9)),
                    tag: paragraph)
            }
        }
        #expect(file.replaced.isEmpty)
        let inspector = try PDFInspector(file.bytes)
        // Faces 0 and 1 are the page's, 2 is the fallback, 3 and 4 are those of slips; a fallback without a bold
        // companion is drawn with thicker lines.
        let content = try inspector.stream(
            of: try inspector.reference("Contents", in: try inspector.single("/Type/Page/")))
        let plain = "/F7 9 Tf\n(\0\u{1})Tj\n/F1 9 Tf\n(\0\u{1})Tj\n/F5 9 Tf\n(\0\u{1})Tj\n"
        let bold = "/F9 9 Tf\n(\0\u{1})Tj\n/F3 9 Tf\n(\0\u{1})Tj\n/F5 9 Tf\n"
        #expect(content.contains(plain), "\(content)")
        let place = try #require(content.ranges(of: bold).first, "\(content)")
        #expect(content[place.upperBound...].contains("2 Tr\n(\0\u{1})Tj\n"), "\(content)")
        for name in ["LiberationSans", "LiberationSans-Bold"] {
            #expect(!inspector.all("+\(name)/").isEmpty, "\(name)")
        }
    }

    @Test func `without a face of slips they are set in the page's`() throws {
        let library = try FontLibrary(regular: Self.regular, bold: Self.regular)
        for (slip, body) in [(FontStyle.slip, FontStyle.regular), (.slipBold, .bold)] {
            let size = Length.points(10)
            #expect(library.metrics(slip) == library.metrics(body))
            #expect(
                library.width(of: "Zahlteil 1", slip, size: size)
                    == library.width(of: "Zahlteil 1", body, size: size))
            #expect(library.ownFaces[slip] == library.ownFaces[body])
        }
    }

    /// The master with its last cmap segment, U+FB01...FB02, moved to U+FB13...FB14, which the masters lack.
    private func withRareLigature() throws -> FallbackFont {
        var bytes = Self.regular
        let segment = try #require(lastSegment(bytes))
        for (at, value) in [
            (segment.end, 0xFB14), (segment.start, 0xFB13), (segment.delta, segment.oldDelta - 0x12),
        ] {
            bytes[at] = UInt8(truncatingIfNeeded: value >> 8)
            bytes[at + 1] = UInt8(truncatingIfNeeded: value)
        }
        return FallbackFont(regular: bytes)
    }

    /// Where the last segment but the closing one of the format 4 cmap keeps its numbers.
    private func lastSegment(_ bytes: [UInt8]) -> (end: Int, start: Int, delta: Int, oldDelta: Int)? {
        guard let cmap = tableOffset("cmap", bytes) else { return nil }
        func number(_ at: Int) -> Int { Int(bytes[at]) << 8 | Int(bytes[at + 1]) }
        let subtable = cmap + number(cmap + 4 + 6)
        let doubled = number(subtable + 6)
        let end = subtable + 14 + doubled - 4
        guard number(subtable) == 4, number(end) == 0xFB02 else { return nil }
        let delta = end + 2 + 2 * doubled
        return (end, end + 2 + doubled, delta, number(delta))
    }

    @Test func `a broken fallback is refused`() {
        #expect(throws: PDFError.self) {
            try FontLibrary.notoSans(fallbacks: [FallbackFont(regular: [1, 2, 3])])
        }
    }

    private func tableOffset(_ tag: String, _ bytes: [UInt8]) -> Int? {
        for index in 0..<Int(bytes[5]) {
            let at = 12 + index * 16
            if bytes[at..<at + 4].elementsEqual(tag.utf8) {
                return bytes[at + 8..<at + 12].reduce(0) { $0 << 8 | Int($1) }
            }
        }
        return nil
    }

    private func wholeChecksum(_ bytes: [UInt8]) -> UInt32 {
        stride(from: 0, to: bytes.count, by: 4).reduce(UInt32(0)) { sum, at in
            sum &+ bytes[at..<at + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}

extension CompositionTable {
    /// The internal code of a sequence, when it becomes one.
    func composedCode(_ text: String) -> UInt32? {
        let codes = compose(text.unicodeScalars.map(\.value)) { _ in true }
        return codes.count == 1 ? codes[0] : nil
    }
}

/// A small generator whose seed the tests print (SplitMix64, public domain).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    mutating func below(_ bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }
}
