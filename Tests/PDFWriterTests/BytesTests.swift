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

    @Test(arguments: [CompressionLevel.none, .fastest, .fast, .standard, .smallest])
    func `deflated bytes inflate to the same`(level: CompressionLevel) throws {
        let deflater = Deflater(level: level.rawValue)
        for size in [0, 1, 2, 3, 1000, 70_000, 200_000] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
            var buffer = ByteBuffer()
            try deflater.compress(bytes, into: &buffer)
            #expect(try inflate(buffer.bytes, size: size) == bytes)
        }
    }

    @Test(arguments: [CompressionLevel.none, .fastest, .fast, .standard, .smallest])
    func `deflated bytes of any texture inflate to the same`(level: CompressionLevel) throws {
        let deflater = Deflater(level: level.rawValue)
        for seed in UInt64(1)...60 {
            let bytes = texture(seed)
            var buffer = ByteBuffer()
            try deflater.compress(bytes, into: &buffer)
            #expect(try inflate(buffer.bytes, size: bytes.count) == bytes, "seed \(seed)")
            #expect(buffer.count <= bytes.count + 11 + bytes.count / 10_000, "seed \(seed)")
        }
    }

    /// Bytes of a small or a large alphabet, with repetitions.
    private func texture(_ seed: UInt64) -> [UInt8] {
        var numbers = SplitMix(state: seed)
        var bytes: [UInt8] = []
        let size = numbers.below(seed % 10 == 0 ? 150_000 : 3_000)
        let alphabet = 1 + numbers.below(256)
        while bytes.count < size {
            if !bytes.isEmpty, numbers.below(3) == 0 {
                let start = numbers.below(bytes.count)
                let length = min(bytes.count - start, 1 + numbers.below(400))
                bytes += bytes[start..<start + length]
            } else {
                bytes.append(UInt8(numbers.below(alphabet)))
            }
        }
        return bytes
    }

    @Test(arguments: PreparedCode.Kind.allCases)
    func `bytes of any texture come back from a code prepared for others`(kind: PreparedCode.Kind) throws {
        let deflater = Deflater(level: 1)
        for seed in UInt64(1)...60 {
            let bytes = texture(seed)
            var buffer = ByteBuffer()
            try deflater.compress(bytes, kind, into: &buffer)
            #expect(try inflate(buffer.bytes, size: bytes.count) == bytes, "seed \(seed)")
            #expect(buffer.count <= bytes.count + 11 + bytes.count / 10_000, "seed \(seed)")
        }
    }

    @Test(arguments: PreparedCode.Kind.allCases)
    func `a prepared code has every symbol and wastes no bit`(kind: PreparedCode.Kind) throws {
        let code = PreparedCode.of(kind)
        let widths = code.literals.map { $0 >> 24 }
        #expect(widths.allSatisfy { (1...UInt32(PreparedCode.longest)).contains($0) })
        // One code for each length symbol: those of its first length, less the extra bits, fill the code up.
        let lengths = (3...258).filter { length in
            length == 3
                || DeflateToken(length: length, distance: 1).length.symbol
                    != DeflateToken(length: length - 1, distance: 1).length.symbol
        }.map { code.lengths[$0 - 3] >> 24 - UInt32(DeflateToken(length: $0, distance: 1).length.width) }
        for codes in [widths + lengths, code.distances.map { $0 >> 24 }] {
            #expect(
                codes.reduce(0) { $0 + 1 << (PreparedCode.longest - Int($1)) } == 1 << PreparedCode.longest)
        }
    }

    @Test func `what a code was prepared for becomes less than a third of itself`() throws {
        let page = (0..<80).map { "/TD<</MCID \($0)>>BDC\n\($0 * 37).5 0 Td\n(\0A\0B\0\u{1})Tj\nEMC\n" }
            .joined()
        let objects = (10..<200).map { "<</S/TD/P \($0) 0 R/Pg 7 0 R/K \($0 * 3)>>\n" }.joined()
        let markup = (0..<60).map { "<ram:Amount currencyID=\"EUR\">\($0 * 771).\($0 + 13)</ram:Amount>" }
            .joined()
        for (kind, text) in [(PreparedCode.Kind.page, page), (.objects, objects), (.markup, markup)] {
            var prepared = ByteBuffer()
            try Deflater(level: 1).compress(Array(text.utf8), kind, into: &prepared)
            #expect(prepared.count < text.utf8.count / 3, "\(kind)")
        }
    }

    @Test func `a hash goes on from a beginning that is known`() {
        for size in [0, 1, 15, 16, 17, 31, 32, 33, 100] {
            let bytes = (0..<100).map { UInt8($0 * 7 % 251) }
            let beginning = ContentHash.Beginning(of: Array(bytes[..<size]))
            let whole = bytes.withUnsafeBufferPointer { ContentHash(of: $0, after: beginning) }
            #expect(whole == ContentHash(of: bytes))
        }
    }

    @Test(arguments: [0, 1, 15, 16, 17, 5_439, 5_440, 5_441, 100_000])
    func `the checksum of a stream is Adler's`(size: Int) {
        let bytes = [UInt8](repeating: 255, count: size)
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        #expect(bytes.withUnsafeBufferPointer(Adler32.of) == high << 16 | low)
    }

    /// Symbols whose counts are Fibonacci numbers need codes longer than deflate has: they are evened out.
    @Test func `codes are never longer than fifteen bits`() throws {
        var (count, next) = (1, 1)
        var bytes: [UInt8] = []
        for symbol in UInt8(0)..<22 {
            bytes += Array(repeating: [symbol, 200 &+ symbol, symbol &* 91], count: count).flatMap { $0 }
            (count, next) = (next, count + next)
        }
        let literals = HuffmanCode(counts: [1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233], longest: 7)
        #expect(literals.entries.map { Int($0.width) }.max() == 7)
        #expect(literals.entries.reduce(0) { $0 + 1 << (7 - Int($1.width)) } == 1 << 7)
        for level in [1, 6] {
            var buffer = ByteBuffer()
            try Deflater(level: level).compress(bytes, into: &buffer)
            #expect(try inflate(buffer.bytes, size: bytes.count) == bytes)
        }
    }

    /// The point of a deflate of our own: these bytes never change, whatever machine or library.
    @Test func `the same text gives these bytes everywhere`() throws {
        let text = (0..<40).map { "/P<</MCID \($0)>>BDC\n0 -12 Td\n(\($0 * 37))Tj\nEMC\n" }.joined()
        let sums = try [1, 3, 6, 9].map { level in
            var buffer = ByteBuffer()
            try Deflater(level: level).compress(Array(text.utf8), into: &buffer)
            return "\(buffer.count) " + written { $0.append(hexString: ContentHash(of: buffer.bytes).bytes) }
        }
        #expect(
            sums == [
                "266 <33E92C40AB84CCCFC63F6C30548D0320>", "266 <4E57A3E7093D8221C71538633D61BA52>",
                "262 <BA3C2B324B3FEEC7114EF72962AC9AA2>", "262 <BA3C2B324B3FEEC7114EF72962AC9AA2>",
            ])
    }

    @Test func `inflating refuses broken streams and other sizes`() throws {
        let deflater = Deflater(level: 6)
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
