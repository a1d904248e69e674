import Testing

@testable import InvoiceDocument

@Suite("QR codes")
struct QRCodeTests {
    @Test(
        "each version holds as many bytes as ISO/IEC 18004 says (table 7)",
        arguments: [
            (1, QRCode.Correction.low, 17), (1, .high, 7), (7, .quartile, 86), (10, .medium, 213),
            (13, .medium, 331), (25, .medium, 997), (40, .low, 2953), (40, .high, 1273),
        ] as [(Int, QRCode.Correction, Int)])
    func capacity(version: Int, correction: QRCode.Correction, bytes: Int) throws {
        #expect(QRCapacity(version: version, correction).byteCapacity == bytes)
        let full = Array(repeating: UInt8(ascii: "x"), count: bytes)
        #expect(try QRCode(full, correction: correction).version == version)
        #expect(throws: QRCode.TooLong(count: bytes + 1, capacity: bytes)) {
            try QRCode(full + [0], correction: correction, versions: 1...version)
        }
    }

    @Test("finders stand in three corners, the timing patterns between them, and the dark module beside")
    func patterns() throws {
        let code = try QRCode(Array("https://dueday.example".utf8))
        let last = code.size - 7
        for (x, y) in [(0, 0), (last, 0), (0, last)] {
            for dy in 0..<7 {
                for dx in 0..<7 {
                    let ring = max(abs(dx - 3), abs(dy - 3))
                    #expect(code[x + dx, y + dy] == (ring != 2))
                }
            }
        }
        for index in 8..<last {
            #expect(code[index, 6] == (index % 2 == 0) && code[6, index] == (index % 2 == 0))
        }
        #expect(code[8, code.size - 8])
    }

    @Test("the correction of a block is that of the standard's example (annex I: 01234567, 1-M)")
    func reedSolomon() {
        let data: [UInt8] = [
            0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11,
        ]
        #expect(
            ReedSolomon(correctionCount: 10).correction(of: data)
                == [0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55])
    }

    @Test("narrow rows and wide rows make the same code", arguments: [1, 4, 7, 11])
    func rows(version: Int) throws {
        let bytes = Array("Invoice INV-2024-001".utf8.prefix(QRCapacity(version: 1, .medium).byteCapacity))
        let codewords = QRCodewords(bytes, QRCapacity(version: version, .medium)).interleaved
        var narrow = QRDrawing<NarrowQRRow>(version: version)
        var wide = QRDrawing<WideQRRow>(version: version)
        narrow.draw(codewords)
        wide.draw(codewords)
        let rows = QRMask.best(of: narrow, .medium).map { $0.word(from: 0) }
        #expect(rows == QRMask.best(of: wide, .medium).map { $0.word(from: 0) })
        let code = try QRCode(bytes, versions: version...version)
        for y in 0..<code.size {
            for x in 0..<code.size { #expect(code[x, y] == (rows[y] >> UInt64(x) & 1 == 1)) }
        }
    }
}
