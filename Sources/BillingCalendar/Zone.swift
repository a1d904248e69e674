/// An IANA time zone, made of its file's bytes; equal when the identifiers are.
public struct Zone: Sendable {
    /// The IANA name, "America/New_York".
    public let identifier: String
    private let rules: ZoneRules

    /// UTC, which needs no file.
    public static let utc = Zone(
        identifier: "UTC", rules: ZoneRules(firstOffset: 0, changes: [], offsets: [], tail: nil))

    /// A zone by the bytes of its TZif file, of any version; past the table its POSIX rule holds.
    /// - Throws: `malformedZone`, also for files that count leap seconds.
    public init(identifier: String, tzif: [UInt8]) throws(CalendarError) {
        self.init(identifier: identifier, rules: try ZoneFile(tzif, of: identifier).rules())
    }

    private init(identifier: String, rules: ZoneRules) {
        self.identifier = identifier
        self.rules = rules
    }

    /// What a clock in the zone shows.
    public func local(_ instant: Instant) -> CivilDateTime {
        let second = Int(instant.secondsSinceEpoch)
        return CivilDateTime(secondsSinceEpoch: second + rules.span(at: second).offset)
    }

    /// The instant at which a clock in the zone shows `local` (RULES 2.2): a time that does not exist moves
    /// forward by the length of the gap, one that exists twice is the first.
    public func instant(_ local: CivilDateTime) -> Instant {
        let wall = local.secondsSinceEpoch
        // No offset is larger, so the stretch that holds the answer does not end before this.
        var span = rules.span(at: wall - ZoneRules.largestOffset)
        var offsetBefore = span.offset
        while wall - span.offset >= span.end {
            offsetBefore = span.offset
            span = rules.span(at: span.end)
        }
        // Before the stretch begins: the clock jumped over `local` as it began.
        let second = wall - span.offset < span.start ? wall - offsetBefore : wall - span.offset
        return Instant(secondsSinceEpoch: Int64(second))
    }
}

extension Zone {
    /// The local date.
    public func date(of instant: Instant) -> CivilDate { local(instant).date }

    /// The same local time `days` local days later (RULES 2.3), or earlier for a negative number.
    public func adding(days: Int, to instant: Instant) -> Instant {
        let start = local(instant)
        let date = CivilDate(daysSinceEpoch: start.date.daysSinceEpoch + days)
        return self.instant(CivilDateTime(date: date, secondOfDay: start.secondOfDay))
    }

    /// The first local midnight of a day `day` (1 to 31, clamped to the month) at or after `instant`
    /// (RULES 2.3).
    public func midnight(onDay day: Int, atOrAfter instant: Instant) -> Instant {
        // From the month before: where a zone skipped the last day of a month, its midnight is the first
        // of the next.
        var month = date(of: instant).monthsSinceYearZero - 1
        while true {
            let date = CivilDate(month: month, clampingDay: day)
            let midnight = self.instant(CivilDateTime(date: date, secondOfDay: 0))
            if midnight >= instant { return midnight }
            month += 1
        }
    }

    /// The local days between two instants: the difference of their dates (RULES 4.2).
    public func wholeDays(from start: Instant, to end: Instant) -> Int {
        date(of: end).daysSinceEpoch - date(of: start).daysSinceEpoch
    }
}

extension Zone: Hashable {
    /// Compares the identifiers.
    public static func == (left: Self, right: Self) -> Bool { left.identifier == right.identifier }

    /// Hashes the identifier.
    public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}

extension Zone: CustomStringConvertible {
    /// The identifier.
    public var description: String { identifier }
}
