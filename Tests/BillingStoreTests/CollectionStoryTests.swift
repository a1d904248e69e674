import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// What must hold of money when a processor answers in unusual ways (PROCESSORS 5).
@Suite struct CollectionStoryTests {
    private static let start = instant("2024-01-31T05:00:00Z")

    private func day(_ days: Int64) -> Instant { Self.start.adding(seconds: days * 86_400) }

    private func charging(_ world: Bookkeeping, _ cards: ScriptedCards, at: Instant) -> Charging {
        Charging(books: world.books, gateways: GatewaySet([cards]), deployment: "test", asOf: at)
    }

    private func waiting(_ world: Bookkeeping) async throws -> [PaymentAttempt.State] {
        try await world.books.allAttempts().map(\.state)
    }

    @Test func `A charge that needs its customer is taken back before another is made`() async throws {
        let world = try await Bookkeeping()
        let invoices = try await world.customer(1)
        let cards = ScriptedCards(["card": [.needsAction(reference: "pi_1"), .succeeded(reference: "pi_2")]])
        try await world.run(asOf: Self.start, gateway: cards)
        let first = try #require(try await world.books.allAttempts().first)
        #expect(first.state == .declined && first.declineCode == "requires_action")
        try await world.run(asOf: day(1), gateway: cards)
        let id = invoices[0].id
        #expect(cards.history == ["send:\(id)-1", "cancel:\(id)-1", "send:\(id)-2"])
        #expect(try await waiting(world) == [.declined, .succeeded])
        let told = try await world.books.reader.notices(ofInvoice: id, account: "acct_1").map(\.kind)
        #expect(told.contains(.actionNeeded) && told.contains(.paymentFailed) && told.contains(.invoicePaid))
        #expect(try await world.books.checkBooks() == [])
    }

    /// A policy that waits for the customer.
    private func patient() async throws -> (Bookkeeping, ScriptedCards, String) {
        var catalog = try Catalog.sample()
        catalog.dunning["default"] = DunningPolicy(
            retryOffsets: [86_400], finalAction: .keep, customerActionSeconds: 72 * 3_600)
        let world = try await Bookkeeping(catalog: catalog)
        let invoices = try await world.customer(1)
        let cards = ScriptedCards(["card": [.needsAction(reference: "pi_1"), .succeeded(reference: "pi_2")]])
        try await world.run(asOf: Self.start, gateway: cards)
        return (world, cards, invoices[0].id)
    }

