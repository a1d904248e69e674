import Testing

@testable import PDFWriter

@Suite struct TextTests {
    private func drawn(_ text: String, _ style: FontStyle = .regular) -> String {
        var result: [UInt32] = []
        let fonts = Samples.fonts
        fonts.styles[style].forEachCharacter(of: text) { result.append($0) }
        return String(
            String.UnicodeScalarView(
                result.flatMap(fonts.compositions.decompose).compactMap(Unicode.Scalar.init)))
    }

    private func glyphCount(_ text: String) -> Int {
        var count = 0
        Samples.fonts.styles[.regular].forEachCharacter(of: text) { _ in count += 1 }
        return count
    }

    @Test(arguments: [
        ("a\tb\nc\r\nd", "a b c  d"), ("a\u{0}\u{7}b", "ab"), ("\u{202E}abc\u{202C}", "abc"),
        ("soft\u{AD}hyphen", "softhyphen"),
        ("\u{FEFF}x\u{200B}y\u{200D}z", "xyz"), ("❤\u{FE0F}", "❤"), ("x\u{E0001}", "x"), ("", ""),
    ])
    func `controls are left out, line ends become blanks`(text: String, result: String) {
        #expect(drawn(text).unicodeScalars.elementsEqual(result.unicodeScalars))
    }

    @Test(arguments: [
        ("e\u{301}", "\u{E9}"), ("A\u{30A}", "\u{C5}"), ("o\u{302}\u{323}", "\u{1ED9}"),
        ("o\u{323}\u{302}", "\u{1ED9}"),
        ("u\u{31B}\u{301}", "\u{1EE9}"), ("\u{418}\u{306}", "\u{419}"), ("α\u{301}", "ά"),
        ("s\u{323}\u{307}", "\u{1E69}"),
    ])
    func `letters and marks are composed as NFC does`(text: String, result: String) {
        #expect(drawn(text).unicodeScalars.elementsEqual(result.unicodeScalars))
    }

    @Test(arguments: [
        "K\u{302}", "g\u{300}", "L\u{325}\u{304}", "C\u{328}\u{306}", "ą\u{301}", "А\u{301}", "j\u{301}",
        "S\u{31B}\u{304}",
    ])
    func `sequences without a character of their own are one glyph and extract as written`(text: String) {
        #expect(glyphCount(text) == 1)
        #expect(drawn(text).unicodeScalars.elementsEqual(text.unicodeScalars))
        #expect(Samples.fonts.covers(text, .regular))
        #expect(Samples.fonts.covers(text, .bold))
    }

    @Test(arguments: [
        "The quick brown fox 0123456789 (){}[]<>|~^`\\", "ÄÖÜäöüß éèêë ñ ç ø å æ œ ł ž č ő ű ğ ş ı İ",
        "Đặng Thị Ngọc Hân", "ΑΒΓΔ αβγδ άέήίόύώ ϊϋΐΰ", "АБВГ абвг ёіїєґ ўџљњћђ қғүұ", "€£¥$¢₹₺₴₿₪₫₽₩₦₱₲₡₮₸₼₾",
        "–—‘’“”„‚«»‹›…•·†‡§¶©®™°±×÷−¼½¾⅓№‰", "←↑→↓↔⇒↳ ☐☑☒✓✗ ■□●○ ≤≥≠≈∞", "x\u{A0}y\u{2009}z\u{202F}w\u{2011}",
    ])
    func `the masters cover what invoices need`(text: String) {
        #expect(Samples.fonts.covers(text, .regular))
        #expect(Samples.fonts.covers(text, .bold))
    }

    @Test(arguments: [
        "漢字", "שלום", "سلام", "नमस्ते", "ไทย", "😀", "\u{E000}", "\u{F8FF}", "\u{FFFD}", "\u{FFFF}", "\u{F0000}",
    ])
    func `scripts that need other fonts or shaping and private use count as missing`(text: String) {
        #expect(!Samples.fonts.covers(text, .regular))
    }

    @Test func `all digits, the plus and the minus are equally wide`() {
        for style in FontStyle.allCases {
            // Liberation's signs are wider; no sums stand in columns on slips.
            let widths = (FontStyle.body.contains(style) ? "0123456789+−€" : "0123456789").map {
                Samples.fonts.width(of: String($0), style, size: .points(1000))
            }
            #expect(Set(widths).count == 1)
        }
    }

    @Test func `measured and drawn widths are the same`() throws {
        let texts = ["plain", "Grüße", "e\u{301}K\u{302}", "漢", "a\tb\u{202E}", ""]
        _ = try Samples.page(try Samples.readableKit()) { canvas, paragraph in
            for text in texts {
                let style = TextStyle(.bold, size: .tenths(97))
                let drawn = canvas.text(text, at: Samples.at(9, 9), style: style, tag: paragraph)
                #expect(drawn == canvas.width(of: text, style))
            }
        }
    }

    @Test func `missing characters are drawn as boxes and reported once each`() throws {
        let file = try Samples.page(try Samples.readableKit()) { canvas, paragraph in
            canvas.text("漢字漢 ok", at: Samples.at(9, 9), style: TextStyle(size: .points(9)), tag: paragraph)
        }
        #expect(file.replaced.map(\.character) == ["漢", "字"])
        #expect(file.replaced.map(\.count) == [2, 1])
        #expect(file.replaced.map(\.firstPage) == [1, 1])
        let inspector = try PDFInspector(file.bytes)
        #expect(try inspector.single("begincmap").contains("><25A1>\n"))
    }

    @Test func `a strict kit refuses missing characters`() throws {
        let kit = try Samples.readableKit(missing: .refuse)
        #expect(throws: PDFError.missingCharacter(0x6F22, page: 1)) {
            try Samples.page(kit) { canvas, paragraph in
                canvas.text("漢", at: Samples.at(9, 9), style: TextStyle(size: .points(9)), tag: paragraph)
            }
        }
    }

    @Test func `two characters that share a glyph keep their own codes`() throws {
        let file = try Samples.page(try Samples.readableKit()) { canvas, paragraph in
            canvas.text(
                "a\u{A0}b c", at: Samples.at(9, 9), style: TextStyle(size: .points(9)), tag: paragraph)
        }
        let map = try PDFInspector(file.bytes).single("begincmap")
        #expect(map.contains("><00A0>"))
        #expect(map.contains("><0020>"))
    }

    @Test func `codes never hold bytes that strings must escape`() throws {
        var plan = SubsetPlan()
        for scalar in UInt32(0x4E00)..<0x4E00 + 3500 { _ = plan.assign(scalar, glyph: 7) }
        let cids = (UInt32(0x4E00)..<0x4E00 + 3500).map(plan.cid)
        #expect(Set(cids).count == 3500)
        for cid in cids {
            for byte in [cid >> 8, cid & 0xFF] { #expect(![13, 40, 41, 92].contains(byte)) }
        }
    }
}
