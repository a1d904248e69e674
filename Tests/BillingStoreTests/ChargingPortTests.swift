import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// Leases, the kill switch and what is claimed, as PROCESSORS 5 wants them.
@Suite struct ChargingPortTests {
    private static let at = instant("2024-01-31T05:00:00Z")

    /// A database with one open invoice and its first attempt written, not sent.
    private func prepared(leaseSeconds: Int64 = 180) async throws -> (world: Bookkeeping, attempt: String) {
        let world = try await Bookkeeping(settings: StoreSettings(leaseSeconds: leaseSeconds, worker: "test"))
        try await world.customer(1)
        let id = try await world.books.transaction { transaction in
            let item = try #require(
                try await transaction.claimRoundsDue(.everything, asOf: Self.at, limit: 5).first)
            var outcome = ChargeOutcome(
                invoice: item.invoice.id, account: "acct_1", collection: item.collection, at: Self.at)
            outcome.collection.enterRound(at: Self.at)
            outcome.collection.tried = ["card"]
            let attempt = PaymentAttempt(
                id: "a1", invoice: item.invoice.id, account: "acct_1", sequence: 1, round: 1, method: "card",
                processor: "scripted",
                charge: PreparedCharge(
                    attemptID: "a1", idempotencyKey: "k1", apiVersion: "v1", body: [1, 2, 255, 0],
                    customerReference: "cus", amountMinorUnits: item.invoice.amountDueMinorUnits,
                    currencyCode: "USD"))
            outcome.attempt = attempt
            try await transaction.write([outcome])
            return attempt.id
        }
        return (world, id)
    }

    @Test func `A prepared attempt blocks its invoice and comes back byte by byte`() async throws {
        let (world, id) = try await prepared()
        let due = try await world.books.transaction {
            try await $0.claimRoundsDue(.everything, asOf: Self.at, limit: 5).count
        }
        #expect(due == 0)
        let attempt = try #require(try await world.books.allAttempts().first)
        #expect(attempt.id == id && attempt.state == .ready && attempt.charge.body == [1, 2, 255, 0])
        #expect(attempt.charge.customerReference == "cus" && attempt.sentAt == nil)
    }

    @Test func `An attempt is sent by one worker only, and repeated only by who holds its lease`()
        async throws
    {
        let (world, id) = try await prepared()
        let other = world.colleague("other")
        let sent = try await world.books.transaction { try await $0.markSent([id], at: Self.at, besides: []) }
        #expect(sent.map(\.state) == [.sent])
        #expect(sent[0].sentAt == Self.at && sent[0].firstSentAtEpoch != nil)
        #expect(try await other.transaction { try await $0.markSent([id], at: Self.at, besides: []) }.isEmpty)
        #expect(
            try await other.transaction { try await $0.claimUnsettled(.everything, SweepPage(limit: 5)) }
                .isEmpty)
        try await world.execute(
            "UPDATE payment_attempt SET lease_until = clock_timestamp() - interval '1 second'")
        let swept = try await other.transaction {
            try await $0.claimUnsettled(.everything, SweepPage(limit: 5))
        }
        #expect(swept.map(\.attempt.id) == [id])
        let age = try #require(swept[0].secondsSinceFirstSend)
        #expect((0..<60).contains(age), "by the database's clock, not by the run's")
        #expect(
            try await world.books.transaction { try await $0.markSent([id], at: Self.at, besides: []) }
                .isEmpty)
        let again = try await other.transaction {
            try await $0.markSent([id], at: instant("2024-02-05T00:00:00Z"), besides: [])
        }
        #expect(again.map(\.sentAt) == [Self.at], "the first send's instant stays")
        #expect(try await world.number("SELECT sends FROM payment_attempt") == 2)
    }

    @Test func `The kill switch stops what is about to leave`() async throws {
        let (world, id) = try await prepared()
        try await world.books.setCharging(on: false)
        #expect(try await world.books.transaction { try await $0.chargingIsOn() } == false)
        #expect(
            try await world.books.transaction { try await $0.markSent([id], at: Self.at, besides: []) }
                .isEmpty)
        try await world.books.setCharging(on: true)
        #expect(
            try await world.books.transaction { try await $0.markSent([id], at: Self.at, besides: []) }.count
                == 1)
    }

    @Test func `An attempt of an invoice that is closed is not sent`() async throws {
        let (world, id) = try await prepared()
        try await world.execute("UPDATE invoice SET status = 'void'")
        #expect(
            try await world.books.transaction { try await $0.markSent([id], at: Self.at, besides: []) }
                .isEmpty)
    }

    @Test func `An answer ends the lease, so that the next sweep may ask again at once`() async throws {
        let (world, id) = try await prepared()
        _ = try await world.books.transaction { try await $0.markSent([id], at: Self.at, besides: []) }
        try await world.books.transaction { transaction in
            let item = try #require(try await transaction.claimCases(ofAttempts: [id], asOf: Self.at).first)
            var outcome = ChargeOutcome(
                invoice: item.invoice.id, account: "acct_1", collection: item.collection, at: Self.at)
            outcome.attempt = item.attempt
            outcome.attempt?.state = .unknown
            try await transaction.write([outcome])
        }
        let swept = try await world.books.transaction {
            try await $0.claimUnsettled(.everything, SweepPage(limit: 5))
        }
        #expect(swept.map(\.attempt.state) == [.unknown])
    }

    @Test func `Claims keep to their scope`() async throws {
        let world = try await Bookkeeping()
        var ids: [String] = []
        for number in 1...3 { ids += try await world.customer(number).map(\.id) }
        let scopes: [(RunScope, [String])] = [
            (.everything, ids), (.account("acct_2"), [ids[1]]), (.subscription("sub_3"), [ids[2]]),
            (.invoices([ids[0]]), [ids[0]]), (.account("nobody"), []),
        ]
        for (scope, expected) in scopes {
            let claimed = try await world.books.transaction {
                try await $0.claimRoundsDue(scope, asOf: Self.at, limit: 10)
            }
            #expect(claimed.map(\.invoice.id) == expected)
            let due = try await world.books.transaction {
                try await $0.claimDue(scope, asOf: instant("2024-03-01T00:00:00Z"), limit: 10).count
            }
            if case .invoices = scope { #expect(due == 0) } else { #expect(due == expected.count) }
        }
    }

    @Test func `Two due invoices of one subscription are claimed one after the other`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        try await world.run(asOf: instant("2024-03-01T00:00:00Z"), stages: [.invoice])
        let claimed = try await world.books.transaction {
            try await $0.claimRoundsDue(.everything, asOf: instant("2024-03-01T00:00:00Z"), limit: 10)
        }
        #expect(claimed.map(\.invoice.number) == ["INV-2024-001"])
    }
}
