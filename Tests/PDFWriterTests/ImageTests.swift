import Testing

@testable import PDFWriter

@Suite struct ImageTests {
    /// A PNG file of one row after the other, unfiltered unless the rows say otherwise.
    static func png(
        width: Int, height: Int, depth: UInt8, color: UInt8, rows: [[UInt8]], interlace: UInt8 = 0,
        chunks: [(String, [UInt8])] = []
    ) throws(PDFError) -> [UInt8] {
        var file = PNGReader.signature
        var header = ByteBuffer()
        header.append(bigEndian: UInt32(width))
        header.append(bigEndian: UInt32(height))
        append("IHDR", header.bytes + [depth, color, 0, 0, interlace], to: &file)
        for (type, data) in chunks { append(type, data, to: &file) }
        var packed = ByteBuffer()
        try Deflater(level: 6).compress(rows.flatMap { $0 }, into: &packed)
        append("IDAT", packed.bytes, to: &file)
        append("IEND", [], to: &file)
        return file
    }

    private static func append(_ type: String, _ data: [UInt8], to file: inout [UInt8]) {
        let named = Array(type.utf8) + data
        var chunk = ByteBuffer()
        chunk.append(bigEndian: UInt32(data.count))
        chunk.append(contentsOf: named)
        chunk.append(bigEndian: checksum(named))
        file += chunk.bytes
    }

