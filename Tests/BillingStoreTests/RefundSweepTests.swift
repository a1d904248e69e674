import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// What a run does about refunds that are not settled.
@Suite struct RefundSweepTests {
    private static let start = instant("2024-01-31T05:00:00Z")

    private func paid(customers: Int = 1) async throws -> (
        world: Bookkeeping, cards: ScriptedCards, charges: [String]
    ) {
        let world = try await Bookkeeping()
        for number in 1...customers { try await world.customer(number) }
        let cards = ScriptedCards()
        try await world.run(asOf: Self.start, gateway: cards)
        return (world, cards, try await world.books.allAttempts().map(\.id))
    }

    /// Asks for money back, as a command does.
    private func refund(_ charge: String, _ world: Bookkeeping, _ cards: ScriptedCards) async throws -> Refund
    {
        try await Refunding(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test",
            at: instant("2024-02-10T00:00:00Z")
        ).refund(RefundOrder(payment: charge, note: "test"))
    }

    /// A run, when no lease of an earlier one is left.
    private func recover(_ world: Bookkeeping, _ cards: ScriptedCards) async throws -> RunReport {
        try await world.execute("UPDATE refund SET lease_until = clock_timestamp()")
        return try await world.run(
            asOf: instant("2024-02-11T00:00:00Z"), gateway: cards, stages: [.recover, .charge])
    }

    @Test(arguments: [
        RefundAnswer.failed(code: "lost_card", reference: "re_1"), .refused(code: "charge_disputed"),
    ])
    func `One that fails while nobody looks on rings an alarm, and every run tells of it`(
        answer: RefundAnswer
    ) async throws {
        let (world, cards, charges) = try await paid()
        let id = "\(charges[0])-r1"
        cards.settleRefund(id, as: .unknown(reason: "time-out"))
        #expect(try await refund(charges[0], world, cards).state == .unknown)
        let asked = try await recover(world, cards)
        #expect(
            asked.problems.contains { $0.contains(id) && $0.contains("does not say") }, "\(asked.problems)")

        cards.settleRefund(id, as: answer)
        let found = try await recover(world, cards)
        #expect(found.problems.contains { $0.contains("refund \(id) is") }, "\(found.problems)")
        let alarms = try await world.books.reader.alarms().items.map(\.alarm)
        #expect(alarms.map(\.kind) == [.refundFailed] && alarms.map(\.subject) == [id])
        // The account is not charged until somebody has looked, and nobody can overlook that.
        let next = try await recover(world, cards)
        #expect(next.problems.contains { $0.contains("alarms stop the charging of 1 account:") })
        #expect(next.needsAttention)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `One that is refused to whoever asked rings no alarm`() async throws {
        let (world, cards, charges) = try await paid()
        cards.settleRefund("\(charges[0])-r1", as: .refused(code: "charge_disputed"))
        #expect(try await refund(charges[0], world, cards).state == .refused)
        #expect(try await world.books.reader.alarms().items.isEmpty)
    }

    @Test func `Nothing said for two days rings an alarm`() async throws {
        let (world, cards, charges) = try await paid()
        cards.settleRefund("\(charges[0])-r1", as: .unknown(reason: "time-out"))
        _ = try await refund(charges[0], world, cards)
        try await world.execute("ALTER TABLE refund DISABLE TRIGGER USER")
        try await world.execute(
            "UPDATE refund SET first_sent_at = first_sent_at - interval '49 hours', last_sent_at = last_sent_at - interval '49 hours'"
        )
        try await world.execute("ALTER TABLE refund ENABLE TRIGGER USER")
        _ = try await recover(world, cards)
        #expect(try await world.books.reader.alarms().items.map(\.alarm.kind) == [.unsettled])
    }

    @Test(arguments: [true, false])
    func `One that these books never sent is asked about before it is sent`(isThere: Bool) async throws {
        let (world, cards, charges) = try await paid()
        let id = "\(charges[0])-r1"
        try await world.execute(
            """
            INSERT INTO refund (account_id, id, attempt_id, invoice_id, sequence, processor, charge_reference,
                idempotency_key, body, api_version, amount_minor_units, currency, reason, note, state, requested_at)
            SELECT account_id, $2::text, id, invoice_id, 1, processor, reference, 'k1', '', '', 1000, currency,
                'duplicate', '', 'ready', now()
            FROM payment_attempt WHERE id = $1::text
            """, [.text(charges[0]), .text(id)])
        // The dump that was restored is older than what was sent.
        if isThere { cards.settleRefund(id, as: .succeeded(reference: "re_1")) }
        _ = try await recover(world, cards)
        #expect(cards.history.contains("refund:\(id)") == !isThere)
        let refunds = try await world.books.reader.refunds().items
        #expect(refunds.map(\.state) == [.succeeded])
        #expect(try await world.ledger("processor_clearing") == 8_552 - 1_000)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A processor that says nothing is asked three times, not for every refund`() async throws {
        let (world, cards, charges) = try await paid(customers: 6)
        for charge in charges {
            cards.settleRefund("\(charge)-r1", as: .unknown(reason: "time-out"))
            _ = try await refund(charge, world, cards)
        }
        let before = cards.history.count { $0.hasPrefix("refund:") }
        #expect(before == 6)
        _ = try await recover(world, cards)
        #expect(cards.history.count { $0.hasPrefix("refund:") } == before + 3)
        for charge in charges {
            cards.settleRefund("\(charge)-r1", as: .succeeded(reference: "re_\(charge)"))
        }
        _ = try await recover(world, cards)
        #expect(try await world.books.reader.refunds().items.allSatisfy { $0.state == .succeeded })
        #expect(try await world.books.checkBooks() == [])
    }
}
