/// Writes zone files for tests, by RFC 9636, so that they need no tzdata.
struct ZoneFileBytes {
    /// Seconds east of UTC, by type.
    var offsets = [0]
    /// Ascending seconds, and the type from there on.
    var changes: [(second: Int64, type: UInt8)] = []
    var footer = ""
    var leapSeconds = 0

    /// Version 2: a 32-bit half that only old readers use, empty but for its type, and the 64-bit half.
    var version2: [UInt8] {
        Self(offsets: [0]).block(version: "2", timeSize: 4) + block(version: "2", timeSize: 8)
            + Array("\n\(footer)\n".utf8)
    }

    /// Version 1: the 32-bit half alone.
    var version1: [UInt8] { block(version: "\0", timeSize: 4) }

    private func block(version: String, timeSize: Int) -> [UInt8] {
        var bytes = Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15)
        for count in [0, 0, leapSeconds, changes.count, offsets.count, 4] { bytes += big(Int64(count), 4) }
        for change in changes { bytes += big(change.second, timeSize) }
        for change in changes { bytes.append(change.type) }
        for offset in offsets { bytes += big(Int64(offset), 4) + [0, 0] }
        bytes += Array("UTC\0".utf8)
        return bytes + [UInt8](repeating: 0, count: leapSeconds * (timeSize + 4))
    }

    private func big(_ value: Int64, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> Int64(8 * (size - 1 - $0))) }
    }
}
