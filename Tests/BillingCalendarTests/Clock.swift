import BillingCalendar
import SystemTimeZones

/// An instant by its text.
func at(_ text: String) throws -> Instant { try Instant(parsing: text) }

/// What a clock shows, by its text: "2024-03-10 02:30" or "2024-03-10 02:30:15".
func clock(_ text: String) throws -> CivilDateTime {
    let parts = text.split(separator: " ").map(String.init)
    var seconds = 0
    for part in (parts[1] + (parts[1].utf8.count == 5 ? ":00" : "")).split(separator: ":") {
        seconds = seconds * 60 + (Int(part) ?? 0)
    }
    return CivilDateTime(date: try CivilDate(parsing: parts[0]), secondOfDay: seconds)
}

/// A zone of the machine's tzdata, without which the tests fail.
func zone(_ identifier: String) throws -> Zone { try ZoneDatabase.system.zone(identifier) }
