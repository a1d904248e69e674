import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// Money that goes back, exactly once.
@Suite struct RefundStoryTests {
    private static let start = instant("2024-01-31T05:00:00Z")

    private func paid() async throws -> (world: Bookkeeping, cards: ScriptedCards, charge: String) {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards()
        try await world.run(asOf: Self.start, gateway: cards)
        return (world, cards, try #require(try await world.books.allAttempts().first).id)
    }

    private func refunding(_ world: Bookkeeping, _ cards: ScriptedCards) -> Refunding {
        Refunding(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test",
            at: instant("2024-02-10T00:00:00Z"))
    }

    private func clearing(_ world: Bookkeeping) async throws -> Int64 {
        try await world.number(
            "SELECT sum(minor_units)::bigint FROM ledger_entry WHERE ledger_account = 'processor_clearing'")
    }

    @Test func `Part of a charge, then the rest, then nothing more`() async throws {
        let (world, cards, charge) = try await paid()
        let refunding = refunding(world, cards)
        let first = try await refunding.refund(
            RefundOrder(payment: charge, amountMinorUnits: 1_000, note: "goodwill"))
        #expect(first.state == .succeeded && first.id == "\(charge)-r1")
        #expect(try await clearing(world) == 8_552 - 1_000)
        let rest = try await refunding.refund(
            RefundOrder(payment: charge, reason: .duplicate, note: "the rest"))
        #expect(rest.request.amountMinorUnits == 7_552)
        #expect(try await clearing(world) == 0)
        await #expect(throws: BillingError.self) {
            try await refunding.refund(RefundOrder(payment: charge, note: "once more"))
        }
        #expect(
            cards.history.filter { $0.hasPrefix("refund") } == ["refund:\(charge)-r1", "refund:\(charge)-r2"])
        #expect(try await world.number("SELECT count(*) FROM outbox WHERE kind = 'payment.refunded'") == 2)
        #expect(try await world.books.allInvoices().map(\.status) == [.paid])
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A lost answer is asked for by the next run, and posted once`() async throws {
        let (world, cards, charge) = try await paid()
        cards.settleRefund("\(charge)-r1", as: .unknown(reason: "time-out"))
        let refund = try await refunding(world, cards).refund(RefundOrder(payment: charge, note: "test"))
        #expect(refund.state == .unknown)
        #expect(try await clearing(world) == 8_552)
        await #expect(throws: BillingError.self, "one at a time") {
            try await refunding(world, cards).refund(RefundOrder(payment: charge, note: "again"))
        }
        cards.settleRefund("\(charge)-r1", as: .succeeded(reference: "re_1"))
        for _ in 0..<2 { try await world.run(asOf: instant("2024-02-11T00:00:00Z"), gateway: cards) }
        #expect(try await world.books.reader.refunds().items.map(\.state) == [.succeeded])
        #expect(try await clearing(world) == 0)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A refund that fails after it had succeeded is posted back and rings an alarm`() async throws {
        let (world, cards, charge) = try await paid()
        let refunding = refunding(world, cards)
        let refund = try await refunding.refund(RefundOrder(payment: charge, note: "test"))
        let failed = RefundAnswer.failed(code: "expired_or_canceled_card", reference: "re_1")
        #expect(try await refunding.settle([refund.id: failed]).map(\.state) == [.failed])
        #expect(try await refunding.settle([refund.id: failed]).isEmpty)
        #expect(try await clearing(world) == 8_552)
        #expect(try await world.books.reader.alarms().items.map(\.alarm.kind) == [.refundFailed])
        let again = try await refunding.refund(RefundOrder(payment: charge, note: "another way"))
        #expect(again.id == "\(charge)-r2" && again.state == .succeeded)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `The database refuses to give back more than was taken, whatever asks`() async throws {
        let (world, _, charge) = try await paid()
        let insert: SQLStatement = """
            INSERT INTO refund (account_id, id, attempt_id, invoice_id, sequence, processor, charge_reference,
                idempotency_key, body, api_version, amount_minor_units, currency, reason, note, state, requested_at)
            SELECT account_id, 'r' || $2::integer, id, invoice_id, $2::integer, processor, reference, 'k' || $2::integer,
                '', '', $3::bigint, currency, 'duplicate', '', $4, now()
            FROM payment_attempt WHERE id = $1
            """
        func add(_ sequence: Int32, _ amount: Int64, _ state: String) async throws {
            try await world.execute(insert, [.text(charge), .int4(sequence), .int8(amount), .text(state)])
        }
        await #expect(throws: PostgresError.self) { try await add(1, 8_553, "ready") }
        try await add(1, 8_000, "succeeded")
        await #expect(throws: PostgresError.self) { try await add(2, 553, "ready") }
        try await add(2, 552, "ready")
        await #expect(throws: PostgresError.self, "one live at a time") { try await add(3, 1, "sent") }
        await #expect(throws: PostgresError.self) {
            try await world.execute("UPDATE refund SET amount_minor_units = 1 WHERE sequence = 2")
        }
        await #expect(throws: PostgresError.self) {
            try await world.execute("UPDATE refund SET state = 'ready' WHERE sequence = 1")
        }
        await #expect(throws: PostgresError.self) { try await world.execute("DELETE FROM refund") }
    }

    @Test func `A dispute takes the money away once, and gives it again or not`() async throws {
        let (world, _, charge) = try await paid()
        let disputing = Disputing(books: world.books, at: instant("2024-02-10T00:00:00Z"))
        func dispute(_ reference: String, _ status: ProcessorDispute.Status, isWithdrawn: Bool)
            -> ProcessorDispute
        {
            ProcessorDispute(
                reference: reference, chargeReference: "pi", amountMinorUnits: 8_552, currencyCode: "USD",
                status: status, isWithdrawn: isWithdrawn, reason: "fraudulent")
        }
        func balance(_ account: String) async throws -> Int64 { try await world.ledger(account) }
        for _ in 0..<2 {
            _ = try await disputing.settle(dispute("dp_1", .open, isWithdrawn: true), attempt: charge)
        }
        #expect(try await balance("disputed") == 8_552)
        #expect(
            try await world.number("SELECT count(*) FROM outbox WHERE kind = 'invoice.under_review'") == 1)
        for _ in 0..<2 {
            _ = try await disputing.settle(dispute("dp_1", .won, isWithdrawn: false), attempt: charge)
        }
        #expect(try await balance("disputed") == 0)
        #expect(try await balance("processor_clearing") == 8_552)
        // One whose first message was lost: it is lost, in one go.
        let steps = try await disputing.settle(dispute("dp_2", .lost, isWithdrawn: true), attempt: charge)
        #expect(steps == [.withdrawn, .lost])
        #expect(try await balance("disputed") == 0)
        #expect(try await balance("bad_debt") == 8_552)
        #expect(try await world.books.checkBooks() == [])
        await #expect(throws: BillingError.self) {
            _ = try await disputing.settle(dispute("dp_3", .open, isWithdrawn: true), attempt: "nobody's")
        }
    }
}
