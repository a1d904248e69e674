import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// Several workers and commands at once.
@Suite struct ConcurrencyTests {
    @Test func `Four workers bill every boundary once, numbered without a gap`() async throws {
        let world = try await Bookkeeping()
        for number in 1...60 { try await world.customer(number, plan: "big") }
        let until = instant("2024-04-30T05:00:00Z")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                let books = world.colleague("worker \(worker)", connections: 1)
                group.addTask {
                    while try await Self.claimAndWrite(books, asOf: until, limit: 7) > 0 {}
                }
            }
            try await group.waitForAll()
        }
        // What a worker held when another looked is left to the next run.
        while try await Self.claimAndWrite(world.books, asOf: until, limit: 7) > 0 {}
        #expect(try await world.number("SELECT count(*) FROM invoice") == 60 + 60 * 3)
        #expect(try await world.number("SELECT count(*) FROM boundary_claim") == 60 + 60 * 3)
        #expect(try await world.number("SELECT max(number_sequence) FROM invoice") == 240)
        #expect(try await world.books.checkBooks() == [])
    }

    /// The closing stage's transaction.
    private static func claimAndWrite(_ books: PostgresBooks, asOf: Instant, limit: Int) async throws -> Int {
        try await books.transaction { transaction in
            let claims = try await transaction.claimDue(.everything, asOf: asOf, limit: limit)
            guard !claims.isEmpty else { return 0 }
            let catalog = try await transaction.catalog()
            let outcomes = try claims.map { claim in
                try catalog.context(for: claim.account)
                    .closeBoundary(claim.subject, usage: UsageTotals(), issuedAt: asOf)
            }
            _ = try await transaction.write(outcomes, run: nil)
            return outcomes.count
        }
    }

    @Test func `A boundary that was billed is refused, and nothing of the attempt is kept`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let asOf = instant("2024-03-01T00:00:00Z")
        let stale = try await world.outcome(of: "sub_1", issuedAt: asOf)
        #expect(try await Self.claimAndWrite(world.books, asOf: asOf, limit: 7) == 1)
        await #expect(throws: RunError.boundaryTaken(subscription: "sub_1", boundary: "2024-02-29T05:00:00Z"))
        {
            try await world.books.transaction { _ = try await $0.write([stale], run: nil) }
        }
        #expect(try await world.number("SELECT count(*) FROM invoice") == 2)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `An error after everything is written leaves nothing, not even a number`() async throws {
        struct Stop: Error {}
        let world = try await Bookkeeping()
        try await world.customer(1)
        let tables = [
            "invoice", "invoice_line", "invoice_tax", "boundary_claim", "closed_period", "collection",
            "document",
            "ledger_posting", "ledger_entry",
        ]
        let count = SQLStatement(
            text: "SELECT " + tables.map { "(SELECT count(*) FROM \($0))" }.joined(separator: " + "))
        let before = try await world.number(count)
        let outcome = try await world.outcome(of: "sub_1", issuedAt: instant("2024-03-01T00:00:00Z"))
        await #expect(throws: Stop.self) {
            try await world.books.transaction { transaction in
                let invoices = try await transaction.write([outcome], run: "run_1")
                #expect(invoices.map(\.number) == ["INV-2024-002"])
                throw Stop()
            }
        }
        #expect(try await world.number(count) == before)
        #expect(try await world.books.nextBoundaryAt() == instant("2024-02-29T05:00:00Z"))
        try await world.run(asOf: instant("2024-03-01T00:00:00Z"))
        #expect(try await world.books.allInvoices().map(\.number) == ["INV-2024-001", "INV-2024-002"])
    }

    @Test func `Of twenty who want the last redemption one gets it`() async throws {
        let world = try await Bookkeeping(catalog: .sample(maxRedemptions: 1))
        for number in 1...20 {
            try await world.accounts.add(.sample("acct_\(number)"), at: instant("2024-01-01T00:00:00Z"))
        }
        let successes = await withTaskGroup(of: Bool.self) { group in
            for number in 1...20 {
                let books = world.colleague("process \(number)", connections: 1)
                group.addTask {
                    let order = SubscribeOrder(
                        subscription: "sub_\(number)", account: "acct_\(number)", plan: "pro",
                        interval: .init(.month),
                        coupon: "LAST")
                    do {
                        try await SubscriptionCommands(books: books)
                            .subscribe(order, at: instant("2024-01-31T05:00:00Z"))
                        return true
                    } catch {
                        #expect(error is BillingError, "\(error)")
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(successes == 1)
        #expect(try await world.number("SELECT count(*) FROM coupon_redemption") == 1)
        #expect(try await world.number("SELECT count(*) FROM subscription") == 1)
    }

    @Test func `One subscription id for two accounts at once: one gets it`() async throws {
        let world = try await Bookkeeping()
        for number in 1...6 {
            try await world.accounts.add(.sample("acct_\(number)"), at: instant("2024-01-01T00:00:00Z"))
        }
        let successes = await withTaskGroup(of: Bool.self) { group in
            for number in 1...6 {
                let books = world.colleague("process \(number)", connections: 1)
                group.addTask {
                    let order = SubscribeOrder(
                        subscription: "same", account: "acct_\(number)", plan: "pro", interval: .init(.month))
                    do {
                        try await SubscriptionCommands(books: books)
                            .subscribe(order, at: instant("2024-01-31T05:00:00Z"))
                        return true
                    } catch {
                        #expect(
                            error as? BillingError == .duplicate(kind: "subscription", id: "same"), "\(error)"
                        )
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(successes == 1)
        #expect(try await world.number("SELECT count(*) FROM invoice") == 1)
        #expect(try await world.books.checkBooks() == [])
    }

    /// Both hold their first lock before either asks for its second, so that they surely block each other. The
    /// database ends one of them, which begins again when the other is done. No time-out of ours may end the other as
    /// well where the machine stands still: they are off here.
    @Test(.timeLimit(.minutes(5)))
    func `Of two transactions that lock in opposite orders one begins again, once, and both succeed`()
        async throws
    {
        let world = try await Bookkeeping()
        for number in 1...2 {
            try await world.accounts.add(.sample("acct_\(number)"), at: instant("2024-01-01T00:00:00Z"))
        }
        let bothHoldOne = Gathering(of: 2)
        let oneIsDone = Gathering(of: 1)
        let tries = try await withThrowingTaskGroup(of: Int.self) { group in
            for order in [["acct_1", "acct_2"], ["acct_2", "acct_1"]] {
                let books = world.colleague(order[0], connections: 1)
                group.addTask {
                    let tries = Locked(0)
                    try await books.transaction { transaction in
                        let isVictim = tries.withLock { count in
                            count += 1
                            return count > 1
                        }
                        if isVictim { await oneIsDone.wait() }
                        try await transaction.waitForEver()
                        _ = try await transaction.claimAccount(order[0])
                        await bothHoldOne.arrive()
                        await bothHoldOne.wait()
                        _ = try await transaction.claimAccount(order[1])
                    }
                    await oneIsDone.arrive()
                    return tries.withLock { $0 }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(tries.sorted() == [1, 2])
    }
}

extension BillingTransaction {
    /// Only the database's own look for deadlocks ends a wait of this transaction.
    fileprivate func waitForEver() async throws {
        let transaction = try #require(self as? BooksTransaction)
        try await transaction.run { session in
            for name in ["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"] {
                try session.execute(SQLStatement(text: "SET LOCAL \(name) = 0"))
            }
        }
    }
}

/// Where tasks wait until a number of arrivals has been counted; from then on nobody waits any more.
private actor Gathering {
    private let expected: Int
    private var arrived = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(of expected: Int) { self.expected = expected }

    func arrive() {
        arrived += 1
        guard arrived >= expected else { return }
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    func wait() async {
        guard arrived < expected else { return }
        await withCheckedContinuation { waiting.append($0) }
    }
}

extension Bookkeeping {
    /// What closing a subscription's boundary comes to, without writing it.
    func outcome(of subscription: String, issuedAt: Instant) async throws -> BillingOutcome {
        try await books.transaction { transaction in
            let claim = try await transaction.claimSubscription(subscription)
            return try await transaction.catalog().context(for: claim.account)
                .closeBoundary(claim.subject, usage: UsageTotals(), issuedAt: issuedAt)
        }
    }
}
