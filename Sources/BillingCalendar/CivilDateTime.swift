/// A date and a time of day as a wall clock shows them, of no zone.
@frozen
public struct CivilDateTime: Hashable, Sendable {
    /// The date.
    public let date: CivilDate
    /// Seconds since midnight by the clock, 0 to 86,399.
    public let secondOfDay: Int

    /// A date and the seconds since its midnight, 0 to 86,399.
    public init(date: CivilDate, secondOfDay: Int) {
        precondition((0..<86400).contains(secondOfDay), "a day has 86,400 seconds by the clock")
        self.date = date
        self.secondOfDay = secondOfDay
    }

    /// What a clock that showed 1970-01-01 00:00:00 shows that many seconds later.
    init(secondsSinceEpoch: Int) {
        let (days, second) = floorDivide(secondsSinceEpoch, by: 86400)
        date = CivilDate(daysSinceEpoch: days)
        secondOfDay = second
    }

    /// The inverse of `init(secondsSinceEpoch:)`.
    var secondsSinceEpoch: Int { date.daysSinceEpoch * 86400 + secondOfDay }
}

extension CivilDateTime: Comparable {
    /// Whether `left` is earlier by the clock.
    public static func < (left: Self, right: Self) -> Bool {
        (left.date, left.secondOfDay) < (right.date, right.secondOfDay)
    }
}

extension CivilDateTime: CustomStringConvertible {
    /// "2024-01-31T05:00:00".
    public var description: String {
        let clock = [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60].map { padded($0, 2) }
        return "\(date)T\(clock.joined(separator: ":"))"
    }
}
