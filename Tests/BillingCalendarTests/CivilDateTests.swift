import BillingCalendar
import Foundation
import Testing

@Suite struct CivilDateTests {
    /// Day by day against a calendar that only counts.
    @Test func everyDayFrom1600To2400FollowsTheOneBefore() throws {
        var (year, month, day) = (1600, 1, 1)
        let first = try CivilDate(year: 1600, month: 1, day: 1).daysSinceEpoch
        #expect(first == -135_140)
        var number = first
        var faults = 0
        while year <= 2400 {
            let date = CivilDate(daysSinceEpoch: number)
            if (date.year, date.month, date.day) != (year, month, day) || date.daysSinceEpoch != number {
                faults += 1
            }
            let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
            let length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            if day < length {
                day += 1
            } else if month < 12 {
                (month, day) = (month + 1, 1)
            } else {
                (year, month, day) = (year + 1, 1, 1)
            }
            number += 1
        }
        #expect(faults == 0)
        // 801 years with 195 leap days.
        #expect(number - first == 801 * 365 + 195)
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("2024-02-29", 19782), ("1969-12-31", -1), ("0000-03-01", -719_468),
        ("2000-01-01", 10957), ("9999-12-31", 2_932_896),
    ])
    func readsWhatItWrites(text: String, days: Int) throws {
        #expect(try CivilDate(parsing: text).daysSinceEpoch == days)
        #expect("\(CivilDate(daysSinceEpoch: days))" == text)
        let json = try JSONEncoder().encode([CivilDate(daysSinceEpoch: days)])
        #expect(try JSONDecoder().decode([String].self, from: json) == [text])
        #expect(try JSONDecoder().decode([CivilDate].self, from: json) == [CivilDate(parsing: text)])
    }

    @Test(arguments: [
        "", "2023-02-29", "1900-02-29", "2024-04-31", "2024-2-1", "2024-02-1x", "2024-02-011", "24-02-01",
    ])
    func refusesAnyOtherText(text: String) {
        #expect(throws: CalendarError.malformedDate(text)) { try CivilDate(parsing: text) }
    }

    @Test func refusesDatesThatDoNotExist() {
        #expect(throws: CalendarError.outOfRange("month", 13)) {
            try CivilDate(year: 2024, month: 13, day: 1)
        }
        #expect(throws: CalendarError.outOfRange("day", 30)) { try CivilDate(year: 2024, month: 2, day: 30) }
        #expect(throws: CalendarError.outOfRange("day", 0)) { try CivilDate(year: 2024, month: 2, day: 0) }
    }

    @Test(arguments: [(2023, 28), (2024, 29), (1900, 28), (2000, 29)])
    func februaryHasALeapDayByTheGregorianRule(year: Int, days: Int) {
        #expect(CivilDate.daysInMonth(2, ofYear: year) == days)
    }

    @Test func ordersByYearMonthAndDay() throws {
        let texts = ["2023-12-31", "2024-01-02", "2024-02-01", "2024-02-02"]
        let dates = try texts.map { try CivilDate(parsing: $0) }
        #expect(dates.reversed().sorted() == dates)
        let late = CivilDateTime(date: dates[0], secondOfDay: 86399)
        let early = CivilDateTime(date: dates[1], secondOfDay: 0)
        #expect(late < early)
        #expect("\(late)" == "2023-12-31T23:59:59")
    }
}
