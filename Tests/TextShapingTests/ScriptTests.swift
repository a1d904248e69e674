import PDFWriter
import Testing
import TextShaping

@Suite("Scripts that need shaping, and fonts for all others")
struct ScriptTests {
    static let leftToRight = [
        "नमस्ते, क्षत्रिय की हिन्दी में ₹1,23,456.00 का भुगतान", "বাংলা ভাষায় চালান", "ਪੰਜਾਬੀ ਵਿੱਚ",
        "ગુજરાતીમાં બિલ", "தமிழில் விலைப்பட்டியல்", "తెలుగులో ఇన్వాయిస్", "ಕನ್ನಡದಲ್ಲಿ ಬಿಲ್ಲು", "മലയാളത്തിൽ ബിൽ",
        "ใบแจ้งหนี้ภาษาไทย น้ำ", "請求書 カタカナ ひらがな 株式会社", "发票 中国", "ქართული", "Հայերեն", "አማርኛ",
        "q\u{301}q\u{308}",
    ]

    @Test("readers give back what was written", arguments: leftToRight)
    func extraction(text: String) throws {
        let file = try ShapedPage.make([text])
        #expect(file.replaced.isEmpty, "\(file.replaced)")
        for command in [
            ["pdftotext", "-enc", "UTF-8", "{}", "-"], ["mutool", "draw", "-q", "-F", "text", "{}"],
        ] {
            let lines = ShapedPage.lines(try ShapedPage.read(file.bytes, command), by: command[0])
            #expect(lines.count == FontStyle.allCases.count, "\(command[0]): \(lines)")
            for line in lines {
                #expect(line.unicodeScalars.elementsEqual(text.unicodeScalars), "\(command[0])")
            }
        }
    }

    @Test(
        "a name that reads from right to left comes back from a line that reads the other way",
        arguments: ["Invoice for שלום בע\"מ, Tel Aviv", "فاتورة", "Paid by مؤسسة النور today", "אבג"])
    func rightToLeft(text: String) throws {
        let file = try ShapedPage.make([text])
        #expect(file.replaced.isEmpty, "\(file.replaced)")
        let texts = Array(repeating: text, count: FontStyle.allCases.count)
        let letters = texts.map { $0.filter { $0 != " " } }
        for command in [
            ["pdftotext", "-enc", "UTF-8", "{}", "-"], ["mutool", "draw", "-q", "-F", "text", "{}"],
        ] {
            let lines = ShapedPage.lines(try ShapedPage.read(file.bytes, command), by: command[0])
            // Poppler puts the blank beside such a run now before and now behind it.
            let isPoppler = command[0] == "pdftotext"
            #expect(
                lines.map { isPoppler ? $0.filter { $0 != " " } : $0 } == (isPoppler ? letters : texts),
                "\(command[0])")
        }
    }

    @Test("qpdf finds no fault with composed glyphs, poppler draws them in silence")
    func sound() throws {
        let file = try ShapedPage.make(Self.leftToRight)
        _ = try ShapedPage.read(file.bytes, ["qpdf", "--check", "{}"])
        _ = try ShapedPage.read(file.bytes, ["pdftoppm", "-r", "40", "-gray", "{}"])
    }

    @Test("the same texts give the same bytes")
    func stable() throws {
        let first = try ShapedPage.make(Self.leftToRight)
        #expect(try ShapedPage.make(Self.leftToRight).bytes == first.bytes)
    }

    @Test("one code stands for a whole cluster")
    func clusters() throws {
        let text = String(
            decoding: try ShapedPage.make(["कि"], compression: .none).bytes.filter { $0 < 0x80 },
            as: UTF8.self)
        #expect(text.contains("><0915093F>"))
    }

    @Test("without an engine the letters are missing, with one but no font as well")
    func missing() throws {
        let alone = try FontLibrary.notoSans(shaping: .harfBuzz)
        for fonts in [try FontLibrary.notoSans(), alone] {
            let file = try ShapedPage.make(["a שלום"], fonts: fonts)
            #expect(Set(file.replaced.map(\.character)) == ["ש", "ל", "ו", "ם"])
        }
    }

    @Test("a mark on a letter that no font joins it to stays with its letter, however many there are")
    func marks() throws {
        let stack = "a" + String(repeating: "\u{30F}\u{489}", count: 700)
        #expect(try ShapedPage.make([stack, "व" + String(repeating: "्र", count: 300)]).pageCount == 1)
    }
}
