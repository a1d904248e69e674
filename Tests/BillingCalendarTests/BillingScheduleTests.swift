import BillingCalendar
import Foundation
import PropertyTestKit
import Testing

@Suite struct BillingScheduleTests {
    private func schedule(_ name: String, _ start: String, _ interval: String, day: Int? = nil) throws
        -> BillingSchedule
    {
        let (zone, start) = (try zone(name), try at(start))
        let anchor = day.map { BillingAnchor(at: start, day: $0) } ?? BillingAnchor(at: start, in: zone)
        return BillingSchedule(anchor: anchor, interval: try BillingInterval(parsing: interval), zone: zone)
    }

    /// A schedule and its boundaries from 0 on, each as the zone's clock shows it.
    struct Row: Sendable, CustomTestStringConvertible {
        let zone: String
        let anchor: String
        let interval: String
        var day: Int?
        let boundaries: [String]

        var testDescription: String { "\(interval) from \(anchor) in \(zone)" }
    }

    @Test(arguments: [
        Row(
            zone: "UTC", anchor: "2024-01-31T05:00:00Z", interval: "month",
            boundaries: [
                "2024-01-31T05:00:00", "2024-02-29T05:00:00", "2024-03-31T05:00:00", "2024-04-30T05:00:00",
                "2024-05-31T05:00:00",
            ]),
        Row(
            zone: "America/New_York", anchor: "2023-01-31T05:00:00Z", interval: "month",
            boundaries: [
                "2023-01-31T00:00:00", "2023-02-28T00:00:00", "2023-03-31T00:00:00", "2023-04-30T00:00:00",
            ]),
        Row(
            zone: "UTC", anchor: "2024-02-29T12:00:00Z", interval: "year",
            boundaries: [
                "2024-02-29T12:00:00", "2025-02-28T12:00:00", "2026-02-28T12:00:00", "2027-02-28T12:00:00",
                "2028-02-29T12:00:00",
            ]),
        Row(
            zone: "UTC", anchor: "2024-03-31T00:00:00Z", interval: "3 months",
            boundaries: [
                "2024-03-31T00:00:00", "2024-06-30T00:00:00", "2024-09-30T00:00:00", "2024-12-31T00:00:00",
            ]),
        // anchor_day 31, its anchor clamped.
        Row(
            zone: "UTC", anchor: "2023-02-28T00:00:00Z", interval: "month", day: 31,
            boundaries: ["2023-02-28T00:00:00", "2023-03-31T00:00:00", "2023-04-30T00:00:00"]),
        Row(
            zone: "UTC", anchor: "2023-02-28T00:00:00Z", interval: "year", day: 30,
            boundaries: ["2023-02-28T00:00:00", "2024-02-29T00:00:00", "2025-02-28T00:00:00"]),
        // One gap does not shift what follows.
        Row(
            zone: "America/New_York", anchor: "2024-03-09T07:30:00Z", interval: "day",
            boundaries: ["2024-03-09T02:30:00", "2024-03-10T03:30:00", "2024-03-11T02:30:00"]),
        Row(
            zone: "America/New_York", anchor: "2024-03-03T07:30:00Z", interval: "week",
            boundaries: ["2024-03-03T02:30:00", "2024-03-10T03:30:00", "2024-03-17T02:30:00"]),
        Row(
            zone: "America/Sao_Paulo", anchor: "2018-10-04T03:00:00Z", interval: "month",
            boundaries: ["2018-10-04T00:00:00", "2018-11-04T01:00:00", "2018-12-04T00:00:00"]),
        Row(
            zone: "Australia/Lord_Howe", anchor: "2024-09-05T15:45:00Z", interval: "month",
            boundaries: ["2024-09-06T02:15:00", "2024-10-06T02:45:00", "2024-11-06T02:15:00"]),
        // A period of 2 weeks over New Year.
        Row(
            zone: "Europe/London", anchor: "2024-12-25T10:00:00Z", interval: "2 weeks",
            boundaries: ["2024-12-25T10:00:00", "2025-01-08T10:00:00", "2025-01-22T10:00:00"]),
    ])
    func boundariesCountFromTheAnchorWithoutDrift(row: Row) throws {
        let schedule = try schedule(row.zone, row.anchor, row.interval, day: row.day)
        let boundaries = row.boundaries.indices.map { "\(schedule.zone.local(schedule.boundary($0)))" }
        #expect(boundaries == row.boundaries)
    }

    @Test(arguments: [
        ("UTC", "2024-01-31T05:00:00Z", "month", -1, "2023-12-31T05:00:00Z"),
        ("UTC", "2024-01-31T05:00:00Z", "month", -11, "2023-02-28T05:00:00Z"),
        ("UTC", "2024-02-29T05:00:00Z", "year", -4, "2020-02-29T05:00:00Z"),
        ("UTC", "2024-01-01T00:00:00Z", "day", -1, "2023-12-31T00:00:00Z"),
        ("America/New_York", "2024-03-31T04:00:00Z", "month", -1, "2024-02-29T05:00:00Z"),
    ])
    func theFullPeriodOfAStubBeginsBeforeTheAnchor(
        name: String, anchor: String, interval: String, k: Int, boundary: String
    ) throws {
        #expect("\(try schedule(name, anchor, interval).boundary(k))" == boundary)
    }

