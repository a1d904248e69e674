import Billing
import BillingCalendar
import BillingRun
import Postgres
import PostgresTestKit
import Testing

@testable import BillingStore

/// A charge of which nobody has said for 48 hours what became of it.
@Suite struct UnsettledAlarmTests {
    private static let start = instant("2024-01-31T05:00:00Z")

    /// Books with a charge that left this long ago and was never answered.
    private struct World {
        let books: Bookkeeping
        let cards = ScriptedCards()

        init() async throws {
            books = try await Bookkeeping()
            try await books.customer(1)
            cards.beSilent(true)
            cards.beSilent(inLists: false)
            try await run()
            #expect(try await states() == [.unknown])
            cards.beSilent(inLists: true)
        }

        @discardableResult
        func run(day: Int64 = 0) async throws -> RunReport {
            try await books.run(asOf: start.adding(seconds: day * 86_400), gateway: cards)
        }

        func age(hours: Int) async throws {
            let connection = try await books.database.connect()
            try await connection.transaction {
                try await $0.script(
                    SQLStatement(
                        text: """
                            SET LOCAL session_replication_role = replica;
                            UPDATE payment_attempt SET
                                first_sent_at = first_sent_at - interval '\(hours) hours',
                                last_sent_at = last_sent_at - interval '\(hours) hours',
                                lease_until = lease_until - interval '\(hours) hours'
                            """))
            }
            await connection.close()
        }

        func states() async throws -> [PaymentAttempt.State] {
            try await books.books.allAttempts().map(\.state)
        }

        func alarms() async throws -> [AlarmRecord] { try await books.books.reader.alarms().items }
    }

    @Test func `After 48 hours it rings, whether or not its processor can be reached, and says what to do`()
        async throws
    {
        for isListed in [true, false] {
            let world = try await World()
            try await world.age(hours: 47)
            try await world.run(day: 1)
            #expect(try await world.alarms().isEmpty, "47 hours are no alarm yet")
            try await world.age(hours: 2)
            // Listed: the list is there, and the charge itself is answered by nobody.
            if isListed { world.cards.beSilent(inLists: false) }
            try await world.run(day: 2)
            let alarm = try #require(try await world.alarms().map(\.alarm).first)
            #expect(alarm.kind == .unsettled && alarm.account == "acct_1" && alarm.processor == "scripted")
            #expect(alarm.detail.contains("has not said what became of charge"))
            #expect(alarm.detail.hasSuffix("for two days") && alarm.kind.stopsCharging)
            #expect(alarm.kind.advice.contains("`dueday payment reconcile`"))
            try await world.run(day: 2)
            #expect(try await world.alarms().count == 1, "it is one alarm however often it is found")
        }
    }

    @Test func `It stops its account and no other, until a person has cleared it`() async throws {
        let world = try await World()
        try await world.age(hours: 49)
        try await world.run(day: 2)
        let alarm = try #require(try await world.alarms().first)
        // The processor is back, and has never heard of the charge; the lease of the run before is over.
        world.cards.beSilent(false)
        try await world.age(hours: 1)
        try await world.books.customer(2)
        let own = try await world.books.subscriptions.subscribe(
            SubscribeOrder(
                subscription: "sub_1b", account: "acct_1", plan: "pro", interval: .init(.month)),
            at: Self.start)
        let before = world.cards.history.count
        try await world.run(day: 3)
        #expect(try await world.states() == [.notExecuted, .succeeded])
        #expect(world.cards.history.count == before + 1, "only the other account is charged")
        let commands = CollectionCommands(
            books: world.books.books, gateways: GatewaySet([world.cards]), deployment: "test")
        await #expect {
            _ = try await commands.retry(invoice: own[0].id, at: Self.start)
        } throws: { error in
            "\(error)".contains("an alarm stops it") && "\(error)".contains("dueday payment reconcile")
        }
        let entry = AuditEntry(actor: "ann", action: "alarms clear", reason: "the processor never had it")
        _ = try await world.books.books.clearAlarm(alarm.id, entry)
        try await world.run(day: 3)
        #expect(try await world.states() == [.notExecuted, .succeeded, .succeeded, .succeeded])
        #expect(try await world.books.books.checkBooks() == [])
    }
}
