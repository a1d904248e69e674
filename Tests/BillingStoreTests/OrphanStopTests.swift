import Billing
import BillingCalendar
import BillingRun
import Postgres
import SystemTimeZones
import Testing

@testable import BillingStore
@testable import Simulation

/// A charge at one processor that the books do not know stops the other processors as well: a customer with methods at
/// both could pay at the second what the first has taken already.
@Suite struct OrphanStopTests {
    private static let start = instant("2024-01-31T05:00:00Z")

    @Test
    func
        `A charge at Stripe that PostgreSQL's books do not know keeps Razorpay from charging, until it is decided`()
        async throws
    {
        let bookkeeping = try await Bookkeeping()
        let world = try await TwoProcessors(bookkeeping.books)
        world.showOrphan()
        try await world.expectNothingIsCharged()
        try await world.expectChargingGoesOn()
        #expect(try await bookkeeping.books.checkBooks() == [])
    }

    @Test func `So do the books in memory`() async throws {
        let world = try await TwoProcessors(MemoryBooks(catalog: .sample(), zones: .system))
        world.showOrphan()
        try await world.expectNothingIsCharged()
        try await world.expectChargingGoesOn()
    }

    @Test func `Before any run, paying by hand finds it and says what to type`() async throws {
        let world = try await TwoProcessors(try await Bookkeeping().books)
        world.showOrphan()
        let commands = CollectionCommands(books: world.books, gateways: world.gateways, deployment: "test")
        for charge in [
            { _ = try await commands.pay(invoice: world.invoice.id, with: "pm_razorpay", at: Self.start) },
            { _ = try await commands.retry(invoice: world.invoice.id, at: Self.start) },
        ] {
            await #expect {
                try await charge()
            } throws: { error in
                "\(error)".contains("through any processor") && "\(error)".contains("dueday alarms resolve")
            }
        }
        #expect(world.sent == [])
    }

    @Test func `A reconciliation compares before it sends what a restored copy had prepared`() async throws {
        let bookkeeping = try await Bookkeeping()
        let world = try await TwoProcessors(bookkeeping.books)
        // Prepared, and not sent because Razorpay could not be asked; the copy was made then.
        world.razorpay.list(nil)
        let report = try await world.run()
        #expect(report.problems.count == 1 && report.problems[0].contains("time-out"), "\(report.problems)")
        world.razorpay.list([])
        let prepared = try await bookkeeping.books.allAttempts()
        #expect(prepared.map(\.state) == [.ready])
        world.showOrphan()
        let reconciliation = Reconciliation(
            books: world.books, gateways: world.gateways, deployment: "test", at: Self.start)
        #expect(try await reconciliation.settle().charges == [])
        #expect(world.sent == [])
    }

    @Test func `A charge that names an attempt of another processor is not that attempt`() async throws {
        let bookkeeping = try await Bookkeeping()
        let world = try await TwoProcessors(bookkeeping.books)
        _ = try await world.run()
        #expect(world.sent == ["send:\(world.invoice.id)-1"])
        world.showOrphan()
        let report = try await world.run(day: 1)
        #expect(report.problems.contains { $0.contains("pi_9") && $0.contains("through any processor") })
        let inbox = ProcessorInbox(
            books: world.books, gateways: world.gateways, deployment: "test", now: { Self.start })
        try await inbox.record(
            ProcessorEvent(
                processor: "stripe", id: "pi_9", type: "t", createdAt: 0, isLive: nil,
                subject: .charge(reference: "pi_9")))
        let told = try await inbox.workOff(limit: 1)
        #expect(told.results.map(\.isHandled) == [true] && told.settled.isEmpty)
        try await world.decide(.givenBack)
        #expect(try await world.run(day: 2).problems == [])
        let attempts = try await bookkeeping.books.allAttempts()
        #expect(attempts.map(\.state) == [.succeeded] && attempts.map(\.processor) == ["razorpay"])
        #expect(try await bookkeeping.books.checkBooks() == [])
    }
}
