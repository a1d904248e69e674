import Billing
import BillingCalendar
import BillingRun
import Monetary
import SystemTimeZones
import Testing

@testable import BillingStore
@testable import Simulation

/// An account whose facts change between two invoices, on both stores.
@Suite struct AccountChangeTests {
    private static let begun = instant("2024-01-31T05:00:00Z")
    private static let author = CorrectionAuthor(name: "ann", reason: "certificate of 3 March")

    /// 79.00 with 8.25 % of tax, then an exemption and 14 days to pay.
    private static func story(_ books: any BillingBooks & BooksInspection) async throws -> [Invoice] {
        let accounts = AccountCommands(books: books)
        try await accounts.add(.sample("acct_1"), at: begun)
        try await SubscriptionCommands(books: books).subscribe(
            SubscribeOrder(
                subscription: "sub_1", account: "acct_1", plan: "big", interval: .init(.month)), at: begun)
        let before = try await books.allInvoices()
        var edit = AccountEdit()
        edit.isTaxExempt = true
        edit.paymentTermsDays = 14
        let change = try await accounts.change("acct_1", edit, by: author)
        #expect(change.differences.map(\.fact) == ["tax_exempt", "payment_terms_days"])
        #expect(try await accounts.change("acct_1", edit, by: author).differences.isEmpty)
        var elsewhere = edit
        elsewhere.country = "DE"
        let moved = elsewhere
        await #expect(throws: BillingError.self) {
            try await accounts.change("acct_1", moved, by: author)
        }
        await #expect(throws: BillingError.unknown(kind: "account", id: "nobody")) {
            try await accounts.change("nobody", moved, by: author)
        }
        let record = RunRecord(
            id: "run", asOf: instant("2024-02-29T05:00:00Z"), startedAt: begun, scope: .everything)
        let services = RunServices(
            books: books, gateways: GatewaySet([ScriptedCards()]), deployment: "test")
        _ = try await BillingRun(RunOrder(record: record, stages: [.invoice]), services: services).run()
        let after = try await books.allInvoices()
        #expect(after.first == before.first, "what was issued never changes")
        return after
    }

    @Test func `The next invoice goes by the account as it is, in memory and on the database alike`()
        async throws
    {
        let world = try await Bookkeeping()
        let stored = try await Self.story(world.books)
        let simulated = try await Self.story(try MemoryBooks(catalog: .sample(), zones: .system))
        #expect(stored.map(\.content.taxMinorUnits) == [1_642, 0])
        #expect(stored.map { $0.content.taxes.first?.category } == [.standard, .exempt])
        #expect(stored.map { $0.content.issuedAt.seconds(until: $0.content.dueAt) } == [0, 14 * 86_400])
        #expect(simulated.map(\.content) == stored.map(\.content))

        let entries = try await world.books.reader.auditTrail().items.map(\.entry)
        let change = entries.filter { $0.action == "account change" }
        #expect(change.count == 1, "a change that changes nothing leaves no trace")
        #expect(change.first?.actor == "ann" && change.first?.reason == "certificate of 3 March")
        #expect(
            change.first?.detail == ["tax_exempt": "false → true", "payment_terms_days": "0 → 14"])
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `An account that no document could use is not added`() async throws {
        let world = try await Bookkeeping()
        var account = try Account.sample("acct_1")
        account.country = "Germany"
        let unknown = account
        await #expect(throws: BillingError.self) {
            try await world.accounts.add(unknown, at: Self.begun)
        }
    }
}
