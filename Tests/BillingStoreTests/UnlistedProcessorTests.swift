import Billing
import BillingCalendar
import BillingRun
import Postgres
import SystemTimeZones
import Testing

@testable import BillingStore
@testable import Simulation

/// Who waits while a processor does not list its charges: those who may have paid there, and after a restore everybody.
@Suite struct UnlistedProcessorTests {
    private static let start = TwoProcessors.start

    /// Razorpay cannot be listed; its only customer beside Stripe waits, others do not.
    private static func expectOnlyItsOwnCustomersWait(_ books: any BillingBooks) async throws {
        let world = try await TwoProcessors(books, first: "stripe")
        let other = try await TwoProcessors.customer(2, methods: ["stripe"], in: books)
        world.razorpay.list(nil)
        for _ in 1...2 {
            let report = try await world.run()
            #expect(
                report.problems.count == 1 && report.problems[0].contains("time-out"), "\(report.problems)")
            #expect(report.problems[0].contains("nor to accounts that have a method there"))
            #expect(world.sent == ["send:\(other.id)-1"])
        }
        let commands = CollectionCommands(books: books, gateways: world.gateways, deployment: "test")
        await #expect(throws: CollectionRefusal.self) {
            _ = try await commands.pay(invoice: world.invoice.id, with: "pm_stripe", at: Self.start)
        }
        world.razorpay.list([])
        #expect(try await world.run(day: 1).problems == [])
        #expect(world.sent == ["send:\(other.id)-1", "send:\(world.invoice.id)-1"])
    }

    @Test
    func
        `While Razorpay cannot be listed, customers with a method there wait, at Stripe as well, and no others`()
        async throws
    {
        let bookkeeping = try await Bookkeeping()
        try await Self.expectOnlyItsOwnCustomersWait(bookkeeping.books)
        #expect(try await bookkeeping.books.checkBooks() == [])
    }

    @Test func `So they do with the books in memory`() async throws {
        try await Self.expectOnlyItsOwnCustomersWait(MemoryBooks(catalog: .sample(), zones: .system))
    }

    @Test func `After a restore nobody is charged anywhere until every processor has been listed`()
        async throws
    {
        let bookkeeping = try await Bookkeeping()
        let world = try await TwoProcessors(bookkeeping.books)
        #expect(try await world.run().problems == [])
        #expect(world.sent == ["send:\(world.invoice.id)-1"])
        let other = try await TwoProcessors.customer(2, methods: ["stripe"], in: bookkeeping.books)
        // As in a copy: its marks are of the books that it was made of.
        try await bookkeeping.execute("UPDATE processor_audit SET books = 'the books before'")
        world.razorpay.list(nil)
        for _ in 1...2 {
            let report = try await world.run()
            #expect(report.problems.count == 1, "\(report.problems)")
            #expect(
                report.problems.allSatisfy {
                    $0.contains("through any processor") && $0.contains("restored from a copy")
                        && $0.contains("razorpay does not list")
                })
            #expect(world.sent.count == 1)
        }
        let commands = CollectionCommands(
            books: bookkeeping.books, gateways: world.gateways, deployment: "test")
        await #expect {
            _ = try await commands.pay(invoice: other.id, with: "pm_stripe", at: Self.start)
        } throws: { error in "\(error)".contains("restored from a copy") || "\(error)".contains("is ready") }
        #expect(world.sent.count == 1)
        world.razorpay.list([])
        #expect(try await world.run(day: 1).problems == [])
        #expect(world.sent == ["send:\(other.id)-1", "send:\(world.invoice.id)-1"])
        // Compared once, they are the books that count: Razorpay's next silence stops only its own customers.
        world.razorpay.list(nil)
        #expect(
            try await world.run(day: 1).problems.contains { $0.contains("through any processor") } == false)
        #expect(try await bookkeeping.books.checkBooks() == [])
    }
}
