/// A date of the Gregorian calendar (before 1582 too), of no zone.
@frozen
public struct CivilDate: Hashable, Sendable {
    /// The year; 0 is 1 BC.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// The date that many days after 1970-01-01.
    ///
    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days: years begin in March,
    /// so that the leap day is the last, in eras of 400 years or 146,097 days.
    public init(daysSinceEpoch: Int) {
        let (era, dayOfEra) = floorDivide(daysSinceEpoch + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// A date by its parts.
    /// - Throws: `outOfRange` for a month or day that does not exist.
    public init(year: Int, month: Int, day: Int) throws(CalendarError) {
        guard (1...12).contains(month) else { throw .outOfRange("month", month) }
        guard day >= 1, day <= Self.daysInMonth(month, ofYear: year) else { throw .outOfRange("day", day) }
        self.init(uncheckedYear: year, month: month, day: day)
    }

    /// The day `day` of a month counted from January of year 0, or the last day of a shorter month.
    init(month monthsSinceYearZero: Int, clampingDay day: Int) {
        precondition((1...31).contains(day), "a day of the month is 1 to 31")
        let (year, index) = floorDivide(monthsSinceYearZero, by: 12)
        self.init(
            uncheckedYear: year, month: index + 1, day: min(day, Self.daysInMonth(index + 1, ofYear: year)))
    }

    private init(uncheckedYear year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Takes "yyyy-mm-dd".
    init?(scanning scanner: inout ASCIIScanner) {
        guard let year = scanner.number(width: 4), scanner.take("-"),
            let month = scanner.number(width: 2), scanner.take("-"),
            let day = scanner.number(width: 2),
            let date = try? CivilDate(year: year, month: month, day: day)
        else { return nil }
        self = date
    }

    /// Days since 1970-01-01 (Hinnant's days_from_civil).
    public var daysSinceEpoch: Int {
        let (era, yearOfEra) = floorDivide(month <= 2 ? year - 1 : year, by: 400)
        let marchMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Months since January of year 0.
    var monthsSinceYearZero: Int { year * 12 + month - 1 }

    /// How many days a month (1 to 12) has in a year.
    public static func daysInMonth(_ month: Int, ofYear year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: isLeapYear(year) ? 29 : 28
        default: 31
        }
    }

    /// Whether a year has a 29 February.
    public static func isLeapYear(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}

extension CivilDate: Comparable {
    /// Whether `left` is earlier.
    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension CivilDate: CustomStringConvertible {
    /// "2024-02-29"; `init(parsing:)` reads it back for the years 0 to 9999.
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// A date of the years 0 to 9999, "2024-02-29".
    /// - Throws: `malformedDate`.
    public init(parsing text: String) throws(CalendarError) {
        var scanner = ASCIIScanner(text)
        guard let date = CivilDate(scanning: &scanner), scanner.isAtEnd else { throw .malformedDate(text) }
        self = date
    }
}

extension CivilDate: Codable {
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
