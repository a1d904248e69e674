import Billing
import BillingCalendar
import BillingRun
import Testing

@testable import BillingStore

/// Charging one invoice by hand: under the same locks, with the same protocol.
@Suite struct CollectionCommandTests {
    private static let start = instant("2024-01-31T05:00:00Z")
    private static let later = instant("2024-01-31T09:00:00Z")

    private func commands(_ world: Bookkeeping, _ cards: ScriptedCards) -> CollectionCommands {
        CollectionCommands(books: world.books, gateways: GatewaySet([cards]), deployment: "test")
    }

    private func refusal(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "done"
        } catch {
            return "\(error)"
        }
    }

    @Test func `A retry beside the schedule changes nothing in it, and pays`() async throws {
        let world = try await Bookkeeping()
        let invoice = try await world.customer(1)[0]
        let cards = ScriptedCards([
            "card": [
                .declined("insufficient_funds", reference: nil), .declined("do_not_honor", reference: nil),
                .succeeded(reference: "pi_3"),
            ]
        ])
        try await world.run(asOf: Self.start, gateway: cards)
        let next = try await world.books.nextRoundAt()
        let declined = try await commands(world, cards).retry(invoice: invoice.id, at: Self.later)
        #expect(declined.map(\.declineCode) == ["do_not_honor"])
        #expect(try await world.books.nextRoundAt() == next)
        let paid = try await commands(world, cards).retry(invoice: invoice.id, at: Self.later)
        #expect(paid.map(\.state) == [.succeeded])
        #expect(
            await refusal { _ = try await commands(world, cards).retry(invoice: invoice.id, at: Self.later) }
                .contains("is paid: only an open invoice is charged"))
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `Paying with one method tries no other, and an account that pays by hand gets no schedule`()
        async throws
    {
        let world = try await Bookkeeping()
        let invoice = try await world.customer(1, collection: .manual)[0]
        for id in ["b", "c"] {
            try await world.accounts.setPaymentMethod(
                PaymentMethodOrder(
                    account: "acct_1", method: PaymentMethod(id: id, processor: "scripted"),
                    makeDefault: false),
                at: Self.start)
        }
        let cards = ScriptedCards(["b": [.declined("insufficient_funds", reference: nil)]])
        try await world.run(asOf: Self.start, gateway: cards)
        #expect(cards.history == [])
        let declined = try await commands(world, cards).pay(invoice: invoice.id, with: "b", at: Self.later)
        #expect(declined?.state == .declined)
        try await world.run(asOf: instant("2024-02-20T05:00:00Z"), gateway: cards)
        #expect(cards.history == ["send:\(invoice.id)-1"])
        #expect(try await world.books.nextRoundAt() == nil)
        let paid = try await commands(world, cards).pay(invoice: invoice.id, with: "c", at: Self.later)
        #expect(paid?.state == .succeeded && paid?.method == "c")
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `What stands in the way is said`() async throws {
        let world = try await Bookkeeping()
        let invoice = try await world.customer(1)[0]
        let cards = ScriptedCards(["card": [.declined("stolen_card", reference: nil)]])
        let commands = commands(world, cards)
        func pay(_ method: String) async -> String {
            await refusal { _ = try await commands.pay(invoice: invoice.id, with: method, at: Self.later) }
        }
        #expect(await pay("nope").contains("there is no payment method of acct_1 \"nope\""))
        try await world.run(asOf: Self.start, gateway: cards)
        #expect(await pay("card").contains("declined for good (stolen_card)"))
        try await world.books.setCharging(on: false)
        #expect(await pay("card").contains("switched off"))
        try await world.books.setCharging(on: true)
        let alarm = Alarm(
            kind: .contradiction, account: "acct_1", processor: "scripted", subject: "x", detail: "odd",
            raisedAt: Self.start)
        try await world.books.transaction { try await $0.raise([alarm, alarm]) }
        #expect(await pay("card").contains("an alarm stops it (odd)"))
        #expect(try await world.books.reader.alarms().total == 1)
        #expect(
            await refusal { _ = try await commands.retry(invoice: "nowhere", at: Self.later) }
                .contains("nothing is due of invoice nowhere"))
        #expect(cards.history.count == 1)
    }

    @Test func `Reconciliation says what differs, and adds up both sides`() async throws {
        let world = try await Bookkeeping()
        let invoice = try await world.customer(1)[0]
        let cards = ScriptedCards()
        try await world.run(asOf: Self.start, gateway: cards)
        let attempt = try #require(try await world.books.allAttempts().first)
        let reconciliation = Reconciliation(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test", at: Self.later)
        func charge(_ amount: Int64) -> ProcessorCharge {
            ProcessorCharge(
                reference: attempt.reference ?? "", attemptID: attempt.id, invoiceID: invoice.id,
                amountMinorUnits: amount, currencyCode: "USD", createdAt: 0,
                standing: .succeeded(reference: attempt.reference ?? ""))
        }
        let missing = try await reconciliation.compare(lastSeconds: 86_400)
        #expect(missing.map(\.agrees) == [false])
        #expect(missing[0].differences.contains { $0.contains("not at the processor") })
        cards.list([charge(8_552)])
        let same = try await reconciliation.compare(lastSeconds: 86_400)
        #expect(same.map(\.agrees) == [true], "\(same)")
        #expect(same[0].ours == ["USD": 8_552] && same[0].theirs == ["USD": 8_552])
        cards.list([charge(8_553)])
        let other = try await reconciliation.compare(lastSeconds: 86_400)
        #expect(other.map(\.agrees) == [false])
        #expect(try await world.books.reader.alarms().items.map(\.alarm.kind) == [.contradiction])
    }
}
