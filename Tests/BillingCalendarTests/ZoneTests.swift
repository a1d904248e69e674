import BillingCalendar
import PropertyTestKit
import Testing

@Suite struct ZoneTests {
    @Test(arguments: ObservedOffset.inZones)
    func agreesWithPythonOnThePast(observed: ObservedOffset) throws {
        let local = try zone(observed.zone).local(Instant(secondsSinceEpoch: observed.second))
        #expect(local == Zone.utc.local(Instant(secondsSinceEpoch: observed.second + observed.offset)))
    }

    @Test(arguments: [
        // New York, 10 March 2024: 02:00 to 03:00 does not exist.
        ("America/New_York", "2024-03-10 01:59:59", "2024-03-10T06:59:59Z"),
        ("America/New_York", "2024-03-10 02:00", "2024-03-10T07:00:00Z"),
        ("America/New_York", "2024-03-10 02:30", "2024-03-10T07:30:00Z"),
        ("America/New_York", "2024-03-10 03:00", "2024-03-10T07:00:00Z"),
        // 3 November 2024: 01:00 to 02:00 twice, and the first counts.
        ("America/New_York", "2024-11-03 00:59:59", "2024-11-03T04:59:59Z"),
        ("America/New_York", "2024-11-03 01:00", "2024-11-03T05:00:00Z"),
        ("America/New_York", "2024-11-03 01:59:59", "2024-11-03T05:59:59Z"),
        ("America/New_York", "2024-11-03 02:00", "2024-11-03T07:00:00Z"),
        // Past the table of the file, by its rule: 13 March and 6 November 2072.
        ("America/New_York", "2072-03-13 02:30", "2072-03-13T07:30:00Z"),
        ("America/New_York", "2072-11-06 01:30", "2072-11-06T05:30:00Z"),
        ("America/New_York", "2072-07-01 00:00", "2072-07-01T04:00:00Z"),
        ("Europe/London", "2024-03-31 01:30", "2024-03-31T01:30:00Z"),
        ("Europe/London", "2024-10-27 01:30", "2024-10-27T00:30:00Z"),
        // Dublin, whose file says that winter is the daylight time.
        ("Europe/Dublin", "2024-03-31 01:30", "2024-03-31T01:30:00Z"),
        ("Europe/Dublin", "2024-10-27 01:30", "2024-10-27T00:30:00Z"),
        ("Europe/Dublin", "2060-01-15 12:00", "2060-01-15T12:00:00Z"),
        ("Europe/Dublin", "2060-07-15 12:00", "2060-07-15T11:00:00Z"),
        // Half an hour on Lord Howe Island.
        ("Australia/Lord_Howe", "2024-10-06 02:15", "2024-10-05T15:45:00Z"),
        ("Australia/Lord_Howe", "2024-10-06 02:30", "2024-10-05T15:30:00Z"),
        ("Australia/Lord_Howe", "2024-04-07 01:45", "2024-04-06T14:45:00Z"),
        ("Australia/Lord_Howe", "2024-04-07 02:00", "2024-04-06T15:30:00Z"),
        // A midnight that does not exist, and one hour before midnight that exists twice.
        ("America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04T03:00:00Z"),
        ("America/Sao_Paulo", "2018-11-04 01:00", "2018-11-04T03:00:00Z"),
        ("America/Sao_Paulo", "2018-02-17 23:30", "2018-02-18T01:30:00Z"),
        // Days that do not exist.
        ("Pacific/Apia", "2011-12-29 23:59:59", "2011-12-30T09:59:59Z"),
        ("Pacific/Apia", "2011-12-30 10:00", "2011-12-30T20:00:00Z"),
        ("Pacific/Apia", "2011-12-31 10:00", "2011-12-30T20:00:00Z"),
        ("Pacific/Kiritimati", "1994-12-31 00:00", "1994-12-31T10:00:00Z"),
        // A day that exists twice.
        ("America/Juneau", "1867-10-18 20:00", "1867-10-18T04:57:41Z"),
        ("UTC", "2024-02-29 23:59:59", "2024-02-29T23:59:59Z"),
    ])
    func aGapMovesForwardByItsLengthAndAnOverlapIsTheFirst(name: String, local: String, utc: String) throws {
        #expect("\(try zone(name).instant(clock(local)))" == utc)
    }

