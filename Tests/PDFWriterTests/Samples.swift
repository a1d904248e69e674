@testable import PDFWriter

/// Kits and small documents that the tests share.
enum Samples {
    static let fonts: FontLibrary = {
        do { return try FontLibrary.notoSans() } catch { preconditionFailure("built-in fonts: \(error)") }
    }()

    static func date() throws(PDFError) -> PDFDate {
        try PDFDate(year: 2026, month: 1, day: 31, hour: 23, minute: 59, second: 58)
    }

    static func metadata(_ title: String = "Test") throws(PDFError) -> DocumentMetadata {
        DocumentMetadata(title: title, language: "en", created: try date(), identifier: "tests/1")
    }

    /// A kit whose files can be read as text.
    static func readableKit(
        missing: MissingCharacterPolicy = .replace, profile: PDFProfile = .archiveAndAccessible
    ) throws(PDFError) -> DocumentKit {
        try DocumentKit(fonts: fonts, profile: profile, compression: .none, missingCharacters: missing)
    }

    static func document(_ kit: DocumentKit) throws(PDFError) -> PDFDocument {
        try PDFDocument(kit: kit, metadata: try metadata())
    }

    /// One page with one paragraph.
    static func page(
        _ kit: DocumentKit, size: PageSize = .a4, _ draw: (inout Canvas, Tag) -> Void
    ) throws(PDFError) -> FinishedPDF {
        var document = try document(kit)
        let paragraph = document.element(.paragraph)
        document.page(size) { draw(&$0, paragraph) }
        return try document.finish()
    }

    /// The operators of a one-page document, without the font choices' noise removed: exactly as written.
    static func content(size: PageSize = .a4, _ draw: (inout Canvas, Tag) -> Void) throws -> String {
        let file = try page(try readableKit(), size: size, draw)
        let inspector = try PDFInspector(file.bytes)
        let page = try inspector.single("/Type/Page/")
        return try inspector.stream(of: try inspector.reference("Contents", in: page))
    }

    /// An invoice-like document of two pages with everything the writer can do.
    static func rich(_ kit: DocumentKit, pages: Int = 2) throws(PDFError) -> FinishedPDF {
        var metadata = try metadata("Rechnung 4711 – Müller & Söhne")
        metadata.author = "Dueday <GmbH>"
        metadata.extensions = [.facturX(level: "EN 16931")]
        var document = try PDFDocument(kit: kit, metadata: metadata)
        let heading = document.element(.heading(1))
        let paragraph = document.element(.paragraph)
        let table = document.element(.table)
        let small = TextStyle(size: .points(9))
        for page in 1...pages {
            document.page(.a4) { canvas in
                if page == 1 { drawHead(&canvas, heading, paragraph) }
                drawTable(&canvas, table, withHead: page == 1, pageNumber: page)
                canvas.text(
                    "Page \(page) of \(pages)", at: at(520, 820), style: small, alignment: .right,
                    tag: .pagination)
            }
        }
        document.outline("Invoice", page: 1)
        document.outline("Lines", level: 2, page: pages, top: .points(100))
        document.attach(
            EmbeddedFile(
                name: "factur-x.xml", mediaType: "text/xml", summary: "Invoice data",
                bytes: Array("<invoice/>".utf8), relationship: .alternative, modified: try date()))
        return try document.finish()
    }

    static func at(_ x: Int, _ y: Int) -> Point {
        Point(x: .points(x), y: .points(y))
    }

    private static func drawHead(_ canvas: inout Canvas, _ heading: Tag, _ paragraph: Tag) {
        canvas.text("Invoice 4711", at: at(72, 72), style: TextStyle(.bold, size: .points(18)), tag: heading)
        canvas.text(
            "Grüße aus Ελλάδα, Київ, Đà Nẵng", at: at(72, 100), style: TextStyle(size: .points(9)),
            tag: paragraph)
        let link = canvas.element(.link, in: paragraph)
        let style = TextStyle(size: .points(9), color: .rgb(0, 0, 200))
        let width = canvas.text("Pay online", at: at(72, 112), style: style, tag: link)
        canvas.link(
            to: .address("https://example.com/pay?i=(4711)"),
            over: Rectangle(x: .points(72), y: .points(103), width: width, height: .points(12)),
            alternative: "Pay invoice 4711 online", tag: link)
        let chart = canvas.element(.figure, alternative: "Usage by day")
        canvas.fill(
            Path(
                (1...5).map {
                    Rectangle(
                        x: .points(400 + 9 * $0), y: .points(90 - 5 * $0), width: .points(7),
                        height: .points(5 * $0))
                }),
            color: .rgb(90, 140, 30), tag: chart)
    }

    private static func drawTable(_ canvas: inout Canvas, _ table: Tag, withHead: Bool, pageNumber: Int) {
        let style = TextStyle(size: .points(9))
        let head = withHead ? canvas.element(.tableRow, in: table) : .document
        for (index, title) in ["Item", "Amount"].enumerated() {
            let tag = withHead ? canvas.element(.headerCell(.column), in: head) : .pagination
            canvas.text(
                title, at: at(72 + 200 * index, 140), style: TextStyle(.bold, size: .points(9)), tag: tag)
        }
        canvas.line(from: at(72, 144), to: at(520, 144), width: .tenths(5), color: .gray(128), tag: .artifact)
        for line in 1...5 {
            let row = canvas.element(.tableRow, in: table)
            let y = 144 + 14 * line
            canvas.text(
                "Line \(pageNumber)-\(line)", at: at(72, y), style: style,
                tag: canvas.element(.dataCell(), in: row))
            canvas.text(
                "−\(line)1.50 €", at: at(350, y), style: style, alignment: .right,
                tag: canvas.element(.dataCell(), in: row))
        }
        let total = canvas.element(.tableRow, in: table)
        canvas.text(
            "Carried", at: at(72, 240), style: style, tag: canvas.element(.dataCell(columns: 2), in: total))
    }
}
