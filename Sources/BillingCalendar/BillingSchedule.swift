/// The boundaries of a subscription: its anchor plus whole intervals of local time (RULES 2.2).
public struct BillingSchedule: Hashable, Sendable {
    /// Boundary 0.
    public let anchor: BillingAnchor
    /// The distance of two boundaries.
    public let interval: BillingInterval
    /// The account's zone.
    public let zone: Zone
    /// The anchor by the zone's clock.
    private let localAnchor: CivilDateTime

    /// The boundaries from `anchor` on, and before it.
    public init(anchor: BillingAnchor, interval: BillingInterval, zone: Zone) {
        self.anchor = anchor
        self.interval = interval
        self.zone = zone
        localAnchor = zone.local(anchor.instant)
    }

    /// Boundary `k`: the anchor's local date and time plus `k` intervals, counted from the anchor itself so
    /// that nothing drifts, the day clamped to the month. 0 is the anchor; −1 begins the full period that
    /// ends at it, for stubs. Boundaries never descend, but two can be equal: see `firstBoundary(after:)`.
    public func boundary(_ k: Int) -> Instant {
        guard k != 0 else { return anchor.instant }
        return zone.instant(CivilDateTime(date: date(k), secondOfDay: localAnchor.secondOfDay))
    }

    /// The next boundary later than boundary `k`. One that is not later is skipped: where a zone lost a day
    /// (Pacific/Apia, 30 December 2011), the boundary of that day is that of the next.
    public func firstBoundary(after k: Int) -> (index: Int, at: Instant) {
        let previous = boundary(k)
        var index = k + 1
        while true {
            let instant = boundary(index)
            if instant > previous { return (index, instant) }
            index += 1
        }
    }

    /// The full period that ends at boundary `k`, from the boundary before it that is earlier.
    public func periodEnding(at k: Int) -> Period {
        let end = boundary(k)
        var index = k - 1
        while true {
            let start = boundary(index)
            if start < end { return Period(start: start, end: end) }
            index -= 1
        }
    }

    /// The local date of boundary `k`, before gaps.
    private func date(_ k: Int) -> CivilDate {
        let units = k * interval.count
        return switch interval.unit {
        case .day: CivilDate(daysSinceEpoch: localAnchor.date.daysSinceEpoch + units)
        case .week: CivilDate(daysSinceEpoch: localAnchor.date.daysSinceEpoch + units * 7)
        case .month: monthDate(units)
        case .year: monthDate(units * 12)
        }
    }

    private func monthDate(_ months: Int) -> CivilDate {
        CivilDate(month: localAnchor.date.monthsSinceYearZero + months, clampingDay: anchor.day)
    }
}
