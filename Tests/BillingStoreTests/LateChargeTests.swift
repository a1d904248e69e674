import Billing
import BillingCalendar
import BillingRun
import Testing

@testable import BillingStore

/// A charge that was declined, and succeeded after all when its invoice had been corrected meanwhile.
@Suite struct LateChargeTests {
    private let issued = instant("2024-01-31T05:00:00Z")
    private let later = instant("2024-02-05T00:00:00Z")

    private func corrections(_ world: Bookkeeping) -> InvoiceCorrections {
        InvoiceCorrections(books: world.books, author: "ann")
    }

    /// An invoice with a declined charge that turns out to have succeeded after `body` has corrected the invoice.
    private func lateSuccess(
        after body: (Bookkeeping) async throws -> Void
    ) async throws -> (world: Bookkeeping, settled: [SettledCharge]) {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: "pay_1")]])
        try await world.run(asOf: issued, gateway: cards)
        try await body(world)
        let attempt = try #require(try await world.books.allAttempts().first).id
        let settled = try await Charging(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test", asOf: later
        ).settle([attempt: .answer(.succeeded(reference: "pay_1"))])
        return (world, settled)
    }

    @Test func `A charge that comes late for a written-off invoice is a recovery`() async throws {
        let (world, settled) = try await lateSuccess { world in
            _ = try await corrections(world).writeOff("INV-2024-001", reason: "hopeless", at: later)
        }
        #expect(settled.map(\.state) == [.succeeded])
        #expect(try await world.books.allInvoices().map(\.status) == [.paid])
        #expect(try await world.ledger("bad_debt") == 0)
        #expect(try await world.ledger("processor_clearing") == 8_552)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A charge that comes late for more than a write-off left is owed back as a whole`()
        async throws
    {
        let (world, settled) = try await lateSuccess { world in
            _ = try await corrections(world).writeOff("INV-2024-001", reason: "hopeless", at: later)
            _ = try await corrections(world).record(
                ManualPaymentOrder(amountMinorUnits: 552, reference: "quota"), for: "INV-2024-001", at: later)
        }
        #expect(settled.map(\.state) == [.surplus])
        #expect(try await world.books.allInvoices().map(\.status) == [.uncollectible])
        #expect(try await world.ledger("bad_debt") == 8_000)
        #expect(try await world.ledger("refunds_payable") == -8_552)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A charge that comes late for a void invoice is owed back, and so is what the bank brings`()
        async throws
    {
        let (world, settled) = try await lateSuccess { world in
            _ = try await corrections(world).void("INV-2024-001", reason: "a test", at: later)
        }
        #expect(settled.map(\.state) == [.surplus])
        #expect(try await world.books.allInvoices().map(\.status) == [.void])
        #expect(try await world.ledger("refunds_payable") == -8_552)
        #expect(try await world.books.reader.alarms().items.map(\.alarm.kind) == [.doubleCharge])
        let transfer = try await corrections(world).record(
            ManualPaymentOrder(amountMinorUnits: 8_552, reference: "b"), for: "INV-2024-001", at: later)
        #expect(transfer.invoice.status == .void && transfer.payment?.balanceMinorUnits == 8_552)
        #expect(try await world.books.checkBooks() == [])
    }
}
