import BillingCalendar
import Foundation
import Testing

@Suite struct InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2024-01-31T05:00:00Z", 1_706_677_200),
            ("1969-12-31T23:59:59Z", -1), ("2000-02-29T12:34:56Z", 951_827_696),
            ("0000-01-01T00:00:00Z", -62_167_219_200), ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] as [(String, Int64)])
    func readsWhatItWrites(text: String, seconds: Int64) throws {
        #expect(try at(text).secondsSinceEpoch == seconds)
        #expect("\(Instant(secondsSinceEpoch: seconds))" == text)
        let json = try JSONEncoder().encode([try at(text)])
        #expect(try JSONDecoder().decode([String].self, from: json) == [text])
        #expect(try JSONDecoder().decode([Instant].self, from: json) == [at(text)])
    }

    @Test(arguments: [
        ("2024-01-31T07:00:00+02:00", "2024-01-31T05:00:00Z"),
        ("2024-01-31T00:00:00-05:00", "2024-01-31T05:00:00Z"),
        ("2024-03-01T00:15:00+05:45", "2024-02-29T18:30:00Z"),
        ("2024-01-31T05:00:00-00:00", "2024-01-31T05:00:00Z"),
    ])
    func countsAnOffsetBackToUTC(text: String, utc: String) throws {
        #expect("\(try at(text))" == utc)
    }

    @Test(arguments: [
        "", "2024-01-31", "2024-01-31T05:00:00", "2024-01-31T05:00:00.5Z", "2024-01-31T05:00:00.000Z",
        "2024-01-31 05:00:00Z", "2024-01-31T05:00Z", "2024-1-31T05:00:00Z", "2024-02-30T00:00:00Z",
        "2023-02-29T00:00:00Z", "2024-00-10T00:00:00Z", "2024-13-10T00:00:00Z", "2024-01-00T00:00:00Z",
        "2024-01-31T24:00:00Z", "2024-01-31T05:60:00Z", "2016-12-31T23:59:60Z", "2024-01-31T05:00:00z",
        "2024-01-31T05:00:00+0200", "2024-01-31T05:00:00+24:00", "2024-01-31T05:00:00+02:60",
        "2024-01-31T05:00:00Z ", " 2024-01-31T05:00:00Z", "-2024-01-31T05:00:00Z", "12024-01-31T05:00:00Z",
        "2024-01-31T05:00:00+02", "٢٠٢٤-01-31T05:00:00Z",
    ])
    func refusesAnyOtherText(text: String) {
        #expect(throws: CalendarError.malformedInstant(text)) { try Instant(parsing: text) }
    }

    @Test func addsComparesAndMeasuresInSeconds() throws {
        let start = try at("2024-02-28T23:59:59Z")
        let end = start.adding(seconds: 86400)
        #expect("\(end)" == "2024-02-29T23:59:59Z")
        #expect(start < end)
        #expect(start.seconds(until: end) == 86400)
        #expect(end.seconds(until: start) == -86400)
    }

    @Test func aPeriodHoldsItsStartAndNotItsEnd() throws {
        let period = Period(start: try at("2024-01-01T00:00:00Z"), end: try at("2024-02-01T00:00:00Z"))
        #expect(period.seconds == 31 * 86400)
        #expect(period.contains(period.start))
        #expect(period.contains(period.end.adding(seconds: -1)))
        #expect(!period.contains(period.end))
        #expect(!period.contains(period.start.adding(seconds: -1)))
        #expect(!period.isEmpty)
        #expect(Period(start: period.start, end: period.start).isEmpty)
        #expect("\(period)" == "[2024-01-01T00:00:00Z, 2024-02-01T00:00:00Z)")
    }
}
