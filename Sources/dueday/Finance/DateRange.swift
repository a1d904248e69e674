import ArgumentParser
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import SystemTimeZones

/// A range of days, both of them in it, in a zone that is said.
struct DateRangeOptions: ParsableArguments {
    @Option(help: "The first day, such as 2024-01-01; the first of this month unless given.")
    var from: String?
    @Option(help: "The last day, which is in the range; today unless given.")
    var to: String?
    @Option(help: "The IANA zone whose days are meant; the seller's unless given.")
    var timeZone: String?

    func range(_ database: Database) async throws -> DateRange {
        let zone =
            if let timeZone {
                try ZoneDatabase.system.zone(timeZone)
            } else {
                try await database.books.reading { try await $0.catalog().sellerZone }
            }
        let today = zone.date(of: .now)
        let first = try CivilDate(year: today.year, month: today.month, day: 1)
        let last = try to.map(CivilDate.init(parsing:)) ?? today
        let start = try from.map(CivilDate.init(parsing:)) ?? min(first, last)
        guard start <= last else {
            throw CommandFailure.usage("--from \(start) lies after --to \(last)")
        }
        return DateRange(from: start, to: last, zone: zone)
    }
}

struct DateRange: Sendable {
    var from: CivilDate
    var to: CivilDate
    var zone: Zone

    /// The first instant of the first day.
    var start: Instant { zone.instant(CivilDateTime(date: from, secondOfDay: 0)) }
    /// The first instant behind the last day.
    var end: Instant {
        zone.instant(
            CivilDateTime(date: CivilDate(daysSinceEpoch: to.daysSinceEpoch + 1), secondOfDay: 0))
    }

    var facts: [OrderedJSON.Member] {
        [
            OrderedJSON.Member("from", .string("\(from)")), OrderedJSON.Member("to", .string("\(to)")),
            OrderedJSON.Member("time_zone", .string(zone.identifier)),
        ]
    }
}