    @Test func `A charge waits 72 hours for its customer, is then taken back, and only then is another made`()
        async throws
    {
        let (world, cards, id) = try await patient()
        #expect(try await waiting(world) == [.needsAction])
        #expect(try await world.books.nextRoundAt() == Self.start.adding(seconds: 72 * 3_600))
        for hours in [1, 24, 71] as [Int64] {
            try await world.run(asOf: Self.start.adding(seconds: hours * 3_600), gateway: cards)
            try await world.execute("UPDATE payment_attempt SET lease_until = NULL, lease_holder = NULL")
        }
        #expect(try await waiting(world) == [.needsAction])
        #expect(cards.history == ["send:\(id)-1"])
        try await world.run(asOf: day(3), gateway: cards)
        #expect(try await waiting(world) == [.declined])
        #expect(cards.history == ["send:\(id)-1", "cancel:\(id)-1"])
        try await world.run(asOf: day(4), gateway: cards)
        #expect(try await waiting(world) == [.declined, .succeeded])
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `What the customer confirms within its time pays the invoice, also where a first try failed`()
        async throws
    {
        let (world, cards, id) = try await patient()
        cards.settle("\(id)-1", as: .declined("authentication_failed", reference: "pi_1"))
        try await world.run(asOf: day(1), gateway: cards)
        #expect(try await waiting(world) == [.needsAction], "the customer may try again: the charge lives")
        try await world.execute("UPDATE payment_attempt SET lease_until = NULL, lease_holder = NULL")
        cards.settle("\(id)-1", as: .succeeded(reference: "pi_1"))
        try await world.run(asOf: day(2), gateway: cards)
        #expect(try await waiting(world) == [.succeeded])
        #expect(cards.history == ["send:\(id)-1"])
        #expect(try await world.books.allInvoices().map(\.status) == [.paid])
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A late success pays what had been given up, and the loss is taken back`() async throws {
        let world = try await Bookkeeping()
        let invoices = try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: nil)]])
        try await world.run(asOf: Self.start, gateway: cards)
        while let at = try await world.books.nextRoundAt() { try await world.run(asOf: at, gateway: cards) }
        #expect(try await world.books.allInvoices().map(\.status) == [.uncollectible])
        let settled = try await charging(world, cards, at: day(9)).settle(
            ["\(invoices[0].id)-2": .answer(.succeeded(reference: "pi_2"))])
        #expect(settled.map(\.state) == [.succeeded])
        #expect(try await world.books.allInvoices().map(\.status) == [.paid])
        let loss = try await world.number(
            "SELECT coalesce(sum(minor_units), 0)::bigint FROM ledger_entry WHERE ledger_account = 'bad_debt'"
        )
        #expect(loss == 0)
        #expect(try await world.books.checkBooks() == [])
        #expect(try await world.books.reader.alarms().total == 0)
    }

    @Test func `A late success of an open invoice pays it, and nothing more is tried`() async throws {
        let world = try await Bookkeeping()
        let invoices = try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: "pi_1")]])
        try await world.run(asOf: Self.start, gateway: cards)
        _ = try await charging(world, cards, at: day(0)).settle(
            ["\(invoices[0].id)-1": .answer(.succeeded(reference: "pi_1"))])
        #expect(try await world.books.nextRoundAt() == nil)
        #expect(try await world.books.allSubscriptions().map(\.status) == [.active])
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A second success is kept apart, rings an alarm, and stops this account alone`() async throws {
        let world = try await Bookkeeping()
        let first = try await world.customer(1)
        try await world.customer(2)
        let cards = ScriptedCards([
            "card": [
                .declined("insufficient_funds", reference: "pi_1"), .succeeded(reference: "pi_2"),
                .succeeded(reference: "pi_3"),
            ]
        ])
        try await world.accounts.setPaymentMethod(
            PaymentMethodOrder(
                account: "acct_2", method: PaymentMethod(id: "card", processor: "scripted", reference: "fine")
            ),
            at: Self.start)
        let attempt = "\(first[0].id)-1"
        try await world.run(asOf: Self.start, gateway: cards)
        try await world.run(asOf: day(1), gateway: cards)
        #expect(try await world.books.allInvoices().map(\.status) == [.paid, .paid])
        let late = ["\(attempt)": Finding.answer(.succeeded(reference: "pi_1"))]
        let settled = try await charging(world, cards, at: day(2)).settle(late)
        #expect(settled.map(\.state) == [.surplus])
        #expect(
            try await charging(world, cards, at: day(2)).settle(late).isEmpty, "told again, nothing happens")
        let alarm = try #require(try await world.books.reader.alarms().items.first)
        #expect(alarm.alarm.kind == .doubleCharge && alarm.alarm.account == "acct_1")
        #expect(try await world.books.checkBooks() == [])

        // A month later both are due; only the other account is charged, until the alarm is cleared.
        try await world.run(asOf: day(40), gateway: cards)
        func statuses() async throws -> [String: [InvoiceStatus]] {
            Dictionary(grouping: try await world.books.allInvoices(), by: \.content.account)
                .mapValues { $0.map(\.status) }
        }
        #expect(try await statuses() == ["acct_1": [.paid, .open], "acct_2": [.paid, .paid]])
        #expect(
            try await world.books.clearAlarm(
                alarm.id, AuditEntry(actor: "test", action: "alarms clear", reason: "given back")) != nil)
        try await world.run(asOf: day(41), gateway: cards)
        #expect(try await statuses() == ["acct_1": [.paid, .paid], "acct_2": [.paid, .paid]])
        #expect(
            try await world.text("SELECT reason FROM audit_event WHERE action = 'alarms clear'")
                == "given back")
    }

    @Test func `A charge that is not the one that was prepared settles nothing and rings an alarm`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards(["card": [.contradicts(reason: "pi_1 is of 1 USD, sent were 8552")]])
        try await world.run(asOf: Self.start, gateway: cards)
        #expect(try await waiting(world) == [.unknown])
        #expect(try await world.books.allInvoices().map(\.status) == [.open])
        let alarms = try await world.books.reader.alarms().items.map(\.alarm)
        #expect(alarms.map(\.kind) == [.contradiction])
        try await world.run(asOf: day(1), gateway: cards)
        #expect(try await waiting(world) == [.unknown], "nothing is sent while the alarm is open")
        #expect(cards.history.count == 1)
    }

    @Test func `The switch that goes off between T1 and T2 holds the charge back, and the next run sends it`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let off = AuditEntry(actor: "test", action: "charging off", reason: "prices are wrong")
        let cards = ScriptedCards()
        let books = WatchedBooks(books: world.books) {
            let isPrepared =
                try await world.number("SELECT count(*) FROM payment_attempt WHERE state = 'ready'") > 0
            if isPrepared { try await world.books.setCharging(on: false, off) }
        }
        func run(_ books: any BillingBooks, _ at: Instant) async throws -> RunReport {
            let services = RunServices(books: books, gateways: GatewaySet([cards]), deployment: "test")
            let record = RunRecord(id: "run \(at)", asOf: at, startedAt: at, scope: .everything)
            return try await BillingRun(RunOrder(record: record), services: services).run()
        }
        _ = try await run(books, Self.start)
        #expect(try await waiting(world) == [.ready])
        #expect(cards.history == [])
        let status = try await world.books.reader.chargingStatus()
        #expect(!status.isOn && status.reason == "prices are wrong" && status.ready == 1)
        let report = try await run(world.books, day(1))
        #expect(report.problems.contains { $0.contains("switched off") })
        #expect(cards.history == [])
        try await world.books.setCharging(
            on: true, AuditEntry(actor: "test", action: "charging on", reason: "mended"))
        _ = try await run(world.books, day(1))
        #expect(try await waiting(world) == [.succeeded])
        #expect(cards.history.count == 1)
    }

    @Test func `No more charges are marked than leave at once: no lease runs while its charge waits`()
        async throws
    {
        let world = try await Bookkeeping()
        for customer in 1...5 { try await world.customer(customer) }
        let cards = ScriptedCards()
        cards.whileSending {
            do {
                let states = try await world.books.allAttempts().map(\.state)
                #expect(states.count { $0 == .sent } == 2 && states.count { $0 == .ready } == 3)
            } catch {
                Issue.record("\(error)")
            }
        }
        let services = RunServices(
            books: world.books, gateways: GatewaySet([cards], width: 2), deployment: "test")
        let record = RunRecord(id: "run", asOf: Self.start, startedAt: Self.start, scope: .everything)
        _ = try await BillingRun(RunOrder(record: record, stages: [.charge]), services: services).run()
        #expect(cards.history.count == 5)
        #expect(try await waiting(world).allSatisfy { $0 == .succeeded })
    }

    @Test func `Charges that are not in the books stop everything before anything is charged`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards()
        cards.list([
            ProcessorCharge(
                reference: "pi_9", attemptID: "inv_of_tomorrow-1", invoiceID: "inv_of_tomorrow",
                amountMinorUnits: 100, currencyCode: "USD", createdAt: 0,
                standing: .succeeded(reference: "pi_9"))
        ])
        let report = try await world.run(asOf: Self.start, gateway: cards)
        #expect(
            report.problems.contains { $0.contains("restored") && $0.contains("pi_9") }, "\(report.problems)")
        #expect(cards.history == [])
        #expect(try await world.number("SELECT count(*) FROM processor_audit") == 0)
        // People find out why, and clear the alarm; as long as the charge is there it is raised again.
        let alarm = try #require(try await world.books.reader.alarms().items.first)
        #expect(alarm.alarm.kind == .orphanCharge && alarm.alarm.account == nil)
        cards.list([])
        try await world.books.clearAlarm(
            alarm.id,
            AuditEntry(actor: "test", action: "alarms clear", reason: "the other installation is gone"))
        try await world.run(asOf: Self.start, gateway: cards)
        #expect(try await waiting(world) == [.succeeded])
    }

    @Test func `The audit settles a success that nobody told of, and finds a second charge of one attempt`()
        async throws
    {
        let world = try await Bookkeeping()
        let invoices = try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: "pi_1")]])
        try await world.run(asOf: Self.start, gateway: cards)
        func charge(_ reference: String) -> ProcessorCharge {
            ProcessorCharge(
                reference: reference, attemptID: "\(invoices[0].id)-1", invoiceID: invoices[0].id,
                amountMinorUnits: invoices[0].content.amountDueMinorUnits, currencyCode: "USD", createdAt: 0,
                standing: .succeeded(reference: reference))
        }
        cards.list([charge("pi_1")])
        try await world.run(asOf: day(1), gateway: cards)
        #expect(try await waiting(world) == [.succeeded])
        cards.list([charge("pi_1"), charge("pi_2")])
        try await world.run(asOf: day(2), gateway: cards)
        let alarms = try await world.books.reader.alarms().items.map(\.alarm)
        #expect(alarms.map(\.kind) == [.doubleCharge] && alarms[0].detail.contains("pi_2"))
    }
}

/// Books beside which something happens after every commit.
private struct WatchedBooks: BillingBooks {
    let books: PostgresBooks
    let afterCommit: @Sendable () async throws -> Void

    func transaction<Result: Sendable>(
        _ body: @Sendable (any BillingTransaction) async throws -> Result
    ) async throws -> Result {
        let result = try await books.transaction(body)
        try await afterCommit()
        return result
    }

    func reading<Result: Sendable>(
        _ body: @Sendable (any BillingTransaction) async throws -> Result
    ) async throws -> Result {
        try await books.reading(body)
    }
}
