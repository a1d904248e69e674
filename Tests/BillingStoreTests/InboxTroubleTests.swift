import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// Messages that cannot be worked off, or come before what they are about is known.
@Suite struct InboxTroubleTests {
    private static let at = instant("2024-02-10T00:00:00Z")

    /// A customer whose charge was sent, and has its answer or not.
    private struct Charged {
        let world: Bookkeeping
        let cards: ScriptedCards
        let attempt: PaymentAttempt

        init(isAnswered: Bool = true) async throws {
            world = try await Bookkeeping()
            cards = ScriptedCards(["card": [.succeeded(reference: "ch_1")]])
            cards.beSilent(!isAnswered)
            cards.beSilent(inLists: false)
            try await world.customer(1)
            try await world.run(asOf: instant("2024-02-01T00:00:00Z"), gateway: cards)
            attempt = try #require(try await world.books.allAttempts().first)
        }

        var inbox: ProcessorInbox {
            ProcessorInbox(
                books: world.books, gateways: GatewaySet([cards]), deployment: "test",
                now: { InboxTroubleTests.at })
        }

        /// Writes a message down that finds this when the processor is asked.
        func record(_ id: String, _ finding: EventFinding, createdAt: Int64 = 4_000_000_000) async throws {
            cards.find(id, finding)
            try await inbox.record(
                ProcessorEvent(
                    processor: "scripted", id: id, type: "t", createdAt: createdAt, isLive: false,
                    subject: .charge(reference: "x")))
        }

        func refund(_ standing: RefundAnswer = .succeeded(reference: "re_hand")) -> ProcessorRefund {
            ProcessorRefund(
                reference: "re_hand", refundID: nil, chargeReference: "ch_1", amountMinorUnits: 1_000,
                currencyCode: "USD", standing: standing)
        }

        func postings(_ kind: String) async throws -> Int64 {
            try await world.number(
                "SELECT count(*) FROM ledger_posting WHERE kind = $1::text", [.text(kind)])
        }
    }

    @Test func `A message that cannot be worked off holds up no other, and no run`() async throws {
        let charged = try await Charged()
        try await charged.record(
            "evt_1",
            .dispute(
                ProcessorDispute(
                    reference: "dp_1", chargeReference: "ch_1", amountMinorUnits: 8_552, currencyCode: "EUR",
                    status: .open, isWithdrawn: true, reason: "fraudulent")))
        try await charged.record("evt_2", .refund(charged.refund()))
        let report = try await charged.world.run(asOf: Self.at, gateway: charged.cards)
        #expect(try await charged.postings("refunded_outside") == 1)
        let told = report.problems.filter { $0.contains("evt_1") }
        #expect(told.count == 1 && told.allSatisfy { $0.contains("scripted") }, "\(report.problems)")
        #expect(report.needsAttention)
        // It waits, and a run that comes before its time does not look at it.
        let next = try await charged.world.run(asOf: Self.at, gateway: charged.cards)
        #expect(!next.problems.contains { $0.contains("evt_1") })
        #expect(
            try await charged.world.number(
                "SELECT count(*) FROM processor_event WHERE handled_at IS NULL AND outcome <> ''") == 1)
        #expect(try await charged.world.books.checkBooks() == [])
    }

    @Test func `A processor that says nothing is asked three times, not for every message`() async throws {
        let charged = try await Charged()
        for number in 1...9 { try await charged.record("evt_\(number)", .unknown(reason: "time-out")) }
        let batch = try await charged.inbox.workOff(limit: 100)
        #expect(batch.results.count == 9 && batch.results.allSatisfy { !$0.isHandled })
        #expect(batch.silent == ["scripted"])
        #expect(charged.cards.fetched.count == 3)
        #expect(batch.results.count { $0.outcome == "scripted does not answer" } == 6)
        // Whoever knows already does not ask at all, and leaves them as they are.
        let silent = try await charged.inbox.workOff(limit: 100, passingOver: ["scripted"])
        #expect(silent.results.isEmpty)
    }

    @Test func `An answer in between begins the count again`() async throws {
        let charged = try await Charged()
        for number in 1...9 {
            try await charged.record(
                "evt_\(number)", number % 3 == 0 ? .nothing : .unknown(reason: "object is gone"))
        }
        let batch = try await charged.inbox.workOff(limit: 100)
        #expect(batch.silent.isEmpty && batch.results.count { $0.isHandled } == 3)
        #expect(charged.cards.fetched.count == 9)
    }

    @Test func `A refund that is told before its charge has its answer waits for it`() async throws {
        let charged = try await Charged(isAnswered: false)
        #expect(charged.attempt.state == .unknown)
        try await charged.record("evt_1", .refund(charged.refund()))
        // What happened before the charge was sent is not about it.
        try await charged.record("evt_0", .refund(charged.refund()), createdAt: 1_700_000_000)
        let early = try await charged.inbox.workOff(limit: 10).results
        #expect(early.first { $0.id == "evt_1" }?.isHandled == false, "\(early)")
        #expect(early.first { $0.id == "evt_0" }?.isHandled == true, "\(early)")

        charged.cards.beSilent(false)
        // Nobody's lease is left.
        try await charged.world.execute("UPDATE payment_attempt SET lease_until = clock_timestamp()")
        try await charged.world.run(asOf: Self.at, gateway: charged.cards)
        #expect(try await charged.world.books.allAttempts().first?.reference == "ch_1")
        try await charged.world.execute("UPDATE processor_event SET next_try_at = clock_timestamp()")
        let late = try await charged.inbox.workOff(limit: 10).results
        #expect(late.map(\.isHandled) == [true], "\(late)")
        #expect(try await charged.postings("refunded_outside") == 1)
        #expect(try await charged.world.books.checkBooks() == [])
    }

    @Test func `What a charge's own message says was given back is posted`() async throws {
        let charged = try await Charged()
        charged.cards.listRefunds(.refunds([charged.refund()]), ofCharge: "ch_1")
        for id in ["evt_1", "evt_2"] {
            try await charged.record(
                id,
                .charge(
                    ProcessorCharge(
                        reference: "ch_1", attemptID: charged.attempt.id, invoiceID: charged.attempt.invoice,
                        amountMinorUnits: charged.attempt.charge.amountMinorUnits, currencyCode: "USD",
                        createdAt: 0, standing: .succeeded(reference: "ch_1"), refundedMinorUnits: 1_000)))
            let batch = try await charged.inbox.workOff(limit: 10)
            #expect(batch.results.allSatisfy { $0.isHandled }, "\(batch.results)")
        }
        #expect(try await charged.postings("refunded_outside") == 1)
        #expect(
            try await charged.world.number(
                "SELECT count(*) FROM outbox WHERE kind = 'invoice.under_review'") == 1)
        #expect(try await charged.world.books.checkBooks() == [])
    }
}
