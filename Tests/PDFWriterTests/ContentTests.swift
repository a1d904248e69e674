import Testing

@testable import PDFWriter

@Suite struct ContentTests {
    private let small = PageSize(width: .points(100), height: .points(200))
    private let style = TextStyle(size: .points(10))

    @Test func `one text is one text object with its marked content`() throws {
        let content = try Samples.content(size: small) { canvas, paragraph in
            canvas.text("AB", at: Samples.at(10, 20), style: style, tag: paragraph)
        }
        #expect(
            content == "BT\n/P<</MCID 0>>BDC\n10 180 Td\n/F1 10 Tf\n(\0\u{1}\0\u{2})Tj\nEMC\nET\n")
    }

    @Test func `texts of one tag share their marked content, lines are relative to the line before`() throws {
        let content = try Samples.content(size: small) { canvas, paragraph in
            canvas.text("A", at: Samples.at(10, 20), style: style, tag: paragraph)
            canvas.text("A", at: Samples.at(10, 32), style: style, tag: paragraph)
        }
        #expect(
            content == """
                BT
                /P<</MCID 0>>BDC
                10 180 Td
                /F1 10 Tf
                (\0\u{1})Tj
                0 -12 Td
                (\0\u{1})Tj
                EMC
                ET

                """)
    }

    @Test func `text, rule and text again stay balanced`() throws {
        let content = try Samples.content(size: small) { canvas, paragraph in
            canvas.text("A", at: Samples.at(0, 0), style: style, tag: paragraph)
            canvas.line(
                from: Samples.at(0, 50), to: Samples.at(100, 50), width: .tenths(5), color: .gray(255),
                tag: .artifact)
            canvas.text("1", at: Samples.at(0, 199), style: style, tag: .pagination)
            canvas.text("A", at: Samples.at(0, 100), style: style, tag: paragraph)
        }
        #expect(
            content == """
                BT
                /P<</MCID 0>>BDC
                0 200 Td
                /F1 10 Tf
                (\0\u{1})Tj
                EMC
                ET
                /Artifact BMC
                1 G
                0.5 w
                0 150 m
                100 150 l
                S
                EMC
                BT
                /Artifact<</Type/Pagination>>BDC
                0 1 Td
                (\0\u{2})Tj
                EMC
                /P<</MCID 1>>BDC
                0 99 Td
                (\0\u{1})Tj
                EMC
                ET

                """)
    }

    @Test func `graphics and text of one tag share their marked content`() throws {
        let content = try Samples.content(size: small) { canvas, paragraph in
            canvas.fill(
                Rectangle(x: .zero, y: .zero, width: .points(5), height: .points(6)), color: .rgb(255, 0, 0),
                tag: paragraph)
            canvas.text("A", at: Samples.at(0, 0), style: style, tag: paragraph)
            canvas.text("A", at: Samples.at(0, 9), style: style, tag: .artifact)
        }
        #expect(
            content == """
                /P<</MCID 0>>BDC
                1 0 0 rg
                0 194 5 6 re
                f
                BT
                0 g
                0 200 Td
                /F1 10 Tf
                (\0\u{1})Tj
                ET
                EMC
                BT
                /Artifact BMC
                0 191 Td
                (\0\u{1})Tj
                EMC
                ET

                """)
    }

    @Test func `round corners are curves, dashes are switched off again`() throws {
        let area = Rectangle(x: .zero, y: .zero, width: .points(20), height: .points(10))
        let content = try Samples.content(size: small) { canvas, _ in
            canvas.stroke(
                Path(area, cornerRadius: .points(50)), width: .points(1), color: .black, dash: .points(2),
                tag: .artifact)
            canvas.stroke(Path([area]), width: .points(1), color: .black, tag: .artifact)
        }
        #expect(
            content == """
                /Artifact BMC
                [2]0 d
                5 200 m
                15 200 l
                17.761 200 20 197.761 20 195 c
                20 195 l
                20 192.239 17.761 190 15 190 c
                5 190 l
                2.239 190 0 192.239 0 195 c
                0 195 l
                0 197.761 2.239 200 5 200 c
                h
                S
                []0 d
                0 190 20 10 re
                S
                EMC

                """)
    }

    @Test(arguments: [(TextAlignment.left, 50_000), (.center, 44_280), (.right, 38_560)])
    func `alignment moves the text by its width`(alignment: TextAlignment, x: Int) throws {
        let content = try Samples.content(size: small) { canvas, paragraph in
            let width = canvas.text(
                "12", at: Samples.at(50, 20), style: style, alignment: alignment, tag: paragraph)
            #expect(width.thousandths == 11_440)
        }
        #expect(content.contains(written { $0.append(thousandths: x) } + " 180 Td\n"))
    }

    @Test func `a tag keeps its content over pages, each page counts its own ids`() throws {
        var document = try Samples.document(try Samples.readableKit())
        let paragraph = document.element(.paragraph)
        for _ in 0..<2 {
            document.page(small) { $0.text("A", at: Samples.at(0, 9), style: style, tag: paragraph) }
        }
        let inspector = try PDFInspector(try document.finish().bytes)
        let element = try inspector.single("/S/P/")
        let pages = inspector.all("/Type/Page/")
        #expect(element.hasSuffix("/Pg \(pages[0]) 0 R/K[0 <</Type/MCR/Pg \(pages[1]) 0 R/MCID 0>>]>>"))
    }

    @Test func `a very long text becomes several strings`() throws {
        let content = try Samples.content(size: small) { canvas, paragraph in
            canvas.text(
                String(repeating: "A", count: 40_000), at: Samples.at(0, 9), style: style, tag: paragraph)
        }
        #expect(content.ranges(of: ")Tj\n").count == 3)
        #expect(content.split(separator: "\n").allSatisfy { $0.count < 32_767 })
    }
}
