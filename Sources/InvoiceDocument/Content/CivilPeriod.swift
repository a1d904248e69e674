public import BillingCalendar

/// A half-open period as the customer's clock shows it.
public struct CivilPeriod: Sendable, Hashable {
    /// Its first moment.
    public var start: CivilDateTime
    /// The first moment after it.
    public var end: CivilDateTime

    /// A period as clocks of the zone show it.
    public init(_ period: Period, in zone: Zone) {
        start = zone.local(period.start)
        end = zone.local(period.end)
    }

    /// Whether it has no length, as of what is bought once.
    public var isMoment: Bool { end <= start }

    var startsAtMidnight: Bool { start.secondOfDay == 0 }
    var endsAtMidnight: Bool { end.secondOfDay == 0 && !isMoment }

    /// The last day that something of it lies in.
    var lastDate: CivilDate {
        endsAtMidnight ? CivilDate(daysSinceEpoch: end.date.daysSinceEpoch - 1) : end.date
    }
}
