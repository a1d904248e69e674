/// The tables of a TrueType file by their tags.
struct TableDirectory {
    private let file: TrueTypeReader
    private let entries: [(tag: UInt32, offset: Int, count: Int)]

    init(_ file: TrueTypeReader) throws(PDFError) {
        var start = 0
        if try file.unsigned32(0) == 0x7474_6366 {
            // 'ttcf', a collection: its first font. Tables stand where the file says in both forms.
            start = Int(try file.unsigned32(12))
            guard start <= file.count - 12 else { throw .font(.notTrueType) }
        }
        let version = try file.unsigned32(start)
        // 0x00010000 and 'true'; 'OTTO' is CFF.
        guard version == 0x0001_0000 || version == 0x7472_7565 else { throw .font(.notTrueType) }
        var entries: [(tag: UInt32, offset: Int, count: Int)] = []
        for index in 0..<Int(try file.unsigned16(start + 4)) {
            let at = start + 12 + index * 16
            let tag = try file.unsigned32(at)
            let offset = Int(try file.unsigned32(at + 8))
            let count = Int(try file.unsigned32(at + 12))
            entries.append((tag, offset, count))
        }
        self.file = file
        self.entries = entries
    }

    /// The table, or nil when there is none of this tag.
    func find(_ tag: StaticString) throws(PDFError) -> TrueTypeReader? {
        let code = UnsafeBufferPointer(start: tag.utf8Start, count: 4).reduce(UInt32(0)) {
            $0 << 8 | UInt32($1)
        }
        guard let entry = entries.first(where: { $0.tag == code }) else { return nil }
        return try file.part(at: entry.offset, count: entry.count)
    }

    /// The table, which must be at least `size` bytes long.
    func demand(_ tag: StaticString, size: Int) throws(PDFError) -> TrueTypeReader {
        guard let table = try find(tag) else { throw .font(.missingTable("\(tag)")) }
        guard table.count >= size else { throw .font(.truncated(at: table.range.upperBound)) }
        return table
    }

    /// Name 6 of the name table, for Windows (UTF-16) or the Macintosh (ASCII).
    func postScriptName() throws(PDFError) -> String {
        let table = try demand("name", size: 6)
        let strings = try table.part(from: Int(try table.unsigned16(4)))
        for index in 0..<Int(try table.unsigned16(2)) {
            let record = try table.part(at: 6 + index * 12, count: 12)
            guard try record.unsigned16(6) == 6 else { continue }
            let wide = try record.unsigned16(0) != 1
            let count = Int(try record.unsigned16(8))
            let text = try strings.part(at: Int(try record.unsigned16(10)), count: count)
            var name: [UInt8] = []
            for at in stride(from: wide ? 1 : 0, to: count, by: wide ? 2 : 1) {
                name.append(try text.byte(at))
            }
            let plain = name.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>[]{}/%#".utf8.contains($0) }
            guard plain, !name.isEmpty, name.count <= 63 else { throw .font(.name) }
            return String(decoding: name, as: UTF8.self)
        }
        throw .font(.name)
    }
}
