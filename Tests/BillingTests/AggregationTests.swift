import BillingCalendar
import Monetary
import Testing

@testable import Billing

@Suite("Aggregations") struct AggregationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// "hour quantity key" in the order of time; the window is hours 0 to 10.
        var events: [String]
        var aggregation: Meter.Aggregation
        var carry = false
        var total: String

        init(
            _ name: String, _ events: [String], _ aggregation: Meter.Aggregation, carry: Bool = false,
            is total: String
        ) {
            testDescription = name
            self.events = events
            self.aggregation = aggregation
            self.carry = carry
            self.total = total
        }
    }

    private static let noon = at("2024-01-01T12:00:00Z")

    @Test(
        "a meter's total in a window (5.2)",
        arguments: [
            Case(
                "sum adds what lies in the window, its end not in it", ["-1 8", "0 1", "5 2.5", "10 16"],
                .sum, is: "3.5"),
            Case("count counts events, those of zero too", ["-1 8", "0 1", "5 0", "10 16"], .count, is: "2"),
            Case("max is the largest value", ["1 3", "2 7", "3 5"], .max, is: "7"),
            Case("max without carry knows nothing from before", ["-1 9", "2 7"], .max, is: "7"),
            Case(
                "max with carry begins with the value before", ["-5 11", "-1 9", "2 7"], .max, carry: true,
                is: "9"),
            Case(
                "even if an event stands at the window's first instant", ["-1 9", "0 2"], .max, carry: true,
                is: "9"),
            Case("last is the latest value", ["1 3", "2 7", "3 5"], .last, is: "5"),
            Case("last without carry and without an event", ["-1 9"], .last, is: "0"),
            Case("last with carry and without an event", ["-1 9"], .last, carry: true, is: "9"),
            Case("at one instant what was recorded or written later wins", ["3 5", "3 4"], .last, is: "4"),
            Case("unique counts different keys", ["1 1 a", "2 1 b", "3 1 a", "4 1"], .unique, is: "2"),
            Case(
                "a gauge holds from each event until the next", ["0 1", "4 6"], .timeWeighted, carry: true,
                is: "4"),
            Case("0 before the first event ever", ["4 10"], .timeWeighted, carry: true, is: "6"),
            Case("what held before goes on", ["-3 2", "5 4"], .timeWeighted, carry: true, is: "3"),
            Case(
                "an event at the first instant replaces it", ["-3 2", "0 4"], .timeWeighted, carry: true,
                is: "4"),
            Case("the average is exact", ["0 1", "9 2"], .timeWeighted, carry: true, is: "11/10"),
            Case(
                "of two at one instant the later holds", ["5 8", "5 2"], .timeWeighted, carry: true, is: "1"),
            Case("a gauge without events", [], .timeWeighted, carry: true, is: "0"),
            Case("nothing at all", [], .sum, is: "0"),
        ])
    func total(_ row: Case) throws {
        let events = row.events.enumerated().map { index, text in
            let parts = text.split(separator: " ").map(String.init)
            let at = Self.noon.adding(seconds: (Int64(parts[0]) ?? 0) * 3600)
            return UsageEvent(
                id: "\(index)", account: "acme", subscription: "sub", meter: "m", quantity: decimal(parts[1]),
                at: at,
                recordedAt: at, key: parts.count > 2 ? parts[2] : nil)
        }
        let window = UsageWindow(
            subscription: "sub", meter: "m", aggregation: row.aggregation, carriesValueIn: row.carry,
            period: Period(start: Self.noon, end: Self.noon.adding(seconds: 36_000)))
        #expect(try window.total(of: events) == ratio(row.total))
    }
}
