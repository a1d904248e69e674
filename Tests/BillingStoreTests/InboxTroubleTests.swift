import Billing
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// Messages that cannot be worked off, or come before what they are about is known.
@Suite struct InboxTroubleTests {
    @Test func `A message that cannot be worked off holds up no other, and no run`() async throws {
        let charged = try await ToldCharge()
        try await charged.record(
            "evt_1",
            .dispute(
                ProcessorDispute(
                    reference: "dp_1", chargeReference: charged.reference, amountMinorUnits: 8_552,
                    currencyCode: "EUR",
                    status: .open, isWithdrawn: true, reason: "fraudulent")))
        try await charged.record("evt_2", .refund(charged.refund()))
        let report = try await charged.world.run(asOf: ToldCharge.at, gateway: charged.cards)
        #expect(try await charged.postings("refunded_outside") == 1)
        let told = report.problems.filter { $0.contains("evt_1") }
        #expect(told.count == 1 && told.allSatisfy { $0.contains("scripted") }, "\(report.problems)")
        #expect(report.needsAttention)
        // It waits, and a run that comes before its time does not look at it.
        let next = try await charged.world.run(asOf: ToldCharge.at, gateway: charged.cards)
        #expect(!next.problems.contains { $0.contains("evt_1") })
        #expect(
            try await charged.world.number(
                "SELECT count(*) FROM processor_event WHERE handled_at IS NULL AND outcome <> ''") == 1)
        #expect(try await charged.world.books.checkBooks() == [])
    }

    @Test func `A processor that says nothing is asked three times, not for every message`() async throws {
        let charged = try await ToldCharge()
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
        let charged = try await ToldCharge()
        for number in 1...9 {
            try await charged.record(
                "evt_\(number)", number % 3 == 0 ? .nothing : .unknown(reason: "object is gone"))
        }
        let batch = try await charged.inbox.workOff(limit: 100)
        #expect(batch.silent.isEmpty && batch.results.count { $0.isHandled } == 3)
        #expect(charged.cards.fetched.count == 9)
    }

    @Test func `A refund that is told before its charge has its answer waits for it`() async throws {
        let charged = try await ToldCharge(isAnswered: false)
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
        try await charged.world.run(asOf: ToldCharge.at, gateway: charged.cards)
        #expect(try await charged.world.books.allAttempts().first?.reference == charged.reference)
        try await charged.world.execute("UPDATE processor_event SET next_try_at = clock_timestamp()")
        let late = try await charged.inbox.workOff(limit: 10).results
        #expect(late.map(\.isHandled) == [true], "\(late)")
        #expect(try await charged.postings("refunded_outside") == 1)
        #expect(try await charged.world.books.checkBooks() == [])
    }

    @Test func `What a charge's own message says was given back is posted`() async throws {
        let charged = try await ToldCharge()
        charged.cards.listRefunds(.refunds([charged.refund()]), ofCharge: charged.reference)
        for id in ["evt_1", "evt_2"] {
            try await charged.record(
                id,
                .charge(
                    ProcessorCharge(
                        reference: charged.reference, attemptID: charged.attempt.id,
                        invoiceID: charged.attempt.invoice,
                        amountMinorUnits: charged.attempt.charge.amountMinorUnits, currencyCode: "USD",
                        createdAt: 0, standing: .succeeded(reference: charged.reference),
                        refundedMinorUnits: 1_000)))
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
