import Billing
import BillingCalendar
import Testing

/// Indian mandates: notice of 36 hours, and never a debit on the last day of the cycle (PROCESSORS 1b).
@Suite struct MandateRuleTests {
    @Test(
        arguments: [
            ("2024-03-10T00:00:00Z", nil, "2024-03-11T12:05:00Z"),
            ("2024-03-10T00:00:00Z", "2024-03-31T00:00:00Z", "2024-03-11T12:05:00Z"),
            // The cycle's last Indian day begins on the 29th at 18:30 UTC.
            ("2024-03-28T06:24:59Z", "2024-03-30T18:00:00Z", "2024-03-29T18:29:59Z"),
            ("2024-03-28T06:25:00Z", "2024-03-30T18:00:00Z", "2024-03-30T18:00:00Z"),
            // Past the cycle the debit is late, and nothing is waited for.
            ("2024-03-30T00:00:00Z", "2024-03-31T00:00:00Z", "2024-03-31T12:05:00Z"),
        ] as [(String, String?, String)])
    func `a debit waits for its notice and keeps off the last day`(
        announced: String, cycleEnd: String?, expected: String
    ) throws {
        func seconds(_ text: String) throws -> Int64 { try Instant(parsing: text).secondsSinceEpoch }
        let debitAt = MandateRule.debitAt(
            announcedAt: try seconds(announced), cycleEndsAt: try cycleEnd.map(seconds))
        #expect(debitAt == (try seconds(expected)))
    }
}