    /// CRC-32 as PNG's annex D gives it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    @Test func `samples of every kind become 8-bit grey or RGB with opacity`() throws {
        func decode(_ depth: UInt8, _ color: UInt8, _ row: [UInt8], _ chunks: [(String, [UInt8])] = []) throws
            -> ([UInt8], [UInt8]?)
        {
            let file = try Self.png(
                width: 2, height: 1, depth: depth, color: color, rows: [[0] + row], chunks: chunks)
            let pixels = try PNGReader(file).decode()
            return (pixels.samples, pixels.alpha)
        }
        #expect(try decode(1, 0, [0b0100_0000]) == ([0, 255], nil))
        #expect(try decode(2, 0, [0b0110_0000]) == ([85, 170], nil))
        #expect(try decode(4, 0, [0x3F]) == ([51, 255], nil))
        #expect(try decode(8, 0, [7, 9]) == ([7, 9], nil))
        #expect(try decode(8, 0, [7, 9], [("tRNS", [0, 9])]) == ([7, 9], [255, 0]))
        #expect(try decode(16, 0, [1, 2, 3, 4]) == ([1, 3], nil))
        #expect(try decode(8, 2, [1, 2, 3, 4, 5, 6]) == ([1, 2, 3, 4, 5, 6], nil))
        #expect(try decode(8, 4, [1, 2, 3, 4]) == ([1, 3], [2, 4]))
        #expect(try decode(8, 6, [1, 2, 3, 255, 5, 6, 7, 255]) == ([1, 2, 3, 5, 6, 7], nil))
        #expect(try decode(8, 6, [1, 2, 3, 4, 5, 6, 7, 8]) == ([1, 2, 3, 5, 6, 7], [4, 8]))
        let palette: [(String, [UInt8])] = [("PLTE", [10, 20, 30, 40, 50, 60]), ("tRNS", [128])]
        #expect(try decode(1, 3, [0b1000_0000], palette) == ([40, 50, 60, 10, 20, 30], [255, 128]))
    }

    /// The same 3 by 2 picture, filtered by hand in the five ways.
    @Test(arguments: [
        (0, [[1, 2, 3], [4, 6, 9]]), (1, [[1, 1, 1], [4, 2, 3]]), (2, [[1, 2, 3], [3, 4, 6]]),
        (3, [[1, 2, 2], [4, 3, 5]]), (4, [[1, 1, 1], [3, 2, 3]]),
    ])
    func `row filters are undone`(filter: Int, rows: [[Int]]) throws {
        let file = try Self.png(
            width: 3, height: 2, depth: 8, color: 0,
            rows: rows.map { row in ([filter] + row).map { UInt8($0) } })
        #expect(try PNGReader(file).decode().samples == [1, 2, 3, 4, 6, 9])
    }

    @Test func `PNG files that cannot be taken are refused`() throws {
        let good = try Self.png(width: 2, height: 1, depth: 8, color: 0, rows: [[0, 1, 2]])
        _ = try PDFImage(good)
        #expect(throws: PDFError.image(.unsupported("interlaced"))) {
            try PDFImage(
                try Self.png(width: 2, height: 1, depth: 8, color: 0, rows: [[0, 1, 2]], interlace: 1))
        }
        #expect(throws: PDFError.image(.unsupported("size"))) {
            try PDFImage(try Self.png(width: 1 << 20, height: 1 << 20, depth: 8, color: 0, rows: []))
        }
        #expect(throws: PDFError.image(.malformed("IHDR"))) {
            try PDFImage(try Self.png(width: 2, height: 1, depth: 3, color: 0, rows: [[0, 1, 2]]))
        }
        #expect(throws: PDFError.image(.malformed("palette index"))) {
            try PDFImage(
                try Self.png(
                    width: 2, height: 1, depth: 8, color: 3, rows: [[0, 0, 1]], chunks: [("PLTE", [1, 2, 3])])
            )
        }
        #expect(throws: PDFError.image(.truncated)) {
            try PDFImage(try Self.png(width: 2, height: 9, depth: 8, color: 0, rows: [[0, 1, 2]]))
        }
        #expect(throws: PDFError.image(.unknownFormat)) { try PDFImage(Array("GIF89a".utf8)) }
        for count in 0..<good.count {
            #expect(throws: PDFError.self) { try PDFImage(Array(good.prefix(count))) }
        }
        for index in 8..<good.count {
            var bytes = good
            bytes[index] ^= 0x41
            #expect(throws: PDFError.self) { try PDFImage(bytes) }
        }
    }

    private static let jpegHead: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2]

    @Test func `pictures with any fields are a picture or an error, never a crash`() throws {
        var taken = 0
        for seed in UInt64(1)...600 {
            var random = SplitMix(state: seed)
            func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(random.below(256)) } }
            let depth = [1, 2, 4, 8, 16, UInt8(random.below(256))][random.below(6)]
            let color = [0, 2, 3, 4, 6, UInt8(random.below(256))][random.below(6)]
            let (width, height) = (random.below(9), random.below(9))
            let bits = width * Int(depth) * ([0: 1, 2: 3, 3: 1, 4: 2, 6: 4][color] ?? 1)
            let length = random.below(5) == 0 ? random.below(70) : (bits + 7) / 8
            let chunks = [("PLTE", bytes(3 * random.below(20))), ("tRNS", bytes(random.below(9)))]
            var file = try Self.png(
                width: width, height: height, depth: depth, color: color,
                rows: (0..<height).map { _ in [UInt8(random.below(6))] + bytes(length) },
                interlace: UInt8(random.below(20) / 19), chunks: Array(chunks.prefix(random.below(3))))
            if seed % 3 == 0 {
                let size = [UInt8(random.below(3) / 2), 9, 0, UInt8(random.below(9)), UInt8(random.below(5))]
                file = [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8] + size + bytes(20)
            }
            if random.below(8) == 0 { file.removeLast(random.below(file.count)) }
            do throws(PDFError) {
                let image = try PDFImage(file)
                taken += 1
                #expect(image.width > 0 && image.height > 0, "seed \(seed)")
            } catch {
                guard case .image = error else {
                    guard case .compression = error else {
                        Issue.record("seed \(seed): \(error)")
                        continue
                    }
                    continue
                }
            }
        }
        #expect(taken > 20)
    }

    @Test func `JPEG frames give size and colours`() throws {
        let frame = try JPEGFrame(of: Self.jpegHead + [0xFF, 0xC2, 0, 11, 8, 0, 16, 1, 0, 1, 1, 0x11, 0])
        #expect(frame.width == 256 && frame.height == 16 && frame.components == 1)
    }

    @Test(arguments: [
        ([0xFF, 0xC0, 0, 11, 8, 0, 16, 1, 0, 4, 1, 0x11, 0], PDFError.image(.unsupported("CMYK JPEG"))),
        ([0xFF, 0xC0, 0, 11, 12, 0, 16, 1, 0, 1, 1, 0x11, 0], .image(.unsupported("12-bit JPEG"))),
        ([0xFF, 0xC3, 0, 11, 8, 0, 16, 1, 0, 1, 1, 0x11, 0], .image(.unsupported("JPEG coding"))),
        ([0xFF, 0xC0, 0, 11, 8, 0, 0, 1, 0, 1, 1, 0x11, 0], .image(.malformed("size"))),
        ([0xFF, 0xC0, 0, 99, 8], .image(.truncated)), ([0xFF, 0xD9, 0, 2], .image(.malformed("no frame"))),
        ([0x00, 0xC0, 0, 2], .image(.malformed("marker"))), ([], .image(.truncated)),
    ])
    func `JPEG files that cannot be taken are refused`(tail: [Int], error: PDFError) {
        #expect(throws: error) { try PDFImage(Self.jpegHead + tail.map { UInt8($0) }) }
    }

    @Test func `a picture used twice stands in the file once, with its opacity`() throws {
        let image = try PDFImage(
            try Self.png(width: 2, height: 1, depth: 8, color: 4, rows: [[0, 0, 255, 255, 128]]))
        let area = Rectangle(x: .points(10), y: .points(20), width: .points(30), height: .points(40))
        let file = try Samples.page(try Samples.readableKit()) { canvas, _ in
            let figure = canvas.element(.figure, alternative: "Logo")
            canvas.draw(image, in: area, tag: figure)
            canvas.draw(image, in: area, tag: .artifact)
        }
        let inspector = try PDFInspector(file.bytes)
        #expect(inspector.all("/Subtype/Image").count == 2)
        #expect(
            try inspector.single("/SMask ").contains(
                "/Width 2/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"))
        #expect(try inspector.single(" Do Q").contains("q 30 0 0 40 10 781.89 cm /I0 Do Q\n"))
        #expect(try inspector.single("/S/Figure").contains("/A<</O/Layout/BBox[10 781.89 40 821.89]>>"))
    }
}
