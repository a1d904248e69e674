import BillingCalendar

/// Retries by the kind of decline: when there may be money, and when there is no sense in trying (PROCESSORS 3).
public struct DunningCalendar: Sendable, Hashable, Codable {
    /// Seconds from the first failure, ascending, by class; a class that is not named follows the policy's retries.
    public var offsets: [DeclineClass: [Int64]]
    /// Days of the month on which wages come; a retry for want of funds within two days before one moves to it.
    public var paydays: [Int]
    /// Hours of the account's day in which retries are made, the end left out; technical ones are made at any hour.
    public var hours: Range<Int>?
    /// Seconds from the first failure until the last round, which leads to the final action; nil: the last retry is
    /// the last round.
    public var endsAfterSeconds: Int64?

    /// A calendar with all its parts.
    public init(
        offsets: [DeclineClass: [Int64]], paydays: [Int] = [], hours: Range<Int>? = nil,
        endsAfterSeconds: Int64? = nil
    ) {
        self.offsets = offsets
        self.paydays = paydays
        self.hours = hours
        self.endsAfterSeconds = endsAfterSeconds
    }

    private static let day: Int64 = 86_400

    /// The calendar of PROCESSORS 3: what a policy with `calendar: standard` goes by.
    public static let standard = DunningCalendar(
        offsets: [
            .funds: [2, 4, 7, 11, 15].map { $0 * day }, .generic: [1, 3, 5, 8, 12].map { $0 * day },
            .technical: [600, 3_600, 21_600, day], .mandate: [3, 6, 9].map { $0 * day },
            .hard: [], .needsNewDetails: [], .needsCustomer: [],
        ],
        paydays: [1, 15, 25], hours: 8..<10, endsAfterSeconds: 21 * day)

    /// The offsets of a class. Technical ones are followed by the generic ones: what does not work for a day has
    /// another reason.
    func offsets(for declineClass: DeclineClass?, otherwise retries: [Int64]) -> [Int64] {
        let generic = offsets[.generic] ?? retries
        guard let declineClass else { return generic }
        guard declineClass == .technical else { return offsets[declineClass] ?? retries }
        guard let technical = offsets[.technical] else { return generic }
        return technical + generic.filter { $0 > technical.last ?? 0 }
    }

    /// A retry moved to a payday and into the hours; never to an earlier instant.
    func moved(_ instant: Instant, for declineClass: DeclineClass?, in zone: Zone) -> Instant {
        guard declineClass != .technical else { return instant }
        var moved = instant
        if declineClass == .funds {
            let days = (0...2).first {
                paydays.contains(zone.date(of: zone.adding(days: $0, to: instant)).day)
            }
            if let days { moved = zone.adding(days: days, to: instant) }
        }
        return hours.map { Self.into($0, moved, zone) } ?? moved
    }

    /// The same instant where it lies within the hours; else the next at which they begin.
    private static func into(_ hours: Range<Int>, _ instant: Instant, _ zone: Zone) -> Instant {
        let local = zone.local(instant)
        let hour = local.secondOfDay / 3_600
        guard !hours.contains(hour) else { return instant }
        let date =
            hour < hours.lowerBound ? local.date : CivilDate(daysSinceEpoch: local.date.daysSinceEpoch + 1)
        return zone.instant(CivilDateTime(date: date, secondOfDay: hours.lowerBound * 3_600))
    }
}
