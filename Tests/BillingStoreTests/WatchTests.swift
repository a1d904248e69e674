import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// Debits that were announced and are waited for, and debits that were declined and may still succeed.
@Suite struct WatchTests {
    private static let start = instant("2024-01-31T05:00:00Z")
    /// When the round's end has long been due, and when the next one has.
    private static let later = instant("2024-02-10T00:00:00Z")
    private static let last = instant("2024-02-25T00:00:00Z")
    private static let rule = RepetitionRule.byLookUp(
        quietSeconds: 900, absenceSeconds: 388_800, watchSeconds: 259_200)

    /// Books with a debit that was declined, whose processor may still say that it succeeded.
    private struct Declined {
        let world: Bookkeeping
        let cards = ScriptedCards(
            ["card": [.declined("processing_error", reference: "pay_1"), .succeeded(reference: "pay_2")]],
            repetition: WatchTests.rule)
        let attempt: String

        init() async throws {
            world = try await Bookkeeping()
            try await world.customer(1)
            try await world.run(asOf: WatchTests.start, gateway: cards)
            attempt = try #require(try await world.books.allAttempts().first).id
        }

        /// So much of the watch is over, and nobody is at work.
        func letPass(hours: Int) async throws {
            try await world.execute(
                SQLStatement(
                    text: """
                        UPDATE payment_attempt SET lease_until = NULL, lease_holder = NULL,
                            watch_until = watch_until - interval '\(hours) hours'
                        """))
        }

        /// What a later run makes of it, and what it reports.
        func states(asOf: Instant = WatchTests.later) async throws -> [PaymentAttempt.State] {
            try await world.run(asOf: asOf, gateway: cards)
            return try await world.books.allAttempts().map(\.state)
        }
    }

    @Test
    func `What succeeded between the last look and the end of the watch pays; nothing is charged beside it`()
        async throws
    {
        let declined = try await Declined()
        try await declined.letPass(hours: 73)
        declined.cards.settle(declined.attempt, as: .succeeded(reference: "pay_1"))
        for _ in 0..<2 { #expect(try await declined.states() == [.succeeded]) }
        #expect(try await declined.world.books.allInvoices().map(\.status) == [.paid])
        #expect(try await declined.world.books.checkBooks() == [])
    }

    @Test func `What is open once more is watched on, and what becomes of it decides`() async throws {
        for succeeds in [true, false] {
            let declined = try await Declined()
            try await declined.letPass(hours: 60)
            declined.cards.settle(declined.attempt, as: .pending(reference: "pay_1"))
            #expect(try await declined.states() == [.declined])
            // The time that was set at the decline is over, and the bank has not said its word.
            for _ in 0..<3 {
                try await declined.letPass(hours: 20)
                #expect(try await declined.states() == [.declined])
            }
            let word: ChargeAnswer =
                succeeds
                ? .succeeded(reference: "pay_1") : .declined("processing_error", reference: "pay_1")
            declined.cards.settle(declined.attempt, as: word)
            try await declined.letPass(hours: 25)
            #expect(try await declined.states() == [succeeds ? .succeeded : .declined])
            let states = try await declined.states(asOf: Self.last)
            #expect(states == (succeeds ? [.succeeded] : [.declined, .succeeded]))
            #expect(try await declined.world.books.allInvoices().map(\.status) == [.paid])
        }
    }

    @Test func `A watch that nobody could look at holds its invoice, and rings after two days`() async throws
    {
        let declined = try await Declined()
        declined.cards.beSilent(true)
        declined.cards.beSilent(inLists: false)
        try await declined.letPass(hours: 73)
        #expect(try await declined.states() == [.declined])
        #expect(try await declined.world.books.reader.alarms().total == 0)
        let commands = CollectionCommands(
            books: declined.world.books, gateways: GatewaySet([declined.cards]), deployment: "test")
        let invoice = try #require(try await declined.world.books.allInvoices().first).id
        await #expect {
            _ = try await commands.retry(invoice: invoice, at: Self.later)
        } throws: { error in
            "\(error)".contains("may still turn out to have succeeded until")
        }
        try await declined.letPass(hours: 48)
        #expect(try await declined.states() == [.declined])
        let alarm = try #require(try await declined.world.books.reader.alarms().items.first)
        #expect(alarm.alarm.kind == .unsettled && alarm.alarm.subject == declined.attempt)
        declined.cards.beSilent(false)
        let entry = AuditEntry(actor: "ann", action: "alarms clear", reason: "it can be asked again")
        _ = try await declined.world.books.clearAlarm(alarm.id, entry)
        try await declined.letPass(hours: 1)
        #expect(try await declined.states() == [.declined])
        #expect(try await declined.states(asOf: Self.last) == [.declined, .succeeded])
    }

    @Test func `An announced debit is asked about when its day has come, counted before, and no trouble`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards(
            ["card": [.announced(reference: "order_1", debitAt: 4_000_000_000)]], repetition: Self.rule)
        cards.letDebitsBeDue(false)
        for _ in 0..<3 {
            let report = try await world.run(asOf: Self.start, gateway: cards)
            #expect(report.announced == 1 && !report.needsAttention, "\(report.problems)")
            try await world.execute("UPDATE payment_attempt SET lease_until = NULL, lease_holder = NULL")
        }
        #expect(cards.questions == 0)
        cards.letDebitsBeDue(true)
        try await world.run(asOf: Self.start, gateway: cards)
        #expect(cards.questions == 1)
    }
}
