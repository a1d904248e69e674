import Testing

@testable import PDFWriter

@Suite struct FileTests {
    private func inspected() throws -> PDFInspector {
        try PDFInspector(try Samples.rich(try Samples.readableKit()).bytes)
    }

    @Test func `every reference leads to an object, every object is reached`() throws {
        let inspector = try inspected()
        let reached = Set(inspector.references())
        #expect(reached == Set(inspector.objects.keys))
    }

    @Test func `header, end and trailer are as PDF/A wants them`() throws {
        let file = try Samples.rich(try Samples.readableKit())
        #expect(file.bytes.starts(with: Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]))
        #expect(file.bytes.suffix(6).elementsEqual("%%EOF\n".utf8))
        #expect(file.pageCount == 2)
        let trailer = try PDFInspector(file.bytes).trailer
        #expect(trailer.contains("/Root "))
        #expect(trailer.contains("/Info "))
        #expect(trailer.contains("/ID[<"))
    }

    @Test func `marked content, parent tree and structure agree`() throws {
        let inspector = try inspected()
        let parents = try inspector.single("/Nums")
        for (key, page) in inspector.all("/Type/Page/").enumerated() {
            let body = try inspector.object(page)
            #expect(body.contains("/StructParents \(key)"))
            let content = try inspector.stream(of: try inspector.reference("Contents", in: body))
            let roles = content.split(separator: "\n").filter { $0.contains("<</MCID ") }
            let owners = try parentEntry(key, in: parents)
            #expect(owners.count == roles.count)
            for (id, line) in roles.enumerated() {
                let role = line.prefix { $0 != "<" }
                #expect(line == "\(role)<</MCID \(id)>>BDC")
                let element = try inspector.object(owners[id])
                #expect(element.hasPrefix("<</S\(role)/P "))
            }
        }
    }

