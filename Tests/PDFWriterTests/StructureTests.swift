import Testing

@testable import PDFWriter

/// A way to break a rule, and the error it must give.
struct Misuse: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let error: PDFError
    let draw: @Sendable (inout Canvas) -> Void

    init(_ name: String, _ error: PDFError, _ draw: @escaping @Sendable (inout Canvas) -> Void) {
        testDescription = name
        self.error = error
        self.draw = draw
    }

    private static let style = TextStyle(size: .points(9))
    private static let origin = Samples.at(10, 10)
    private static let square = Rectangle(x: .zero, y: .zero, width: .points(9), height: .points(9))

    static let all: [Misuse] = [
        Misuse("cell outside a row", .structure(.wrongParent, element: "TD")) { canvas in
            _ = canvas.element(.dataCell(), in: canvas.element(.table))
        },
        Misuse("row outside a table", .structure(.wrongParent, element: "TR")) { _ = $0.element(.tableRow) },
        Misuse("paragraph in a row", .structure(.wrongParent, element: "P")) { canvas in
            let row = canvas.element(.tableRow, in: canvas.element(.table))
            _ = canvas.element(.paragraph, in: row)
        },
        Misuse("paragraph in a paragraph", .structure(.wrongParent, element: "P")) { canvas in
            _ = canvas.element(.paragraph, in: canvas.element(.paragraph))
        },
        Misuse("link outside a block", .structure(.wrongParent, element: "Link")) { _ = $0.element(.link) },
        Misuse("element in an artifact", .structure(.unknownElement, element: "P")) { canvas in
            _ = canvas.element(.paragraph, in: .artifact)
        },
        Misuse("tag of another document", .structure(.unknownElement, element: "content")) { canvas in
            canvas.text("x", at: origin, style: style, tag: Tag(index: 99))
        },
        Misuse("text in a row", .structure(.contentNotAllowed, element: "TR")) { canvas in
            let row = canvas.element(.tableRow, in: canvas.element(.table))
            canvas.text("x", at: origin, style: style, tag: row)
        },
        Misuse("text in the document", .structure(.contentNotAllowed, element: "Document")) { canvas in
            canvas.fill(square, color: .black, tag: .document)
        },
        Misuse("heading of level 7", .structure(.headingLevel, element: "H7")) {
            _ = $0.element(.heading(7))
        },
        Misuse("first heading of level 2", .structure(.headingLevel, element: "H2")) {
            _ = $0.element(.heading(2))
        },
        Misuse("skipped heading level", .structure(.headingLevel, element: "H3")) { canvas in
            for level in [1, 2, 1, 3] { _ = canvas.element(.heading(level)) }
        },
        Misuse("label in a list without marks", .structure(.labelWithoutMarks, element: "Lbl")) { canvas in
            _ = canvas.element(.label, in: canvas.element(.listItem, in: canvas.element(.list())))
        },
        Misuse("paragraph in a list", .structure(.wrongParent, element: "P")) { canvas in
            _ = canvas.element(.paragraph, in: canvas.element(.list(.bullets)))
        },
        Misuse("span of nothing", .structure(.span, element: "TD")) { canvas in
            let row = canvas.element(.tableRow, in: canvas.element(.table))
            _ = canvas.element(.dataCell(columns: 0), in: row)
        },
        Misuse("rows of unequal width", .structure(.unequalRows, element: "Table")) { canvas in
            let table = canvas.element(.table)
            let first = canvas.element(.tableRow, in: table)
            _ = canvas.element(.headerCell(.column), in: first)
            _ = canvas.element(.headerCell(.column), in: first)
            _ = canvas.element(.dataCell(), in: canvas.element(.tableRow, in: table))
        },
        Misuse("row span below the table", .structure(.unequalRows, element: "Table")) { canvas in
            let row = canvas.element(.tableRow, in: canvas.element(.table))
            _ = canvas.element(.dataCell(rows: 2), in: row)
        },
        Misuse("row without cells", .structure(.unequalRows, element: "Table")) { canvas in
            _ = canvas.element(.tableRow, in: canvas.element(.table))
        },
        Misuse("figure without words", .structure(.missingAlternative, element: "Figure")) { canvas in
            _ = canvas.element(.figure, alternative: "")
        },
        Misuse("endless alternative", .structure(.alternativeTooLong, element: "Figure")) { canvas in
            _ = canvas.element(.figure, alternative: String(repeating: "x", count: 16_001))
        },
        Misuse("link without annotation", .structure(.linkWithoutTarget, element: "Link")) { canvas in
            _ = canvas.element(.link, in: canvas.element(.paragraph))
        },
        Misuse("annotation on a paragraph", .structure(.linkWithoutTarget, element: "Link")) { canvas in
            let paragraph = canvas.element(.paragraph)
            canvas.link(to: .address("https://a.example"), over: square, alternative: "a", tag: paragraph)
        },
        Misuse("link without words", .structure(.missingAlternative, element: "Link")) { canvas in
            let link = canvas.element(.link, in: canvas.element(.paragraph))
            canvas.link(to: .address("https://a.example"), over: square, alternative: "", tag: link)
        },
        Misuse("link to a script", .linkAddress("javascript:alert(1)")) { canvas in
            let link = canvas.element(.link, in: canvas.element(.paragraph))
            canvas.link(to: .address("javascript:alert(1)"), over: square, alternative: "a", tag: link)
        },
        Misuse("link with a blank", .linkAddress("https://a b")) { canvas in
            let link = canvas.element(.link, in: canvas.element(.paragraph))
            canvas.link(to: .address("https://a b"), over: square, alternative: "a", tag: link)
        },
        Misuse("link to nowhere", .missingPage(2)) { canvas in
            let link = canvas.element(.link, in: canvas.element(.paragraph))
            canvas.link(to: .page(2), over: square, alternative: "a", tag: link)
        },
        Misuse("text far away", .outOfRange(page: 1)) { canvas in
            canvas.text("x", at: Samples.at(40_000, 0), style: style, tag: .artifact)
        },
        Misuse("path without end", .outOfRange(page: 1)) { canvas in
            let far = Point(x: Length(thousandths: .max), y: Length(thousandths: .min))
            canvas.stroke(Path(from: origin, to: far), width: .points(1), color: .black, tag: .artifact)
        },
        Misuse("link to the depths of a page", .outOfRange(page: 1)) { canvas in
            let link = canvas.element(.link, in: canvas.element(.paragraph))
            let target = LinkTarget.page(1, top: Length(thousandths: .min))
            canvas.link(to: target, over: square, alternative: "a", tag: link)
        },
        Misuse("text of no size", .outOfRange(page: 1)) { canvas in
            canvas.text("x", at: origin, style: TextStyle(size: .zero), tag: .artifact)
        },
        Misuse("negative rectangle", .outOfRange(page: 1)) { canvas in
            canvas.fill(
                Rectangle(x: .zero, y: .zero, width: .points(-1), height: .zero), color: .black,
                tag: .artifact)
        },
        Misuse("line of no width", .outOfRange(page: 1)) { canvas in
            canvas.line(from: origin, to: origin, width: .zero, color: .black, tag: .artifact)
        },
        Misuse("unknown language", .language("e_n")) { canvas in
            _ = canvas.element(.paragraph, language: "e_n")
        },
    ]
}