    /// 01:30 exists twice on 3 November 2024. Boundaries are the first, but an anchor stays where it is.
    @Test func anOverlapIsTheFirstButForTheAnchorItself() throws {
        #expect(
            "\(try schedule("America/New_York", "2024-11-02T05:30:00Z", "day").boundary(1))"
                == "2024-11-03T05:30:00Z")
        let second = try schedule("America/New_York", "2024-11-03T06:30:00Z", "day")
        #expect("\(second.boundary(0))" == "2024-11-03T06:30:00Z")
        #expect("\(second.boundary(1))" == "2024-11-04T06:30:00Z")
    }

    /// 30 December 2011 does not exist in Apia: its boundary is that of the 31st, and only one is billed.
    @Test func aBoundaryOfALostDayIsSkipped() throws {
        let daily = try schedule("Pacific/Apia", "2011-12-28T20:00:00Z", "day")
        var found: [String] = []
        var index = 0
        while found.count < 4 {
            let next = daily.firstBoundary(after: index)
            found.append("\(next.index) \(next.at)")
            index = next.index
        }
        #expect(
            found == [
                "1 2011-12-29T20:00:00Z", "2 2011-12-30T20:00:00Z", "4 2011-12-31T20:00:00Z",
                "5 2012-01-01T20:00:00Z",
            ])
        let lost = "[2011-12-29T20:00:00Z, 2011-12-30T20:00:00Z)"
        #expect("\(daily.periodEnding(at: 2))" == lost)
        #expect("\(daily.periodEnding(at: 3))" == lost)
        #expect("\(daily.periodEnding(at: 4))" == "[2011-12-30T20:00:00Z, 2011-12-31T20:00:00Z)")
    }

    @Test func periodsOfAnyScheduleTileTimeWithoutGapOrOverlap() throws {
        var random = SeededGenerator("BillingSchedule")
        let zones = ["America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"]
        for _ in 0..<300 {
            let zone = try zone(zones.randomElement(using: &random) ?? "UTC")
            let instant = Instant(
                secondsSinceEpoch: .random(in: 1_200_000_000...1_800_000_000, using: &random))
            let unit = BillingInterval.Unit.allCases.randomElement(using: &random) ?? .day
            let interval = try BillingInterval(unit: unit, count: .random(in: 1...4, using: &random))
            let schedule = BillingSchedule(
                anchor: BillingAnchor(at: instant, in: zone), interval: interval, zone: zone)
            var index = -3
            for _ in 0..<8 {
                let next = schedule.firstBoundary(after: index)
                let period = schedule.periodEnding(at: next.index)
                let note: Comment = "\(interval) from \(instant) in \(zone) at \(index), seed \(random.seed)"
                #expect(period.end == next.at, note)
                #expect(period.start == schedule.boundary(index), note)
                #expect(!period.isEmpty, note)
                index = next.index
            }
        }
    }

    @Test(arguments: [("day", 1), ("week", 1), ("month", 1), ("year", 1), ("3 months", 3), ("2 weeks", 2)])
    func anIntervalReadsWhatItWrites(text: String, count: Int) throws {
        let interval = try BillingInterval(parsing: text)
        #expect(interval.count == count)
        #expect("\(interval)" == text)
        let json = try JSONEncoder().encode([interval])
        #expect(try JSONDecoder().decode([String].self, from: json) == [text])
        #expect(try JSONDecoder().decode([BillingInterval].self, from: json) == [interval])
        #expect(interval.countsMonths == (text.contains("month") || text.contains("year")))
    }

    @Test(arguments: [
        "", "months", "1 month", "03 months", "3months", "3 month", "-1 months", "quarter", "3 Months",
    ])
    func refusesAnyOtherIntervalText(text: String) {
        #expect(throws: CalendarError.malformedInterval(text)) { try BillingInterval(parsing: text) }
    }

    @Test func refusesACountThatNoScheduleCanMean() {
        #expect(throws: CalendarError.outOfRange("interval count", 0)) {
            try BillingInterval(unit: .month, count: 0)
        }
        #expect(throws: CalendarError.outOfRange("interval count", 10001)) {
            try BillingInterval(parsing: "10001 months")
        }
        #expect(throws: CalendarError.outOfRange("interval count", 0)) {
            try BillingInterval(parsing: "0 months")
        }
    }

    @Test func anAnchorIsStoredByItsInstantAndDay() throws {
        let anchor = BillingAnchor(at: try at("2023-02-28T00:00:00Z"), day: 31)
        let json = try JSONEncoder().encode(anchor)
        #expect(try JSONDecoder().decode(BillingAnchor.self, from: json) == anchor)
        #expect(BillingAnchor(at: try at("2024-03-01T03:00:00Z"), in: try zone("America/New_York")).day == 29)
    }
}
