import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres
import SystemTimeZones
import Testing

@testable import BillingStore
@testable import Simulation

/// Credit of which the time has run out, on accounts that no invoice follows (rules 9.1 and 9.3).
@Suite struct GrantExpiryTests {
    private static let given = instant("2024-01-10T00:00:00Z")
    private static let expired = instant("2024-01-20T00:00:00Z")
    private static let ran = instant("2024-02-10T00:00:00Z")

    /// Three accounts: two with 10.00 that expire on 20 January, the first of them with 5.00 that never do, one with 10.00
    /// that expire in March.
    private static func give(_ books: any BillingBooks) async throws {
        let accounts = AccountCommands(books: books)
        for number in 1...3 {
            try await accounts.add(.sample("acct_\(number)"), at: given)
            try await accounts.credit(
                CreditOrder(
                    account: "acct_\(number)", amountMinorUnits: 1_000,
                    expiresAt: number == 3 ? instant("2024-03-01T00:00:00Z") : expired),
                at: given)
        }
        try await accounts.credit(CreditOrder(account: "acct_1", amountMinorUnits: 500), at: given)
    }

    private static func run(
        _ books: any BillingBooks, mode: ClosingMode = .bill, scope: RunScope = .everything,
        batch: Int = 1, brakes: Brakes = Brakes()
    ) async throws {
        let record = RunRecord(id: "run \(mode)", asOf: ran, startedAt: ran, scope: scope)
        var limits = RunLimits()
        limits.closingBatch = batch
        let services = RunServices(
            books: books, gateways: GatewaySet([]), deployment: "test", limits: limits, brakes: brakes)
        let order = RunOrder(record: record, stages: [.invoice], mode: mode)
        _ = try await BillingRun(order, services: services).run()
    }

    private static func left(_ books: any BooksInspection) async throws -> [Int64] {
        try await books.allBalances().map { $0.balance.grants.reduce(0) { $0 + $1.remainingMinorUnits } }
    }

    @Test func `A run takes off what has expired, once, on both engines`() async throws {
        let world = try await Bookkeeping()
        let memory = try MemoryBooks(catalog: .sample(), zones: .system)
        for books in [world.books, memory] as [any BillingBooks & BooksInspection] {
            try await Self.give(books)
            try await Self.run(books, scope: .account("acct_2"))
            #expect(try await Self.left(books) == [1_500, 0, 1_000])
            for _ in 0..<2 { try await Self.run(books) }
            #expect(try await Self.left(books) == [500, 0, 1_000])
        }
        #expect(try await world.number("SELECT count(*) FROM balance_entry WHERE cause = 'expired'") == 2)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `The row says when it expired, and the ledger of the month that has ended stays as it was`()
        async throws
    {
        let world = try await Bookkeeping()
        try await Self.give(world.books)
        let january: SQLStatement =
            """
            SELECT sum(e.minor_units)::bigint
            FROM ledger_entry AS e
            JOIN ledger_posting AS p ON (p.account_id, p.id) = (e.account_id, e.posting_id)
            WHERE e.ledger_account = 'customer_balance' AND p.at < '2024-02-01T00:00:00Z'
            """
        #expect(try await world.number(january) == -3_500)
        try await Self.run(world.books, mode: .rehearse)
        #expect(try await Self.left(world.books) == [1_500, 1_000, 1_000], "a rehearsal books nothing")
        try await Self.run(world.books)
        #expect(try await world.number(january) == -3_500)
        #expect(try await world.ledger("customer_balance") == -1_500)
        let rows: SQLStatement =
            "SELECT count(*) FROM balance_entry WHERE cause = 'expired' AND at = '2024-01-20T00:00:00Z'"
        #expect(try await world.number(rows) == 2)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `What another worker holds is passed over, and taken off once`() async throws {
        let world = try await Bookkeeping()
        try await Self.give(world.books)
        let colleague = world.colleague("colleague")
        try await world.books.transaction { transaction in
            let held = try await transaction.claimExpiredGrants(.everything, asOf: Self.ran, limit: 1)
            let record = try #require(held.first)
            #expect(record.account.id == "acct_1")
            try await Self.run(colleague)
            #expect(try await Self.left(colleague) == [1_500, 0, 1_000])
            var balance = record.balance
            let entries = balance.expire(at: Self.ran)
            try await transaction.write(
                [BalanceChange(account: record.account, balance: balance, entries: entries)], at: Self.ran)
        }
        try await Self.run(colleague)
        #expect(try await Self.left(colleague) == [500, 0, 1_000])
        #expect(try await world.number("SELECT count(*) FROM balance_entry WHERE cause = 'expired'") == 2)
        #expect(try await world.books.checkBooks() == [])
        await colleague.close()
    }

    @Test func `Three workers take off what has expired once`() async throws {
        let world = try await Bookkeeping()
        for number in 1...30 {
            try await world.accounts.add(.sample("acct_\(number)"), at: Self.given)
            try await world.accounts.credit(
                CreditOrder(account: "acct_\(number)", amountMinorUnits: 700, expiresAt: Self.expired),
                at: Self.given)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<3 {
                let books = world.colleague("worker \(worker)", connections: 2)
                group.addTask {
                    try await Self.run(books, batch: 2)
                    await books.close()
                }
            }
            try await group.waitForAll()
        }
        // What a worker held when another looked is left to the next run.
        try await Self.run(world.books)
        #expect(try await world.number("SELECT count(*) FROM balance_entry WHERE cause = 'expired'") == 30)
        #expect(try await world.ledger("customer_balance") == 0)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A run that a brake stopped takes nothing off; the next one does`() async throws {
        let world = try await Bookkeeping()
        try await Self.give(world.books)
        try await world.subscriptions.subscribe(
            SubscribeOrder(subscription: "sub_3", account: "acct_3", plan: "pro", interval: .init(.month)),
            at: instant("2024-01-10T00:00:00Z"))
        try await Self.run(world.books, brakes: Brakes(mostInvoices: 0))
        #expect(try await world.books.allInvoices().count == 1)
        #expect(try await Self.left(world.books).prefix(2) == [1_500, 1_000])
        try await Self.run(world.books)
        #expect(try await world.books.allInvoices().count == 2)
        #expect(try await Self.left(world.books).prefix(2) == [500, 0])
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `The audit finds an account that no run would look at`() async throws {
        let world = try await Bookkeeping()
        try await Self.give(world.books)
        try await world.execute("UPDATE account SET grant_expires_at = NULL WHERE id = 'acct_3'")
        let findings = try await world.books.checkBooks()
        #expect(findings.count == 1 && findings.allSatisfy { $0.contains("acct_3") }, "\(findings)")
    }
}
