import Billing
import BillingCalendar
import BillingRun
import Monetary
import SystemTimeZones
import Testing

@testable import BillingStore
@testable import Simulation

/// A voided invoice fills no minimum (rules 6.1 and 10.2), on both engines.
@Suite struct VoidedMinimumTests {
    private typealias Engine = any BillingBooks & BooksInspection
    private static let start = instant("2024-01-01T05:00:00Z")
    private static let february = instant("2024-02-01T05:00:00Z")
    private static let march = instant("2024-03-01T05:00:00Z")

    /// The plan "pro": 79.00 a month, at least 80.00, calls at 0.0005 beyond 1,000; nothing is charged by itself.
    private static func subscribe(_ books: Engine) async throws {
        try await AccountCommands(books: books).add(.sample("acct_1", collection: .manual), at: start)
        let order = SubscribeOrder(
            subscription: "sub_1", account: "acct_1", plan: "pro", interval: .init(.month))
        _ = try await SubscriptionCommands(books: books).subscribe(order, at: start)
    }

    /// Voids one of the invoices, by its place in the order of issue, from 1.
    private static func void(_ place: Int, _ books: Engine, at: Instant) async throws {
        let invoice = try await invoices(books)[place - 1]
        _ = try await InvoiceCorrections(books: books, author: "ann").void(
            invoice.number, reason: "r", at: at)
    }

    private static func invoices(_ books: Engine) async throws -> [Invoice] {
        try await books.allInvoices().sorted { $0.content.issuedAt < $1.content.issuedAt }
    }

    /// Late use of January that comes to 15.00.
    private static func useLate(_ books: Engine) async throws {
        let event = UsageEvent(
            id: "e1", account: "acct_1", subscription: "sub_1", meter: "calls",
            quantity: ExactDecimal(31_000), at: instant("2024-01-20T00:00:00Z"),
            recordedAt: instant("2024-02-02T00:00:00Z"))
        _ = try await AccountCommands(books: books).recordUsage([event])
    }

    private static func bill(_ books: Engine, at: Instant) async throws {
        let record = RunRecord(id: "run \(at)", asOf: at, startedAt: at, scope: .everything)
        let services = RunServices(books: books, gateways: GatewaySet([]), deployment: "test")
        _ = try await BillingRun(RunOrder(record: record, stages: [.invoice]), services: services).run()
    }

    /// Kind and amount of what is asked for beside the plan, invoice by invoice.
    private static func lines(_ books: Engine) async throws -> [[String]] {
        try await invoices(books).map { invoice in
            invoice.content.lines.filter { $0.kind != .plan && $0.amountMinorUnits != 0 }
                .map { "\($0.kind.rawValue) \($0.amountMinorUnits)" }
        }
    }

    private static func onBothEngines(
        _ play: (Engine) async throws -> Void
    ) async throws -> [[String]] {
        let world = try await Bookkeeping()
        let engines: [Engine] = [world.books, try MemoryBooks(catalog: .sample(), zones: .system)]
        var told: [[[String]]] = []
        for books in engines {
            try await play(books)
            told.append(try await lines(books))
        }
        #expect(try await world.books.checkBooks() == [])
        #expect(told[0] == told[1], "memory and database come to the same")
        return told[0]
    }

    @Test func `A plan charge that was voided in its period leaves the whole minimum`() async throws {
        let told = try await Self.onBothEngines { books in
            try await Self.subscribe(books)
            try await Self.void(1, books, at: Self.start.adding(seconds: 86_400))
            try await Self.bill(books, at: Self.february)
        }
        #expect(told == [[], ["minimum 8000"]])
    }

    @Test func `One that is voided later fills nothing when late use comes, and the minimum stays`()
        async throws
    {
        let told = try await Self.onBothEngines { books in
            try await Self.subscribe(books)
            try await Self.bill(books, at: Self.february)
            try await Self.void(1, books, at: Self.february.adding(seconds: 60))
            try await Self.useLate(books)
            try await Self.bill(books, at: Self.march)
        }
        #expect(told == [[], ["minimum 100"], ["minimum 100", "late_usage 1500"]])
    }

    @Test func `A minimum that was voided is not given back when late use comes`() async throws {
        let told = try await Self.onBothEngines { books in
            try await Self.subscribe(books)
            try await Self.bill(books, at: Self.february)
            try await Self.void(2, books, at: Self.february.adding(seconds: 60))
            try await Self.useLate(books)
            try await Self.bill(books, at: Self.march)
        }
        #expect(told == [[], ["minimum 100"], ["minimum 8000", "late_usage 1500"]])
    }

    @Test func `Without a void the minimum that late use fills is given back`() async throws {
        let told = try await Self.onBothEngines { books in
            try await Self.subscribe(books)
            try await Self.bill(books, at: Self.february)
            try await Self.useLate(books)
            try await Self.bill(books, at: Self.march)
        }
        #expect(told.last == ["minimum -100", "minimum 100", "late_usage 1500"])
    }
}
