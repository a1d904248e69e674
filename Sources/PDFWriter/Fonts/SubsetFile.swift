/// Puts tables together to a TrueType file with its directory and checksums.
struct SubsetFile {
    private var tables: [(tag: StaticString, bytes: [UInt8])] = []

    /// Adds a table; the calls must come in the order of the tags.
    mutating func add(_ tag: StaticString, _ bytes: [UInt8]) {
        tables.append((tag, bytes))
    }

    func finish() -> [UInt8] {
        var powerLog = 0
        while 2 << powerLog <= tables.count { powerLog += 1 }
        let searchRange = 16 << powerLog
        var file = ByteBuffer(capacity: tables.reduce(12 + 16 * tables.count) { $0 + $1.bytes.count + 3 })
        file.append(bigEndian: UInt32(0x0001_0000))
        file.append(bigEndian: UInt16(tables.count))
        file.append(bigEndian: UInt16(searchRange))
        file.append(bigEndian: UInt16(powerLog))
        file.append(bigEndian: UInt16(tables.count * 16 - searchRange))
        var offset = 12 + 16 * tables.count
        var headOffset = 0
        for table in tables {
            if "\(table.tag)" == "head" { headOffset = offset }
            file.append(table.tag)
            file.append(bigEndian: Self.checksum(table.bytes))
            file.append(bigEndian: UInt32(offset))
            file.append(bigEndian: UInt32(table.bytes.count))
            offset += (table.bytes.count + 3) & ~3
        }
        for table in tables {
            file.append(contentsOf: table.bytes)
            while file.count % 4 != 0 { file.append(byte: 0) }
        }
        // head.checkSumAdjustment makes the sum over the whole file this constant (OpenType, head).
        let adjustment = 0xB1B0_AFBA &- Self.checksum(file.bytes)
        file.overwrite(bigEndian: adjustment, at: headOffset + 8)
        return file.bytes
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0
        var shift: UInt32 = 24
        for byte in bytes {
            sum &+= UInt32(byte) << shift
            shift = shift == 0 ? 24 : shift - 8
        }
        return sum
    }
}