    @Test func `marked content and text objects are balanced`() throws {
        let inspector = try inspected()
        for page in inspector.all("/Type/Page/") {
            let body = try inspector.object(page)
            let content = try inspector.stream(of: try inspector.reference("Contents", in: body))
            var depth = 0
            var inText = false
            for line in content.split(separator: "\n") {
                if line.hasSuffix("BDC") || line.hasSuffix("BMC") { depth += 1 }
                if line == "EMC" { depth -= 1 }
                if line == "BT" { inText = true }
                if line == "ET" { inText = false }
                if line.hasSuffix("Tj") { #expect(inText && depth == 1) }
                if line == "f" || line == "S" { #expect(!inText && depth == 1) }
                #expect((0...1).contains(depth))
            }
            #expect(depth == 0 && !inText)
        }
    }

    @Test func `widths in the file are those of the embedded font`() throws {
        let inspector = try inspected()
        for number in inspector.all("/Subtype/CIDFontType2") {
            let font = try inspector.object(number)
            let descriptor = try inspector.object(try inspector.reference("FontDescriptor", in: font))
            let data = try inspector.stream(of: try inspector.reference("FontFile2", in: descriptor))
            let bytes = data.unicodeScalars.map { UInt8($0.value) }
            let tables = try TableDirectory(TrueTypeReader(bytes))
            let metrics = try tables.demand("hmtx", size: 4)
            let list = try #require(font.firstRange(of: "/W[0[")).upperBound
            let widths = font[list...].prefix { $0 != "]" }.split(separator: " ").compactMap { Int($0) }
            #expect(widths.count > 10)
            for (cid, width) in widths.enumerated() { #expect(Int(try metrics.unsigned16(cid * 4)) == width) }
        }
    }

    @Test func `the catalog has what the profile promises`() throws {
        let catalog = try inspected().single("/Type/Catalog")
        for part in [
            "/Lang(en)", "/MarkInfo<</Marked true>>", "/DisplayDocTitle true", "/S/GTS_PDFA1",
            "/EmbeddedFiles<</Names[(factur-x.xml)", "/AF[",
        ] {
            #expect(catalog.contains(part), "\(part)")
        }
    }

    @Test func `XMP says the same as Info and describes its schemas`() throws {
        let inspector = try inspected()
        let info = try inspector.single("/CreationDate")
        #expect(info.contains("/Author(Dueday <GmbH>)"))
        #expect(info.contains("/CreationDate(D:20260131235958Z)/ModDate(D:20260131235958Z)"))
        let packet = try inspector.single("/Type/Metadata")
        for part in [
            "<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>", "<rdf:li>Dueday &lt;GmbH&gt;</rdf:li>",
            "<xmp:CreateDate>2026-01-31T23:59:58Z</xmp:CreateDate>",
            "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
            "<pdfaSchema:prefix>fx</pdfaSchema:prefix>", "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>",
        ] {
            #expect(packet.contains(part), "\(part)")
        }
        #expect(!packet.contains("/Filter"))
    }

    @Test(arguments: [(PDFProfile.archive, "U"), (.plain, "")])
    func `lesser profiles claim less`(profile: PDFProfile, level: String) throws {
        let kit = try Samples.readableKit(profile: profile)
        let packet = try PDFInspector(try Samples.page(kit) { _, _ in }.bytes).single("/Type/Metadata")
        #expect(packet.contains("<pdfaid:conformance>\(level)<") == !level.isEmpty)
        #expect(!packet.contains("pdfuaid"))
        #expect(!packet.contains("pdfaExtension"))
    }

    @Test(arguments: [FontEmbedding.perDocument, .preparedLatin], [CrossReferenceForm.table, .streams])
    func `the same input gives the same bytes, also from other threads and kits`(
        embedding: FontEmbedding, form: CrossReferenceForm
    ) async throws {
        let kit = try DocumentKit(fonts: Samples.fonts, embedding: embedding, crossReference: form)
        let first = try Samples.rich(kit).bytes
        let others = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for index in 0..<4 {
                group.addTask {
                    let own = try DocumentKit(fonts: .notoSans(), embedding: embedding, crossReference: form)
                    return try Samples.rich(index % 2 == 0 ? kit : own).bytes
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for other in others { #expect(other == first) }
    }

    @Test func `the file's identity follows the document, its second half the contents`() throws {
        let kit = try Samples.readableKit()
        func ids(_ identifier: String, _ text: String) throws -> [Substring] {
            var metadata = try Samples.metadata()
            metadata.identifier = identifier
            var document = try PDFDocument(kit: kit, metadata: metadata)
            document.page(.a4) {
                $0.text(text, at: Samples.at(9, 9), style: TextStyle(size: .points(9)), tag: .artifact)
            }
            let trailer = try PDFInspector(try document.finish().bytes).trailer
            return trailer.split { "<>".contains($0) }.filter { $0.count == 32 }
        }
        let first = try ids("a", "x")
        let revised = try ids("a", "y")
        let other = try ids("b", "x")
        #expect(first.count == 2)
        #expect(first[0] == revised[0] && first[1] != revised[1])
        #expect(first[0] != other[0])
    }

    @Test func `prepared fonts are used, others come as a second subset`() throws {
        let kit = try DocumentKit(fonts: Samples.fonts, embedding: .preparedLatin, compression: .none)
        let plain = try Samples.page(kit) { canvas, paragraph in
            canvas.text("Grüße", at: Samples.at(9, 9), style: TextStyle(size: .points(9)), tag: paragraph)
        }
        #expect(try PDFInspector(plain.bytes).all("/Subtype/Type0").count == 2)
        let mixed = try Samples.page(kit) { canvas, paragraph in
            canvas.text("Grüße Ω", at: Samples.at(9, 9), style: TextStyle(size: .points(9)), tag: paragraph)
        }
        let inspector = try PDFInspector(mixed.bytes)
        #expect(inspector.all("/Subtype/Type0").count == 3)
        #expect(try inspector.single("/Font<<").hasPrefix("<</Font<</F0 "))
    }

    @Test func `the outline counts all entries below`() throws {
        let outlines = try inspected().single("/Type/Outlines")
        #expect(outlines.hasSuffix("/Count 2>>"))
    }

    @Test func `links are annotations tied to their elements`() throws {
        let inspector = try inspected()
        let link = try inspector.single("/Subtype/Link")
        #expect(link.contains("/F 4/Border[0 0 0]"))
        #expect(link.contains("/A<</S/URI/URI(https://example.com/pay?i=\\(4711\\))>>"))
        #expect(link.contains("/StructParent 2/Contents(Pay invoice 4711 online)"))
        let element = try inspector.single("/S/Link/")
        #expect(element.contains("<</Type/OBJR/Pg "))
    }

    @Test func `the colour profile holds the curve of sRGB`() {
        // Values of IEC 61966-2-1, rounded to 16 bits.
        let curve: [(UInt64, UInt16)] = [
            (0, 0), (1, 20), (10, 199), (11, 219), (64, 3360), (128, 14_146), (188, 32_957), (255, 65_535),
        ]
        for (level, light) in curve { #expect(OutputIntentProfile.linear(level) == light, "\(level)") }
        let profile = OutputIntentProfile.sRGB()
        #expect(profile.count == Int(profile[2]) << 8 | Int(profile[3]))
        #expect(profile.count < 1_000)
    }

    private func parentEntry(_ key: Int, in parents: String) throws -> [Int] {
        let start = try #require(parents.firstRange(of: key == 0 ? "[0[" : "]\(key)[")).upperBound
        let list = parents[start...].prefix { $0 != "]" }
        return list.split(separator: " ").compactMap { Int($0) }.filter { $0 != 0 }
    }
}
