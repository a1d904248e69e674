import Testing

@testable import PDFWriter

@Suite struct ObjectsTests {
    private func body(_ form: CrossReferenceForm, _ level: CompressionLevel = .none) throws(PDFError)
        -> ObjectBody
    {
        let prefix = Array("%PDF-1.7\n".utf8)
        return try ObjectBody(
            prefix: prefix, prefixHash: ContentHash.Beginning(of: prefix), places: CrossReference(),
            compression: level, form: form)
    }

    @Test func `a small file, byte for byte`() throws {
        var body = try body(.table)
        let later = body.reserve()
        let first = body.add { buffer in
            buffer.dictionary { entries in
                entries.entry("Type", name: "Test")
                entries.entry("Later", reference: later)
                entries.array("List") { $0.append("1 2") }
                entries.entry("Box", box: [0, 1500, -2])
                entries.entry("Yes", flag: true)
            }
        }
        try body.writeStream(later, Array("data".utf8)) { $0.entry("N", integer: 3) }
        let bytes = try body.finish { trailer, _ in trailer.entry("Root", reference: first) }
        #expect(
            PDFInspector.latin1(bytes[...]) == """
                %PDF-1.7
                2 0 obj
                <</Type/Test/Later 1 0 R/List[1 2]/Box[0 1.5 -0.002]/Yes true>>
                endobj
                1 0 obj
                <</N 3/Length 4>>stream
                data
                endstream
                endobj
                xref
                0 3
                0000000000 65535 f \n\
                0000000088 00000 n \n\
                0000000009 00000 n \n\
                trailer
                <</Size 3/Root 2 0 R>>
                startxref
                142
                %%EOF

                """)
    }

    @Test func `a compressed stream gets its length filled in`() throws {
        var body = try body(.table, .standard)
        let stream = body.reserve()
        let data = [UInt8](repeating: 65, count: 5000)
        try body.writeStream(stream, data) { $0.entry("N", integer: 3) }
        let bytes = try body.finish { trailer, _ in trailer.entry("Root", reference: stream) }
        let inspector = try PDFInspector(bytes)
        let object = try inspector.object(1)
        let parts = object.split(separator: "stream\n", maxSplits: 1)
        let packed = parts[1].dropLast("\nendstream".count)
        let length = parts[0].drop { $0 != " " }.dropFirst().filter { !" >".contains($0) }
        #expect(parts[0].hasPrefix("<</N 3/Filter/FlateDecode/Length "))
        #expect(length.hasSuffix("\(packed.unicodeScalars.count)"))
        #expect(try inflate(packed.unicodeScalars.map { UInt8($0.value) }, size: 5000) == data)
    }

    @Test func `object streams hold 200 objects each, streams stay outside`() throws {
        var body = try body(.streams)
        let stream = body.reserve()
        try body.writeStream(stream, [1, 2, 3])
        var last = stream
        for number in 0..<450 { last = body.add { $0.append(decimal: number) } }
        let bytes = try body.finish { trailer, _ in trailer.entry("Root", reference: last) }
        let text = PDFInspector.latin1(bytes[...])
        #expect(text.ranges(of: "/Type/ObjStm").count == 3)
        #expect(text.contains("/Type/ObjStm/N 200/First "))
        #expect(text.contains("/Type/ObjStm/N 50/First "))
        #expect(text.contains("/Type/XRef/Size 456/W[1 2 1]/Root 451 0 R"))
        #expect(!text.contains("\ntrailer"))
    }
}
