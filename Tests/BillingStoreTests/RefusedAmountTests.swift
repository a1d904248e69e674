import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// A charge that its processor refuses for what it asks, and not for who is to pay it: no decline of anybody's.
@Suite struct RefusedAmountTests {
    private static let issued = instant("2024-01-31T05:00:00Z")

    @Test(
        arguments: [
            ("amount_too_small", "minimum_charge"), ("amount_too_large", "dueday invoice"),
            ("amount_not_representable", "dueday invoice"), ("amount_not_accepted", "dueday invoice"),
            ("malformed_charge", "deployment"),
        ])
    func `It is held and told, never dunned, and charged once it is taken`(code: String, advice: String)
        async throws
    {
        let world = try await Bookkeeping()
        for number in 1...2 { try await world.customer(number) }
        let cards = ScriptedCards(["card": [.refused(code: code)]])
        // Longer than any schedule, and than the tries that a card may have.
        for day in 0..<30 {
            let at = Self.issued.adding(seconds: Int64(day) * 86_400)
            let report = try await world.run(asOf: at, gateway: cards, stages: [.recover, .charge, .dunning])
            #expect(report.failedRounds == 0 && report.reminders == 0, "day \(day)")
            #expect(report.needsAttention)
            let problems = report.problems.filter { $0.contains(code) && $0.contains(advice) }
            #expect(problems.count == 1 && report.problems.count == 1, "day \(day): \(report.problems)")
        }
        #expect(try await world.books.allAttempts().allSatisfy { $0.state == .refused })
        #expect(try await world.number("SELECT count(*) FROM outbox WHERE kind <> 'invoice.issued'") == 0)
        #expect(
            try await world.number("SELECT count(*) FROM collection WHERE has_failed_round OR is_in_round")
                == 0)
        #expect(
            try await world.number("SELECT count(*) FROM payment_method WHERE barred_by IS NOT NULL") == 0)
        let at = Self.issued.adding(seconds: 30 * 86_400)
        try await world.run(asOf: at, stages: [.recover, .charge, .dunning])
        #expect(try await world.books.allInvoices().map(\.status) == [.paid, .paid])
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `What a card was declined for before is dunned all the same`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let backup = PaymentMethod(id: "backup", processor: "scripted")
        try await world.accounts.setPaymentMethod(
            PaymentMethodOrder(account: "acct_1", method: backup, makeDefault: false), at: Self.issued)
        let cards = ScriptedCards([
            "card": [.declined("insufficient_funds", reference: nil)],
            "backup": [.refused(code: "amount_too_small")],
        ])
        let report = try await world.run(asOf: Self.issued, gateway: cards)
        #expect(try await world.books.allAttempts().map(\.state) == [.declined, .refused])
        #expect(report.failedRounds == 1)
        #expect(try await world.number("SELECT count(*) FROM collection WHERE has_failed_round") == 1)
        #expect(
            try await world.number(
                "SELECT count(*) FROM collection WHERE last_decline = 'insufficient_funds'") == 1)
    }
}
