import Testing

@testable import PDFWriter

@Suite struct BytesTests {
    @Test(arguments: [
        (0, "0"), (1, "0.001"), (10, "0.01"), (100, "0.1"), (999, "0.999"), (1000, "1"), (1500, "1.5"),
        (12_340, "12.34"), (-1, "-0.001"), (-72_000, "-72"), (841_890, "841.89"), (14_400_000, "14400"),
        (Int.min, "-9223372036854775.808"), (Int.max, "9223372036854775.807"),
    ])
    func `thousandths are written as short decimals`(value: Int, text: String) {
        #expect(written { $0.append(thousandths: value) } == text)
    }

    @Test(arguments: [
        (0, "0"), (9, "9"), (10, "10"), (99, "99"), (100, "100"), (-7, "-7"), (-10, "-10"),
        (Int.max, "9223372036854775807"), (Int.min, "-9223372036854775808"),
    ])
    func `whole numbers are written in decimal`(value: Int, text: String) {
        #expect(written { $0.append(decimal: value) } == text)
    }

    @Test func `numbers are padded and overwritten at fixed width`() {
        #expect(written { $0.append(decimal: 1234, digits: 10) } == "0000001234")
        let text = written { buffer in
            buffer.append("a          b")
            buffer.overwrite(decimal: 4711, at: 1, width: 10)
        }
        #expect(text == "a      4711b")
    }

    /// Vectors of the reference implementation, as printed by many ports.
    @Test(arguments: [
        ("", "00000000000000000000000000000000"),
        ("The quick brown fox jumps over the lazy dog", "E34BBC7BBC071B6C7A433CA9C49A9347"),
        ("hello", "CBD8A7B341BD9B025B1E906A48AE1D19"),
    ])
    func `content hash is MurmurHash3 x64 128`(text: String, hash: String) {
        #expect(written { $0.append(hexString: ContentHash(of: Array(text.utf8)).bytes) } == "<\(hash)>")
    }

    @Test(arguments: [CompressionLevel.fastest, .fast, .standard, .smallest])
    func `deflated bytes inflate to the same`(level: CompressionLevel) throws {
        let deflater = try Deflater(level: level.rawValue)
        for size in [0, 1, 1000, 70_000] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
            var buffer = ByteBuffer()
            try deflater.compress(bytes, into: &buffer)
            #expect(try inflate(buffer.bytes, size: size) == bytes)
        }
    }

    @Test func `inflating refuses broken streams and other sizes`() throws {
        let deflater = try Deflater(level: 6)
        var buffer = ByteBuffer()
        try deflater.compress(Array(repeating: 7, count: 100), into: &buffer)
        #expect(throws: PDFError.self) { try inflate(buffer.bytes, size: 99) }
        #expect(throws: PDFError.self) { try inflate(buffer.bytes, size: 101) }
        #expect(throws: PDFError.self) { try inflate(Array(buffer.bytes.dropLast(3)), size: 100) }
        #expect(throws: PDFError.self) { try inflate([], size: 100) }
    }

    @Test func `base64 of every length is read, white space skipped`() {
        #expect(decodeBase64("") == [])
        #expect(decodeBase64("TQ==") == Array("M".utf8))
        #expect(decodeBase64("TWE=") == Array("Ma".utf8))
        #expect(decodeBase64("TW\n  Fu+/8=") == Array("Man".utf8) + [0xFB, 0xFF])
    }
}

/// The text that the closure writes, byte by byte.
func written(_ write: (inout ByteBuffer) -> Void) -> String {
    var buffer = ByteBuffer()
    write(&buffer)
    return PDFInspector.latin1(buffer.bytes[...])
}
