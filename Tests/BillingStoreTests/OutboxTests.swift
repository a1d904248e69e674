import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// Notices are true exactly when the transaction that made them true was committed.
@Suite struct OutboxTests {
    @Test func `An issued invoice leaves its notice in the same transaction`() async throws {
        let world = try await Bookkeeping()
        let invoice = try #require(try await world.customer(1).first)
        #expect(try await world.number("SELECT count(*) FROM outbox") == 1)
        let facts = try #require(
            try await world.text(
                "SELECT facts::text FROM outbox WHERE id = $1::text", [.text("invoice.issued:\(invoice.id)")])
        )
        #expect(facts.contains("\"invoice_number\": \"INV-2024-001\""))
        #expect(facts.contains("\"amount\": \"85.52\"") && facts.contains("\"currency\": \"USD\""))
    }

    @Test func `A boundary that could not be billed tells nobody`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        await #expect(throws: RunError.self) {
            try await world.books.transaction { transaction in
                let claimed = try await transaction.claimDue(
                    .everything, asOf: instant("2024-03-01T00:00:00Z"), limit: 1)
                let context = try await transaction.catalog().context(for: claimed[0].account)
                let outcome = try context.closeBoundary(
                    claimed[0].subject, usage: UsageTotals(), issuedAt: instant("2024-03-01T00:00:00Z"))
                _ = try await transaction.write([outcome], run: nil)
                try await transaction.write([
                    Notice(.usageAlert, of: "x", account: "acct_1", at: instant("2024-03-01T00:00:00Z"))
                ])
                _ = try await transaction.write([outcome], run: nil)
            }
        }
        #expect(try await world.number("SELECT count(*) FROM outbox") == 1)
    }

    @Test func `Written again it is the same notice, with the facts of the first time`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let at = instant("2024-02-01T00:00:00Z")
        let first = Notice(.invoicePaid, of: "in_1", account: "acct_1", at: at, facts: ["amount": "1.00"])
        var second = first
        second.facts = ["amount": "2.00"]
        try await world.books.transaction { try await $0.write([first]) }
        try await world.books.transaction { [second] in try await $0.write([second]) }
        #expect(try await world.number("SELECT count(*) FROM outbox WHERE kind = 'invoice.paid'") == 1)
        #expect(
            try await world.text("SELECT facts->>'amount' FROM outbox WHERE kind = 'invoice.paid'") == "1.00")
    }

    @Test func `A canceled subscription is told once`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        try await world.subscriptions.cancel(
            CancelOrder(subscription: "sub_1", when: .now), at: instant("2024-02-10T00:00:00Z"))
        #expect(
            try await world.text(
                "SELECT facts->>'canceled_at' FROM outbox WHERE kind = 'subscription.canceled'")
                == "2024-02-10T00:00:00Z")
    }

    @Test(arguments: [
        "UPDATE outbox SET facts = '{}'", "DELETE FROM outbox", "DELETE FROM delivery",
    ])
    func `What was told stays as it was`(_ sql: String) async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        try await world.execute(
            "INSERT INTO delivery (notice_position, channel) SELECT position, 'mail' FROM outbox")
        await #expect(throws: PostgresError.self) {
            try await world.execute(SQLStatement(text: sql))
        }
    }
}
