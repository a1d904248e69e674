/// Values as bytes in PostgreSQL's binary format: integers big-endian, instants from 2000-01-01.
enum BinaryFormat {
    /// 2000-01-01T00:00:00Z in seconds since 1970: the zero of PostgreSQL's timestamps.
    static let epochOffsetSeconds: Int64 = 946_684_800
    /// 2000-01-01 in days since 1970: the zero of PostgreSQL's dates.
    static let epochOffsetDays: Int32 = 10_957
    static let microsecondsPerSecond: Int64 = 1_000_000

    static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// Microseconds since 2000. What does not fit becomes a finite value outside the type's range, which the
    /// server refuses (22008); the extremes themselves would mean infinity.
    static func timestamp(epochSeconds: Int64) -> Int64 {
        let (shifted, underflow) = epochSeconds.subtractingReportingOverflow(epochOffsetSeconds)
        let (micros, overflow) = shifted.multipliedReportingOverflow(by: microsecondsPerSecond)
        guard underflow || overflow || micros == .min || micros == .max else { return micros }
        return epochSeconds < 0 ? .min + 1 : .max - 1
    }

    /// Days since 2000; as with timestamps, what does not fit is sent as a value the server refuses.
    static func date(epochDays: Int32) -> Int32 {
        let (shifted, underflow) = epochDays.subtractingReportingOverflow(epochOffsetDays)
        return underflow || shifted == .min ? .min + 1 : shifted
    }

    /// jsonb on the wire is a version byte and then the text.
    static let jsonbVersion: UInt8 = 1

    static func number<Number: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, as type: Number.Type = Number.self
    ) -> Number? {
        guard bytes.count == MemoryLayout<Number>.size else { return nil }
        return Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }
}
