import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// A declined debit that its processor may still turn into a success: nothing is charged beside it.
@Suite struct WatchedDebitTests {
    private static let start = instant("2024-01-31T05:00:00Z")

    @Test
    func `A declined debit that may still succeed keeps people from charging beside it, as it does runs`()
        async throws
    {
        let world = try await Bookkeeping()
        let invoice = try await world.customer(1)[0]
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: "pay_1")]])
        try await world.run(asOf: Self.start, gateway: cards)
        try await world.execute(
            "UPDATE payment_attempt SET watch_until = clock_timestamp() + interval '1 hour'")
        let second = PaymentMethod(id: "second", processor: "scripted", reference: "pm_second")
        try await world.accounts.setPaymentMethod(
            PaymentMethodOrder(account: "acct_1", method: second, makeDefault: false), at: Self.start)
        let commands = CollectionCommands(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test")
        func refusal(_ body: () async throws -> Void) async -> String {
            do {
                try await body()
                return "done"
            } catch { return "\(error)" }
        }
        let later = Self.start.adding(seconds: 86_400)
        let words = "may still turn out to have succeeded until"
        #expect(
            await refusal { _ = try await commands.pay(invoice: invoice.id, with: "second", at: later) }
                .contains(words))
        #expect(
            await refusal { _ = try await commands.retry(invoice: invoice.id, at: later) }.contains(words))
        #expect(cards.history.count == 1)
        try await world.execute("UPDATE payment_attempt SET watch_until = NULL")
        let paid = try await commands.pay(invoice: invoice.id, with: "second", at: later)
        #expect(paid?.state == .succeeded)
    }

    @Test func `The database marks nothing as sent beside a charge that may still succeed`() async throws {
        let world = try await Bookkeeping()
        let invoice = try await world.customer(1)[0]
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: "pay_1")]])
        try await world.run(asOf: Self.start, gateway: cards)
        try await world.execute(
            """
            INSERT INTO payment_attempt (account_id, id, invoice_id, sequence, round, method_id, processor,
                idempotency_key, body, api_version, amount_minor_units, currency, state)
            SELECT account_id, $1::text, invoice_id, 2, 2, method_id, processor, 'k2', body, api_version,
                amount_minor_units, currency, 'ready' FROM payment_attempt
            """, [.text("\(invoice.id)-2")])
        func mark() async throws -> Int {
            try await world.books.transaction {
                try await $0.markSent(["\(invoice.id)-2"], at: Self.start, besides: []).count
            }
        }
        try await world.execute(
            "UPDATE payment_attempt SET watch_until = clock_timestamp() + interval '1 hour' WHERE sequence = 1"
        )
        #expect(try await mark() == 0)
        try await world.execute("UPDATE payment_attempt SET watch_until = NULL")
        #expect(try await mark() == 1)
    }
}