@Suite struct StructureTests {
    @Test(arguments: Misuse.all)
    func `misuse is refused before any byte comes out`(misuse: Misuse) throws {
        #expect(throws: misuse.error) {
            _ = try Samples.page(try Samples.readableKit()) { canvas, _ in misuse.draw(&canvas) }
        }
    }

    @Test func `the first mistake is the one reported`() throws {
        #expect(throws: PDFError.structure(.wrongParent, element: "TR")) {
            _ = try Samples.page(try Samples.readableKit()) { canvas, _ in
                _ = canvas.element(.tableRow)
                _ = canvas.element(.heading(9))
            }
        }
    }

    @Test func `a document without pages, title or language is refused`() throws {
        let kit = try Samples.readableKit()
        #expect(throws: PDFError.noPages) { try Samples.document(kit).finish() }
        var metadata = try Samples.metadata(" \u{A0}")
        #expect(throws: PDFError.missingTitle) { try begin(kit, metadata) }
        metadata.title = "x"
        metadata.language = ""
        #expect(throws: PDFError.language("")) { try begin(kit, metadata) }
        metadata.language = "en"
        metadata.extensions = [XMPSchema(title: "", namespace: "", prefix: "dc", properties: [])]
        #expect(throws: PDFError.metadata("dc")) { try begin(kit, metadata) }
    }

    @Test(arguments: [(2, 100), (100, 14_401), (100, Int.max / 1000)])
    func `pages have the sides that PDF/A allows`(width: Int, height: Int) throws {
        let kit = try Samples.readableKit()
        #expect(throws: PDFError.pageSize(page: 1)) {
            _ = try Samples.page(kit, size: PageSize(width: .points(width), height: .points(height))) {
                $0.text("x", at: Samples.at(-1, -1), style: TextStyle(size: .points(9)), tag: $1)
            }
        }
    }

    @Test func `outline entries skip no level and lead to pages that exist`() throws {
        let kit = try Samples.readableKit()
        #expect(throws: PDFError.structure(.headingLevel, element: "deep")) {
            try finish(kit) { $0.outline("deep", level: 2, page: 1) }
        }
        #expect(throws: PDFError.missingPage(2)) { try finish(kit) { $0.outline("a", page: 2) } }
        #expect(throws: PDFError.missingPage(0)) { try finish(kit) { $0.outline("a", page: 0) } }
    }

    @Test(arguments: [
        ("", "text/xml"), ("a/b", "text/xml"), ("ü.xml", "text/xml"), ("a", "xml"), ("a", "text/"),
        ("a", "t/x/y"),
    ])
    func `attachments have plain names and media types`(name: String, mediaType: String) throws {
        let file = EmbeddedFile(
            name: name, mediaType: mediaType, summary: "", bytes: [], relationship: .data,
            modified: try Samples.date())
        #expect(throws: PDFError.self) { try finish(try Samples.readableKit()) { $0.attach(file) } }
    }

    @Test func `two attachments cannot have one name`() throws {
        let file = EmbeddedFile(
            name: "a.csv", mediaType: "text/csv", summary: "", bytes: [], relationship: .supplement,
            modified: try Samples.date())
        #expect(throws: PDFError.embeddedFile("a.csv")) {
            try finish(try Samples.readableKit()) { document in
                document.attach(file)
                document.attach(file)
            }
        }
    }

    @Test func `row spans count in the rows below`() throws {
        _ = try Samples.page(try Samples.readableKit()) { canvas, _ in
            let body = canvas.element(.tableBody, in: canvas.element(.table))
            let first = canvas.element(.tableRow, in: body)
            _ = canvas.element(.headerCell(.row, rows: 2), in: first)
            _ = canvas.element(.dataCell(columns: 2), in: first)
            let second = canvas.element(.tableRow, in: body)
            _ = canvas.element(.dataCell(), in: second)
            _ = canvas.element(.dataCell(), in: second)
        }
    }

    @Test func `an error of the drawing closure comes through and ends the document`() throws {
        struct Stop: Error {}
        var document = try Samples.document(try Samples.readableKit())
        var isStopped = false
        do throws(Stop) {
            try document.page(.a4) { (_: inout Canvas) throws(Stop) in throw Stop() }
        } catch {
            isStopped = true
        }
        document.page(.a4) { _ in }
        #expect(isStopped)
        do throws(PDFError) {
            _ = try document.finish()
            Issue.record("a document with half a page was finished")
        } catch {
            #expect(error == .unfinishedPage(1))
        }
    }

    private func begin(_ kit: DocumentKit, _ metadata: DocumentMetadata) throws(PDFError) {
        _ = try PDFDocument(kit: kit, metadata: metadata)
    }

    private func finish(_ kit: DocumentKit, _ change: (inout PDFDocument) -> Void) throws(PDFError) {
        var document = try Samples.document(kit)
        document.page(.a4) { _ in }
        change(&document)
        _ = try document.finish()
    }
}
