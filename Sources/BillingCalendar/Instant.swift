/// A point of time in UTC, in whole seconds (RULES 2.1).
@frozen
public struct Instant: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public var secondsSinceEpoch: Int64

    /// The instant that many seconds after 1970-01-01T00:00:00Z.
    @inlinable
    public init(secondsSinceEpoch: Int64) { self.secondsSinceEpoch = secondsSinceEpoch }

    /// An instant of the years 0 to 9999 in ISO 8601 with "Z" or an offset: "2024-01-31T07:00:00+02:00".
    /// - Throws: `malformedInstant`, also for fractions of a second and for second 60.
    public init(parsing iso: String) throws(CalendarError) {
        guard let seconds = Self.seconds(in: iso) else { throw .malformedInstant(iso) }
        secondsSinceEpoch = seconds
    }

    /// The instant `seconds` later, 86,400 to a day of payment terms or dunning (RULES 2.1).
    @inlinable
    public func adding(seconds: Int64) -> Instant {
        Instant(secondsSinceEpoch: secondsSinceEpoch + seconds)
    }

    /// The seconds from here until `other`, negative if that is earlier.
    @inlinable
    public func seconds(until other: Instant) -> Int64 { other.secondsSinceEpoch - secondsSinceEpoch }

    private static func seconds(in iso: String) -> Int64? {
        var scanner = ASCIIScanner(iso)
        guard let date = CivilDate(scanning: &scanner), scanner.take("T"),
            let hour = scanner.number(width: 2), hour < 24, scanner.take(":"),
            let minute = scanner.number(width: 2), minute < 60, scanner.take(":"),
            let second = scanner.number(width: 2), second < 60,
            let offset = offset(scanning: &scanner), scanner.isAtEnd
        else { return nil }
        return Int64(date.daysSinceEpoch * 86400 + hour * 3600 + minute * 60 + second - offset)
    }

    /// "Z" or "±hh:mm", in seconds east of UTC.
    private static func offset(scanning scanner: inout ASCIIScanner) -> Int? {
        if scanner.take("Z") { return 0 }
        let isWest = scanner.take("-")
        guard isWest || scanner.take("+"), let hours = scanner.number(width: 2), hours < 24,
            scanner.take(":"), let minutes = scanner.number(width: 2), minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}

extension Instant: Comparable {
    /// Whether `left` is earlier.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }
}

extension Instant: CustomStringConvertible {
    /// "2024-01-31T05:00:00Z"; `init(parsing:)` reads it back for the years 0 to 9999.
    public var description: String {
        let clock = CivilDateTime(secondsSinceEpoch: Int(secondsSinceEpoch))
        let (date, second) = (clock.date, clock.secondOfDay)
        guard (0...9_999).contains(date.year) else { return "\(clock)Z" }
        return String(unsafeUninitializedCapacity: 20) { buffer in
            buffer.write(date.year / 100, at: 0, then: nil)
            buffer.write(date.year % 100, at: 2, then: "-")
            buffer.write(date.month, at: 5, then: "-")
            buffer.write(date.day, at: 8, then: "T")
            buffer.write(second / 3_600, at: 11, then: ":")
            buffer.write(second / 60 % 60, at: 14, then: ":")
            buffer.write(second % 60, at: 17, then: "Z")
            return 20
        }
    }
}

extension Instant: Codable {
    /// Reads a text as `init(parsing:)` does.
    public init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text of `description`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// Two digits, and what stands behind them.
    fileprivate func write(_ number: Int, at index: Int, then end: Unicode.Scalar?) {
        self[index] = UInt8(ascii: "0") + UInt8(number / 10)
        self[index + 1] = UInt8(ascii: "0") + UInt8(number % 10)
        if let end { self[index + 2] = UInt8(ascii: end) }
    }
}
