/// The rule at the end of a zone file, a POSIX TZ value with the extensions of RFC 8536, 3.3.1:
/// "EST5EDT,M3.2.0,M11.1.0", "IST-1GMT0,M10.5.0,M3.5.0/1", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0".
struct PosixRule: Equatable {
    /// Seconds east of UTC in standard time.
    var standardOffset: Int
    /// Daylight saving time, nil in a zone without.
    var daylight: Daylight?

    /// What "daylight" means is the zone's own affair: in Dublin it is winter, an hour behind.
    struct Daylight: Equatable {
        var offset: Int
        /// By the clock of standard time.
        var start: PosixYearDay
        /// By the clock of daylight time.
        var end: PosixYearDay
    }

    /// The stretch of one offset that `second` lies in, as if the rule had always held.
    func span(at second: Int) -> OffsetSpan {
        guard let daylight else { return OffsetSpan(start: .min, end: .max, offset: standardOffset) }
        let year = CivilDateTime(secondsSinceEpoch: second + standardOffset).date.year
        // A change may lie up to a week from its date, so in a neighbouring year, and the stretch may reach
        // into either neighbour.
        var span = OffsetSpan(start: .min, end: .max, offset: standardOffset)
        for year in year - 2...year + 2 {
            let end = daylight.end.second(inYear: year) - daylight.offset
            let start = daylight.start.second(inYear: year) - standardOffset
            // A start at the instant of an end wins: that is how daylight time all year round is written.
            if end <= second, end > span.start {
                span.start = end
                span.offset = standardOffset
            }
            if start <= second, start >= span.start {
                span.start = start
                span.offset = daylight.offset
            }
            if end > second { span.end = min(span.end, end) }
            if start > second { span.end = min(span.end, start) }
        }
        return span
    }
}

extension PosixRule {
    /// A rule by its text; nil for anything that is not one.
    init?(parsing text: String) {
        var scanner = ASCIIScanner(text)
        guard Self.skipName(&scanner), let west = Self.clock(&scanner, hours: 0...24) else { return nil }
        standardOffset = -west
        if scanner.isAtEnd { return }
        guard Self.skipName(&scanner) else { return nil }
        var offset = standardOffset + 3600
        if scanner.next != UInt8(ascii: ",") {
            guard let west = Self.clock(&scanner, hours: 0...24) else { return nil }
            offset = -west
        }
        guard let start = Self.yearDay(&scanner), let end = Self.yearDay(&scanner), scanner.isAtEnd
        else { return nil }
        daylight = Daylight(offset: offset, start: start, end: end)
    }

    /// "EST" or "<-03>"; the name itself means nothing here.
    private static func skipName(_ scanner: inout ASCIIScanner) -> Bool {
        if scanner.take("<") {
            return scanner.skip { $0 != UInt8(ascii: ">") } >= 3 && scanner.take(">")
        }
        return scanner.skip { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") } >= 3
    }

    /// "[+-]hh[:mm[:ss]]", in seconds.
    private static func clock(_ scanner: inout ASCIIScanner, hours: ClosedRange<Int>) -> Int? {
        let isNegative = scanner.take("-")
        if !isNegative { _ = scanner.take("+") }
        guard let hour = scanner.number(widths: 1...3), hours.contains(hour) else { return nil }
        var seconds = hour * 3600
        for unit in [60, 1] where scanner.take(":") {
            guard let part = scanner.number(width: 2), part < 60 else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// ",date[/time]", at 02:00 where no time is given.
    private static func yearDay(_ scanner: inout ASCIIScanner) -> PosixYearDay? {
        guard scanner.take(","), let date = PosixYearDay.Form(scanning: &scanner) else { return nil }
        guard scanner.take("/") else { return PosixYearDay(form: date, time: 7200) }
        guard let time = clock(&scanner, hours: 0...167) else { return nil }
        return PosixYearDay(form: date, time: time)
    }
}
