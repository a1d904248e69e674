import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres
import Testing

@testable import BillingStore

/// Who is near a limit, over many subscriptions.
@Suite struct AlertRoundTests {
    private let noon = instant("2024-02-10T12:00:00Z")

    @Test func `A subscription that cannot be rated keeps nobody else from being told`() async throws {
        let world = try await Bookkeeping()
        for number in 1...3 {
            try await world.customer(number)
            _ = try await world.accounts.recordUsage([
                world.use("e\(number)", of: number, 950, at: instant("2024-02-10T00:00:00Z"))
            ])
        }
        try await world.subscriptions.setAddOns(
            AddOnOrder(subscription: "sub_2", set: ["database": .one]), at: instant("2024-02-01T00:00:00Z"))
        _ = try await world.subscriptions.cancel(
            CancelOrder(subscription: "sub_3", when: .now), at: noon)
        try await world.customer(4)
        _ = try await world.accounts.recordUsage([
            world.use("e4", of: 4, 1_000, at: instant("2024-02-10T00:00:00Z"))
        ])
        var catalog = try Catalog.sample()
        catalog.addOns = [:]
        try await world.books.applyCatalog(catalog, source: "without add-ons", at: noon)

        var pages: [[String]] = []
        while true {
            let page = try await world.books.reader.livingSubscriptions(
                after: pages.last?.last ?? "", limit: 2)
            if page.isEmpty { break }
            pages.append(page)
        }
        #expect(pages == [["sub_1", "sub_2"], ["sub_4"]], "what has ended has no limits")
        #expect(try await world.books.reader.livingSubscriptions(account: "acct_2") == ["sub_2"])

        var round = AlertRound(CustomerView(books: world.books), keeping: 2)
        for page in pages { try await round.look(at: page, at: noon) }
        #expect(round.failures.map(\.subscription) == ["sub_2"])
        #expect(round.failures.map(\.reason) == ["there is no add-on \"database\""])
        #expect(round.failureCount == 1)
        // Two levels of the first and three of the last; two are kept.
        #expect(round.alertCount == 5 && round.alerts.map(\.subscription) == ["sub_1", "sub_1"])
        let told = "SELECT count(*) FROM outbox WHERE kind = 'usage.alert'"
        #expect(try await world.number(SQLStatement(text: told)) == 5)
    }

    @Test func `Looking waits for nobody who holds the account, and writes each level once a period`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let view = CustomerView(books: world.books)
        let noon = noon
        try await world.books.transaction { transaction in
            _ = try await transaction.claimSubscription("sub_1")
            #expect(try await view.alerts("sub_1", at: noon).isEmpty)
        }
        _ = try await world.accounts.recordUsage([
            world.use("e1", of: 1, 1_000, at: instant("2024-02-10T00:00:00Z"))
        ])
        for _ in 0..<2 { #expect(try await view.alerts("sub_1", at: noon).count == 3) }
        let told = "SELECT count(*) FROM outbox WHERE kind = 'usage.alert'"
        #expect(try await world.number(SQLStatement(text: told)) == 3)
    }
}
