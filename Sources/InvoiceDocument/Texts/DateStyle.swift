public import BillingCalendar

/// How dates are written in a language.
public struct DateStyle: Sendable, Hashable {
    /// The names that stand for "MMM", January first.
    public var months: [String]
    /// "d", "dd", "MM", "MMM" and "yyyy" are replaced; everything else stays.
    public var pattern: String
    /// The pattern of a period's first day when the last is of the same year.
    public var patternWithoutYear: String
    /// Between the first and the last day of a period; also between the bounds of a tier.
    public var rangeSeparator: String

    /// A style by its parts.
    public init(months: [String], pattern: String, patternWithoutYear: String, rangeSeparator: String = " – ")
    {
        self.months = months
        self.pattern = pattern
        self.patternWithoutYear = patternWithoutYear
        self.rangeSeparator = rangeSeparator
    }

    /// "29 Feb 2024"
    public func text(_ date: CivilDate) -> String { write(date, pattern) }

    /// "15 Feb – 29 Feb 2024", one date for one day; a time stands only where a period does not begin or end
    /// at midnight.
    public func text(_ period: CivilPeriod) -> String {
        let (first, last) = (period.start.date, period.lastDate)
        let isWholeDays = period.startsAtMidnight && period.endsAtMidnight
        if period.isMoment { return moment(period.start) }
        if isWholeDays && first == last { return text(first) }
        let start =
            isWholeDays && first.year == last.year ? write(first, patternWithoutYear) : moment(period.start)
        return start + rangeSeparator + (period.endsAtMidnight ? text(last) : moment(period.end))
    }

    /// A date, with its time of day unless that is midnight.
    private func moment(_ moment: CivilDateTime) -> String {
        if moment.secondOfDay == 0 { return text(moment.date) }
        var clock = [moment.secondOfDay / 3600, moment.secondOfDay / 60 % 60]
        if moment.secondOfDay % 60 != 0 { clock.append(moment.secondOfDay % 60) }
        return text(moment.date) + " " + clock.map(Self.twoDigits).joined(separator: ":")
    }

    private func write(_ date: CivilDate, _ pattern: String) -> String {
        var text = ""
        let letters = pattern.unicodeScalars
        var index = letters.startIndex
        while index < letters.endIndex {
            let letter = letters[index]
            let start = index
            repeat {
                index = letters.index(after: index)
            } while index < letters.endIndex && letters[index] == letter
            switch (letter, letters.distance(from: start, to: index)) {
            case ("d", 1): text += "\(date.day)"
            case ("d", 2): text += Self.twoDigits(date.day)
            case ("M", 1): text += "\(date.month)"
            case ("M", 2): text += Self.twoDigits(date.month)
            case ("M", 3): text += months[date.month - 1]
            case ("y", 4): text += "\(date.year)"
            default: text.unicodeScalars.append(contentsOf: letters[start..<index])
            }
        }
        return text
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
