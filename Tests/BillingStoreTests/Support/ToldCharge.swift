import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// A customer's charge, and an inbox for what its processor tells of it.
struct ToldCharge {
    static let at = instant("2024-02-10T00:00:00Z")

    let world: Bookkeeping
    let cards = ScriptedCards()
    let attempt: PaymentAttempt

    /// - Parameter isAnswered: whether the processor said that it succeeded; otherwise nothing came back, and nothing was
    ///   executed before the processor can be reached again.
    init(isAnswered: Bool = true) async throws {
        world = try await Bookkeeping()
        cards.beSilent(!isAnswered)
        cards.beSilent(inLists: false)
        try await world.customer(1)
        try await world.run(asOf: instant("2024-02-01T00:00:00Z"), gateway: cards)
        attempt = try #require(try await world.books.allAttempts().first)
    }

    /// The processor's id of the charge, once it was executed.
    var reference: String { "ch:\(attempt.charge.idempotencyKey)" }

    var inbox: ProcessorInbox {
        ProcessorInbox(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test", now: { Self.at })
    }

    /// Writes a message down that finds this when the processor is asked.
    ///
    /// - Parameter createdAt: seconds since 1970; long after the charge unless given.
    func record(_ id: String, _ finding: EventFinding, createdAt: Int64 = 4_000_000_000) async throws {
        cards.find(id, finding)
        try await inbox.record(
            ProcessorEvent(
                processor: "scripted", id: id, type: "t", createdAt: createdAt, isLive: false,
                subject: .charge(reference: "x")))
    }

    /// The message comes, and the processor says this when it is asked; what came of it.
    func tell(_ id: String, _ finding: EventFinding) async throws -> [EventResult] {
        try await record(id, finding)
        return try await inbox.workOff(limit: 10).results
    }

    /// A refund of 10.00 that was made by hand at the processor.
    func refund(_ standing: RefundAnswer = .succeeded(reference: "re_hand")) -> ProcessorRefund {
        ProcessorRefund(
            reference: "re_hand", refundID: nil, chargeReference: reference, amountMinorUnits: 1_000,
            currencyCode: "USD", standing: standing)
    }

    func postings(_ kind: String) async throws -> Int64 {
        try await world.number("SELECT count(*) FROM ledger_posting WHERE kind = $1::text", [.text(kind)])
    }
}
