/// Reads a time zone file, TZif version 1 to 4 (RFC 9636, which replaces RFC 8536).
struct ZoneFile {
    private let bytes: [UInt8]
    private let zone: String

    init(_ bytes: [UInt8], of zone: String) {
        self.bytes = bytes
        self.zone = zone
    }

    /// The counts in a header, and where its data block begins and ends.
    private struct Block {
        var changes: Int
        var types: Int
        /// 4 in version 1, 8 after.
        var timeSize: Int
        var start: Int
        var end: Int
    }

    /// The zone's rules; of a file of version 2 or later its second, 64-bit half.
    func rules() throws(CalendarError) -> ZoneRules {
        let first = try block(at: 0, timeSize: 4)
        // The version is an ASCII digit, or 0 for 1.
        guard bytes[4] >= UInt8(ascii: "2") else { return try rules(in: first, tail: nil) }
        let second = try block(at: first.end, timeSize: 8)
        return try rules(in: second, tail: footer(at: second.end))
    }

    private func block(at position: Int, timeSize: Int) throws(CalendarError) -> Block {
        let header = 44
        guard bytes.count >= position + header else { throw damaged("it ends inside a header") }
        guard bytes[position..<position + 4].elementsEqual("TZif".utf8) else {
            throw damaged("it does not begin with TZif")
        }
        var counts: [Int] = []
        for field in 0..<6 { counts.append(integer(at: position + 20 + 4 * field, size: 4)) }
        let (utcFlags, standardFlags, leaps, changes) = (counts[0], counts[1], counts[2], counts[3])
        let (types, names) = (counts[4], counts[5])
        guard counts.allSatisfy({ (0...1 << 24).contains($0) }), types > 0 else {
            throw damaged("its counts make no sense")
        }
        // With leap seconds (the "right/" zones) its instants are not those of UTC in POSIX.
        guard leaps == 0 else { throw damaged("it counts leap seconds") }
        let size = changes * (timeSize + 1) + types * 6 + names + standardFlags + utcFlags
        let start = position + header
        guard bytes.count >= start + size else { throw damaged("it ends inside its table") }
        return Block(changes: changes, types: types, timeSize: timeSize, start: start, end: start + size)
    }

    private func rules(in block: Block, tail: PosixRule?) throws(CalendarError) -> ZoneRules {
        let typeIndexes = block.start + block.changes * block.timeSize
        let typeTable = typeIndexes + block.changes
        var typeOffsets: [Int] = []
        for type in 0..<block.types {
            typeOffsets.append(try offset(integer(at: typeTable + type * 6, size: 4)))
        }
        var changes: [Int] = []
        var offsets: [Int] = []
        for index in 0..<block.changes {
            let change = integer(at: block.start + index * block.timeSize, size: block.timeSize)
            let type = Int(bytes[typeIndexes + index])
            guard type < block.types else { throw damaged("a change names no type") }
            guard changes.last.map({ $0 < change }) ?? true else {
                throw damaged("its changes do not ascend")
            }
            changes.append(change)
            offsets.append(typeOffsets[type])
        }
        // RFC 9636, 3.2: type 0 is for the time before the first change.
        return ZoneRules(firstOffset: typeOffsets[0], changes: changes, offsets: offsets, tail: tail)
    }

    /// The text between two newlines at the end; an empty one says nothing about the time after the table.
    private func footer(at position: Int) throws(CalendarError) -> PosixRule? {
        let newline = UInt8(ascii: "\n")
        guard position < bytes.count, bytes[position] == newline,
            let end = bytes[(position + 1)...].firstIndex(of: newline)
        else { throw damaged("it has no footer") }
        let text = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        guard !text.isEmpty else { return nil }
        guard let rule = PosixRule(parsing: text) else { throw damaged("its rule '\(text)' makes no sense") }
        _ = try offset(rule.standardOffset)
        if let daylight = rule.daylight { _ = try offset(daylight.offset) }
        return rule
    }

    private func offset(_ seconds: Int) throws(CalendarError) -> Int {
        guard abs(seconds) <= ZoneRules.largestOffset else { throw damaged("an offset is over 26 hours") }
        return seconds
    }

    /// A big-endian two's-complement integer of 4 or 8 bytes.
    private func integer(at position: Int, size: Int) -> Int {
        var value = Int(Int8(bitPattern: bytes[position]))
        for byte in bytes[(position + 1)..<(position + size)] { value = value << 8 | Int(byte) }
        return value
    }

    private func damaged(_ reason: String) -> CalendarError { .malformedZone(zone, reason: reason) }
}
