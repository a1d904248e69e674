import Billing
import BillingCalendar
import BillingRun
import Monetary
import PropertyTestKit
import Testing

@testable import BillingStore

/// SQL totals against `UsageWindow.total(of:)` (rule 5.2).
@Suite struct UsageTotalsTests {
    private static let start = instant("2024-01-30T00:00:00Z")
    /// Long enough for three partitions.
    private static let seconds: Int64 = 40 * 86_400

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `The database totals every window as the rules do`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let world = try await Bookkeeping()
        try await world.customer(1, at: Self.start)
        let events = Self.events(&random)
        var shuffled = events
        shuffled.shuffle(using: &random)
        for batch in stride(from: 0, to: shuffled.count, by: 50) {
            let part = Array(shuffled[batch..<min(batch + 50, shuffled.count)])
            _ = try await world.books.transaction { try await $0.recordUsage(part) }
        }
        let windows = Self.windows(&random)
        let totals = try await world.books.transaction { try await $0.usageTotals(windows) }
        let written = Dictionary(
            uniqueKeysWithValues: shuffled.enumerated().map { ($0.element.id, $0.offset) })
        for window in windows {
            let stream = events.filter { $0.meter == window.meter }
                .sorted {
                    ($0.at, $0.recordedAt, written[$0.id] ?? 0) < ($1.at, $1.recordedAt, written[$1.id] ?? 0)
                }
            #expect(totals[window] == (try window.total(of: stream)), "seed \(seed): \(window)")
        }
    }

    /// Few instants and few values, so that ties and empty windows come often.
    private static func events(_ random: inout SeededGenerator) -> [UsageEvent] {
        (0..<Int.random(in: 0...160, using: &random)).map { index in
            let at = start.adding(seconds: Int64.random(in: 0...40, using: &random) * (seconds / 40))
            let digits = Int64.random(in: 0...9_999, using: &random)
            let quantity = try? ExactDecimal(rounding: Ratio(Int128(digits), over: 1_000))
            return UsageEvent(
                id: "e\(index)", account: "acct_1", subscription: "sub_1",
                meter: ["calls", "storage"].randomElement(using: &random) ?? "calls",
                quantity: quantity ?? .zero, at: at,
                recordedAt: at.adding(seconds: Int64.random(in: 0...2, using: &random)),
                key: ["a", "b", "c", nil].randomElement(using: &random) ?? nil)
        }
    }

    private static func windows(_ random: inout SeededGenerator) -> [UsageWindow] {
        (0..<40).map { _ in
            let first = start.adding(seconds: Int64.random(in: -5...45, using: &random) * (seconds / 40))
            let length =
                Int64.random(in: 0...20, using: &random) * (seconds / 40)
                + Int64.random(in: 0...1, using: &random)
            return UsageWindow(
                subscription: "sub_1", meter: ["calls", "storage"].randomElement(using: &random) ?? "calls",
                aggregation: Meter.Aggregation.allCases.randomElement(using: &random) ?? .sum,
                carriesValueIn: Bool.random(using: &random),
                period: Period(start: first, end: first.adding(seconds: length)))
        }
    }
}
