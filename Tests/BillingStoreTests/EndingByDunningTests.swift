import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// What the charge stage bills before dunning ends a subscription.
@Suite struct EndingByDunningTests {
    private static let start = instant("2024-01-31T05:00:00Z")

    /// One customer whose card fails for good on the first day, whose last round comes after the next boundary.
    private func ending() async throws -> (Bookkeeping, ScriptedCards, Instant) {
        var catalog = try Catalog.sample()
        catalog.dunning["default"] = DunningPolicy(retryOffsets: [31 * 86_400], finalAction: .cancel)
        let world = try await Bookkeeping(catalog: catalog)
        try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: nil)]])
        try await world.run(asOf: Self.start, gateway: cards)
        return (world, cards, instant("2024-03-03T06:00:00Z"))
    }

    @Test func `Where runs bill only what was approved, no charge stage bills before it ends a subscription`()
        async throws
    {
        let (world, cards, last) = try await ending()
        let report = try await world.run(
            asOf: last, gateway: cards, mode: .approved(rehearsals: []), stages: [.charge])
        #expect(report.invoicesIssued == 0)
        #expect(try await world.books.allInvoices().count == 1)
        #expect(try await world.books.allSubscriptions().map(\.status) == [.pastDue])
        #expect(try await world.books.nextRoundAt() == last.adding(seconds: 86_400))
    }

    @Test func `What a charge stage bills before it ends a subscription is the run's, and counts`()
        async throws
    {
        let (world, cards, last) = try await ending()
        let report = try await world.run(asOf: last, gateway: cards, stages: [.charge])
        #expect(report.invoicesIssued == 1 && report.totals.map(\.invoices) == [1])
        #expect(try await world.books.allSubscriptions().map(\.status) == [.canceled])
        #expect(
            try await world.text("SELECT run_id FROM invoice ORDER BY issued_at DESC LIMIT 1")
                == "run \(last)")
        #expect(try await world.books.checkBooks() == [])
    }
}
