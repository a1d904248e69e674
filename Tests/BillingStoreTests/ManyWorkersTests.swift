import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres
import PropertyTestKit
import Testing

@testable import BillingStore

/// Whole runs and commands on the same accounts at once.
@Suite struct ManyWorkersTests {
    @Test func `Three workers charge every invoice once`() async throws {
        let world = try await Bookkeeping()
        for number in 1...30 { try await world.customer(number, plan: "big") }
        let cards = ScriptedCards()
        let at = instant("2024-01-31T05:00:00Z")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<3 {
                let books = world.colleague("worker \(worker)", connections: 2)
                group.addTask { try await world.run(asOf: at, gateway: cards, books: books) }
            }
            try await group.waitForAll()
        }
        // What a worker held when another looked is left to the next run.
        try await world.run(asOf: at, gateway: cards)
        #expect(cards.executedKeys.count == 30)
        #expect(try await world.books.allAttempts().count == 30)
        #expect(try await world.books.allInvoices().allSatisfy { $0.status == .paid })
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A card that was declined is tried by one worker at a time, for one of its invoices`()
        async throws
    {
        let world = try await Bookkeeping()
        let at = instant("2024-01-31T05:00:00Z")
        try await world.customer(1)
        try await world.subscriptions.subscribe(
            SubscribeOrder(
                subscription: "sub_1b", account: "acct_1", plan: "pro", interval: .init(.month)), at: at)
        @Sendable func run(_ books: PostgresBooks, _ at: Instant, _ cards: ScriptedCards) async throws {
            let record = RunRecord(id: "run \(at)", asOf: at, startedAt: at, scope: .everything)
            let services = RunServices(
                books: books, gateways: GatewaySet([cards]), deployment: "test", ceilings: .service)
            _ = try await BillingRun(RunOrder(record: record, stages: [.charge]), services: services).run()
        }
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: nil)]])
        try await run(world.books, at, cards)
        #expect(cards.history.count == 2, "without a decline the card is tried for each invoice")
        let colleague = world.colleague("colleague")
        let retryAt = at.adding(seconds: 2 * 86_400)
        cards.whileSending {
            do {
                try await run(colleague, retryAt, cards)
            } catch {
                Issue.record("\(error)")
            }
        }
        try await run(world.books, retryAt, cards)
        #expect(cards.history.count == 3, "two tries of one card in a day: \(cards.history)")
        // The other invoice has its turn when the card's day is over.
        try await run(colleague, retryAt.adding(seconds: 2 * 86_400), cards)
        #expect(Set(cards.history).count == 4)
        await colleague.close()
    }

    @Test func `A card that another worker is about to try is left to it, whoever the account is`()
        async throws
    {
        let world = try await Bookkeeping()
        let at = instant("2024-01-31T05:00:00Z")
        for number in 1...2 {
            try await world.customer(number)
            try await world.accounts.setPaymentMethod(
                PaymentMethodOrder(
                    account: "acct_\(number)",
                    method: PaymentMethod(id: "card", processor: "scripted", fingerprint: "same")), at: at)
        }
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: nil)]])
        try await world.run(asOf: at, gateway: cards)
        let retryAt = at.adding(seconds: 2 * 86_400)
        let (scope, colleague) = (RunScope.account("acct_2"), world.colleague("colleague"))
        let standings = try await world.books.transaction { transaction in
            let own = try await transaction.claimRoundsDue(.account("acct_1"), asOf: retryAt, limit: 5)
            let other = try await colleague.transaction { other in
                try await other.claimRoundsDue(scope, asOf: retryAt, limit: 5)
            }
            return [own, other].map { $0.flatMap(\.methods).map(\.isBeingTried) }
        }
        #expect(standings == [[false], [true]])
        let later = try await colleague.transaction { transaction in
            try await transaction.claimRoundsDue(scope, asOf: retryAt, limit: 5)
        }
        #expect(later.flatMap(\.methods).map(\.isBeingTried) == [false])
        await colleague.close()
    }

    /// Runs, declines, new cards, changes, credits and use of six accounts by five processes, all at once.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `Whatever happens at once, the books agree`(seed: UInt64) async throws {
        let world = try await Bookkeeping()
        for number in 1...6 { try await world.customer(number) }
        let processes = (0..<5).map { world.colleague("process \($0)", connections: 2) }
        let cards = ScriptedCards([
            "card": [.declined("insufficient_funds", reference: nil)],
            "bad": [.declined("stolen_card", reference: nil)],
            "lost": [.unknown(reason: "time-out")],
        ])
        for time in 0..<25 {
            let at = instant("2024-02-01T00:00:00Z").adding(seconds: Int64(time) * 6 * 86_400)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, books) in processes.enumerated() {
                    let process = RandomCustomers(
                        books: books, world: world, cards: cards, name: "\(time)-\(number)", at: at,
                        random: SeededGenerator(seed: seed &* 1_000 &+ UInt64(time * 5 + number)))
                    group.addTask { try await process.act(times: 3) }
                }
                try await group.waitForAll()
            }
        }
        let end = instant("2024-08-01T00:00:00Z")
        for _ in 0..<20 { try await world.run(asOf: end, gateway: cards) }
        #expect(try await world.books.checkBooks() == [], "seed \(seed)")
        let attempts = try await world.books.allAttempts()
        let succeeded = attempts.filter { $0.state == .succeeded }.map(\.invoice)
        #expect(Set(succeeded).count == succeeded.count)
        #expect(attempts.allSatisfy { !$0.state.isLive }, "seed \(seed): nothing is left unknown")
    }
}

/// One process that does what comes to its mind; refusals of the rules are part of life.
private struct RandomCustomers {
    let books: PostgresBooks
    let world: Bookkeeping
    let cards: ScriptedCards
    let name: String
    /// The instant of all processes in this turn.
    let at: Instant
    let random: SeededGenerator

    func act(times: Int) async throws {
        var random = random
        for time in 0..<times {
            let customer = Int.random(in: 1...6, using: &random)
            let choice = Int.random(in: 0..<10, using: &random)
            do {
                try await step(choice, customer: customer, label: "\(name)-\(time)")
            } catch is BillingError {
                // A canceled subscription cannot be changed.
            }
        }
    }

    private func step(_ choice: Int, customer: Int, label: String) async throws {
        let accounts = AccountCommands(books: books)
        let subscriptions = SubscriptionCommands(books: books)
        switch choice {
        case 0...3: try await world.run(asOf: at, gateway: cards, books: books)
        case 4:
            let reference = ["card", "bad", "lost", "good"][label.utf8.reduce(0) { $0 + Int($1) } % 4]
            let method = PaymentMethod(id: "card", processor: "scripted", reference: reference)
            try await accounts.setPaymentMethod(
                PaymentMethodOrder(account: "acct_\(customer)", method: method), at: at)
        case 5:
            let plan = label.utf8.count % 2 == 0 ? "big" : "pro"
            try await subscriptions.change(
                ChangeOrder(subscription: "sub_\(customer)", plan: plan, proration: .alwaysInvoice), at: at)
        case 6:
            try await accounts.credit(
                CreditOrder(account: "acct_\(customer)", amountMinorUnits: 1_000), at: at)
        case 7: try await subscriptions.redeem("LAST", by: "sub_\(customer)", at: at)
        default:
            let use = world.use(
                label, of: customer, 3_000, at: at.adding(seconds: -40 * 86_400), recordedAt: at)
            _ = try await accounts.recordUsage([use])
        }
    }
}
