import Glibc
import Testing

@testable import PDFWriter

/// What other people's programs say of our files: qpdf, poppler. A missing program is a failure.
@Suite struct ToolTests {
    @Test(arguments: [FontEmbedding.perDocument, .preparedLatin], [CrossReferenceForm.table, .streams])
    func `qpdf finds no fault`(embedding: FontEmbedding, form: CrossReferenceForm) throws {
        for level in [CompressionLevel.none, .fastest, .standard] {
            let kit = try DocumentKit(
                fonts: Samples.fonts, embedding: embedding, compression: level, crossReference: form)
            let result = try run("qpdf --check", on: try Samples.rich(kit).bytes)
            #expect(result.status == 0, "\(result.output)")
        }
    }

    @Test(arguments: [
        "The quick brown fox 0123456789 (){}[]<>|~^`\\/", "Ελληνικά: Ταχίστη αλώπηξ βαφής ψημένη γη",
        "Съешь ещё этих мягких французских булок, їжак ґ", "Đặng Thị Ngọc Hân trả tiền điện tử",
        "Zażółć gęślą jaźń, Příliš žluťoučký kůň, Þórður Ægisson, İstanbul ığdır",
        "€1.234,50 £9 ₹99 ₺5 ₴7 ₿1 ₪3 ₫2 −12 → ok", "K\u{302} g\u{300} L\u{325}\u{304} DIN 91379",
    ])
    func `pdftotext gives back what was written`(text: String) throws {
        for embedding in [FontEmbedding.perDocument, .preparedLatin] {
            let kit = try DocumentKit(fonts: Samples.fonts, embedding: embedding)
            let file = try Samples.page(kit) { canvas, paragraph in
                let style = TextStyle(size: .points(9))
                canvas.text(text, at: Samples.at(20, 100), style: style, tag: paragraph)
                canvas.text(
                    text, at: Samples.at(20, 200), style: TextStyle(.bold, size: .points(9)), tag: paragraph)
            }
            #expect(file.replaced.isEmpty)
            let result = try run("pdftotext -enc UTF-8", on: file.bytes, after: "-")
            let lines = result.output.split(whereSeparator: \.isNewline).filter { $0 != "\u{C}" }
            #expect(lines.count == 2)
            for line in lines { #expect(line.unicodeScalars.elementsEqual(text.unicodeScalars), "\(line)") }
        }
    }

    @Test func `pdffonts sees embedded subsets with Unicode maps only`() throws {
        let kit = try DocumentKit(fonts: Samples.fonts)
        let result = try run("pdffonts", on: try Samples.rich(kit).bytes)
        let rows = result.output.split(separator: "\n").dropFirst(2)
        #expect(rows.count == 2)
        for row in rows { #expect(row.contains(" yes yes yes ") && row.contains("+NotoSans-"), "\(row)") }
    }

    @Test func `the embedded file comes out as it went in`() throws {
        let kit = try DocumentKit(fonts: Samples.fonts)
        let result = try run("qpdf --show-attachment=factur-x.xml", on: try Samples.rich(kit).bytes)
        #expect(result.output == "<invoice/>")
    }

    @Test func `poppler sees the structure`() throws {
        let kit = try DocumentKit(fonts: Samples.fonts)
        let result = try run("pdfinfo -struct-text", on: try Samples.rich(kit).bytes)
        for part in [
            "Document", "H1 (block)", "\"Invoice 4711\"", "Table (block)", "TH:", "/Scope /Column",
            "/ColSpan 2", "Link (inline)", "Figure",
        ] {
            #expect(result.output.contains(part), "\(part) in \(result.output)")
        }
    }

    @Test func `poppler draws the page without complaint`() throws {
        let kit = try DocumentKit(fonts: Samples.fonts)
        let result = try run("pdftoppm -r 30 -gray", on: try Samples.rich(kit).bytes, after: "| wc -c")
        // Two pages of 248 by 351 pixels, and not a word on standard error.
        let size = Int(result.output.filter { $0.isNumber }) ?? 0
        #expect((170_000...180_000).contains(size), "\(result.output)")
    }

    /// Runs a program on a file of these bytes; standard error is part of the output.
    private func run(
        _ command: String, on bytes: [UInt8], after: String = ""
    ) throws -> (status: Int32, output: String) {
        var template = Array("/tmp/pdfwriter-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        try #require(written == bytes.count)
        let pipe = try #require(popen("LC_ALL=C.UTF-8 \(command) \(path) 2>&1 \(after)", "r"))
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            output += buffer[..<count]
        }
        let status = pclose(pipe)
        // The shell's 127: there is no such program.
        try #require(status >> 8 != 127, "\(command) is not installed")
        return (status >> 8, String(decoding: output, as: UTF8.self))
    }
}
