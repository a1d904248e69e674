internal import CZlib

/// Walks the chunks of a file behind its signature.
struct PNGChunks {
    private let file: [UInt8]
    private var offset = PNGReader.signature.count

    init(_ file: [UInt8]) {
        self.file = file
    }

    /// The next chunk; nil at the end of the file.
    mutating func next() throws(PDFError) -> (type: String, isCritical: Bool, data: ArraySlice<UInt8>)? {
        if offset == file.count { return nil }
        guard file.count - offset >= 12 else { throw .image(.truncated) }
        let count = Int(number(offset))
        guard count <= file.count - offset - 12 else { throw .image(.truncated) }
        let named = file[offset + 4..<offset + 8 + count]
        let sum = named.withUnsafeBytes { raw in
            crc32(0, raw.bindMemory(to: UInt8.self).baseAddress, UInt32(raw.count))
        }
        guard sum == UInt(number(offset + 8 + count)) else { throw .image(.malformed("checksum")) }
        offset += count + 12
        let type = String(decoding: named.prefix(4), as: UTF8.self)
        return (type, named[named.startIndex] & 0x20 == 0, named.dropFirst(4))
    }

    private func number(_ at: Int) -> UInt32 {
        file[at..<at + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