    /// Whatever a clock shows leads back to the first instant at which it shows that.
    @Test(arguments: [
        "America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu",
        "America/Sao_Paulo", "Asia/Manila", "Europe/Berlin",
    ])
    func everyLocalTimeLeadsBackToItself(name: String) throws {
        let zone = try zone(name)
        var random = SeededGenerator("Zone \(name)")
        for _ in 0..<2000 {
            let second = Int64.random(in: -4_000_000_000...8_000_000_000, using: &random)
            let instant = Instant(secondsSinceEpoch: second)
            let local = zone.local(instant)
            let back = zone.instant(local)
            #expect(zone.local(back) == local, "\(instant), seed \(random.seed)")
            #expect(back <= instant, "\(instant), seed \(random.seed)")
            #expect(back.seconds(until: instant) <= 86400, "\(instant), seed \(random.seed)")
        }
    }

    @Test(arguments: [
        ("America/New_York", "2024-03-01T15:00:00Z", 14, "2024-03-15T14:00:00Z"),
        ("America/New_York", "2024-03-09T07:30:00Z", 1, "2024-03-10T07:30:00Z"),
        ("America/New_York", "2024-11-02T05:30:00Z", 1, "2024-11-03T05:30:00Z"),
        ("America/New_York", "2024-11-10T06:30:00Z", -7, "2024-11-03T05:30:00Z"),
        ("Pacific/Apia", "2011-12-28T20:00:00Z", 2, "2011-12-30T20:00:00Z"),
        ("UTC", "2024-02-28T00:00:00Z", 2, "2024-03-01T00:00:00Z"),
        ("UTC", "2024-02-28T00:00:00Z", 0, "2024-02-28T00:00:00Z"),
    ])
    func trialDaysKeepTheLocalTime(name: String, start: String, days: Int, end: String) throws {
        #expect("\(try zone(name).adding(days: days, to: at(start)))" == end)
    }

    @Test(arguments: [
        ("UTC", 15, "2024-01-10T12:00:00Z", "2024-01-15T00:00:00Z"),
        ("UTC", 15, "2024-01-15T00:00:00Z", "2024-01-15T00:00:00Z"),
        ("UTC", 15, "2024-01-15T00:00:01Z", "2024-02-15T00:00:00Z"),
        ("UTC", 31, "2024-02-10T00:00:00Z", "2024-02-29T00:00:00Z"),
        ("UTC", 30, "2023-02-28T00:00:01Z", "2023-03-30T00:00:00Z"),
        ("UTC", 1, "2024-12-31T23:59:59Z", "2025-01-01T00:00:00Z"),
        // 1 March in UTC and still 29 February in New York.
        ("America/New_York", 29, "2024-03-01T03:00:00Z", "2024-03-29T04:00:00Z"),
        ("America/New_York", 1, "2024-03-01T03:00:00Z", "2024-03-01T05:00:00Z"),
        // No midnight on 4 November 2018: the day begins at 01:00.
        ("America/Sao_Paulo", 4, "2018-10-20T00:00:00Z", "2018-11-04T03:00:00Z"),
        // No 31 December 1994: its midnight is that of 1 January.
        ("Pacific/Kiritimati", 31, "1994-12-15T00:00:00Z", "1994-12-31T10:00:00Z"),
        ("Pacific/Kiritimati", 31, "1994-12-31T10:00:00Z", "1994-12-31T10:00:00Z"),
        ("Pacific/Kiritimati", 31, "1994-12-31T10:00:01Z", "1995-01-30T10:00:00Z"),
    ])
    func findsTheFirstMidnightOfADayOfTheMonth(name: String, day: Int, from: String, midnight: String) throws
    {
        #expect("\(try zone(name).midnight(onDay: day, atOrAfter: at(from)))" == midnight)
    }

    @Test(arguments: [
        // 11 to 31 December and the day of the change, RULES 4.2.
        ("America/Los_Angeles", "2011-12-11T23:00:00Z", "2012-01-01T18:00:00Z", 21),
        ("America/Los_Angeles", "2011-12-12T07:59:59Z", "2011-12-12T08:00:00Z", 1),
        ("America/New_York", "2024-03-10T04:00:00Z", "2024-03-11T03:59:59Z", 1),
        ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z", 2),
        ("UTC", "2024-03-01T00:00:00Z", "2024-02-28T23:59:59Z", -2),
        ("UTC", "2024-03-01T00:00:00Z", "2024-03-01T23:59:59Z", 0),
    ])
    func wholeDaysAreTheDifferenceOfTheLocalDates(name: String, from: String, to: String, days: Int) throws {
        #expect(try zone(name).wholeDays(from: at(from), to: at(to)) == days)
    }

    @Test func isEqualByItsIdentifier() throws {
        let bytes = ZoneFileBytes(offsets: [3600]).version2
        let first = try Zone(identifier: "Test/One", tzif: bytes)
        #expect(try first == Zone(identifier: "Test/One", tzif: bytes))
        #expect(try first != Zone(identifier: "Test/Two", tzif: bytes))
        #expect("\(first)" == "Test/One")
    }
}
