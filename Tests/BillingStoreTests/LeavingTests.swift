import Billing
import BillingCalendar
import BillingRun
import Monetary
import SystemTimeZones
import Testing

@testable import BillingStore
@testable import Simulation

/// Use that would be lost or let through: when a subscription is handed over, dated before it began, or dated back past
/// a hard limit; on both engines.
@Suite struct LeavingTests {
    private typealias Engine = any BillingBooks & BooksInspection
    private static let start = instant("2024-01-31T05:00:00Z")

    private static func engines(_ catalog: Catalog) async throws -> [Engine] {
        let world = try await Bookkeeping(catalog: catalog)
        let engines: [Engine] = [world.books, try MemoryBooks(catalog: catalog, zones: .system)]
        for books in engines {
            try await AccountCommands(books: books).add(.sample("acct_1", collection: .manual), at: start)
            _ = try await SubscriptionCommands(books: books).subscribe(
                SubscribeOrder(
                    subscription: "sub_1", account: "acct_1", plan: "pro", interval: .init(.month)),
                at: start)
        }
        return engines
    }

    private static func use(_ id: String, _ quantity: Int64, at: String, recordedAt: String? = nil)
        -> UsageEvent
    {
        UsageEvent(
            id: id, account: "acct_1", subscription: "sub_1", meter: "calls",
            quantity: ExactDecimal(quantity), at: instant(at), recordedAt: instant(recordedAt ?? at))
    }

    @Test("what was used until a subscription is handed over is billed, and a cancel that waited is gone")
    func handedOver() async throws {
        for books in try await Self.engines(.sample()) {
            _ = try await AccountCommands(books: books).recordUsage([
                Self.use("e1", 21_000, at: "2024-02-20T00:00:00Z")
            ])
            let subscriptions = SubscriptionCommands(books: books)
            _ = try await subscriptions.setAddOns(
                AddOnOrder(subscription: "sub_1", set: ["database": .one]),
                at: instant("2024-02-20T00:00:00Z"))
            _ = try await subscriptions.cancel(
                CancelOrder(subscription: "sub_1"), at: instant("2024-02-21T00:00:00Z"))
            let at = instant("2024-02-22T00:00:00Z")
            let made = try await subscriptions.handOver(
                "sub_1", to: "stripe", reference: "sub_1Nx", at: at)
            // 20,000 × 0.0005 with the whole month's allowance, and the add-on's 9 of 29 days that waited.
            let lines = made.flatMap(\.content.lines)
            #expect(made.map(\.content.kind) == [.final])
            #expect(lines.first { $0.kind == .usage && $0.item == "calls" }?.amountMinorUnits == 1_000)
            #expect(lines.contains { $0.kind == .prorationCharge && $0.item == "database" })
            let subscription = try #require(try await books.allSubscriptions().first)
            #expect(subscription.pendingLines.isEmpty && subscription.windows.isEmpty)
            #expect(!subscription.cancelAtPeriodEnd && subscription.nextBoundaryAt == nil)
            #expect(subscription.outsideBilling?.since == at && subscription.status == .active)
            #expect(subscription.currentPeriod.end == at)
        }
    }

    @Test("use dated before its subscription began is refused: nothing would ever bill it (5.1)")
    func beforeTheStart() async throws {
        for books in try await Self.engines(.sample()) {
            let accounts = AccountCommands(books: books)
            let wrong = Self.use("e1", 5, at: "2023-02-20T00:00:00Z", recordedAt: "2024-02-20T00:00:00Z")
            let words =
                "usage \"e1\" happened at 2023-02-20T00:00:00Z, before subscription \"sub_1\" began at "
                + "2024-01-31T05:00:00Z: look at its year (rule 5.1)"
            await #expect {
                _ = try await accounts.recordUsage([
                    Self.use("e0", 5, at: "2024-01-31T05:00:00Z"), wrong,
                ])
            } throws: {
                "\($0)" == words
            }
            await #expect {
                _ = try await CustomerView(books: books).record(wrong)
            } throws: {
                "\($0)" == words
            }
            // At the very start is in time.
            let first = Self.use("e0", 5, at: "2024-01-31T05:00:00Z")
            #expect(
                try await accounts.recordUsage([first]) == UsageRecording(recorded: 1, repeated: 0),
                "nothing of a refused batch is kept")
        }
    }

    private static func limited() throws -> Catalog {
        var catalog = try Catalog.sample()
        catalog.plans["pro"]?.limits["calls"] = .hard(included: ExactDecimal(1_000))
        return catalog
    }

    @Test("a hard limit is that of the whole period, however use is dated back (5.6)")
    func datedBack() async throws {
        for books in try await Self.engines(Self.limited()) {
            let view = CustomerView(books: books)
            func isAllowed(_ event: UsageEvent) async throws -> Bool {
                if case .recorded = try await view.record(event) { return true }
                return false
            }
            #expect(try await isAllowed(Self.use("e1", 600, at: "2024-02-10T00:00:00Z")))
            #expect(
                try await isAllowed(
                    Self.use("e2", 400, at: "2024-02-05T00:00:00Z", recordedAt: "2024-02-11T00:00:00Z")))
            #expect(
                try await !isAllowed(
                    Self.use("e3", 500, at: "2024-02-05T00:00:00Z", recordedAt: "2024-02-11T00:00:00Z")))
            let check = try await view.check(
                CustomerView.LimitQuestion(
                    subscription: "sub_1", meter: "calls", quantity: .one,
                    at: instant("2024-02-05T00:00:00Z")))
            #expect(check.check == .refused(current: ExactDecimal(1_000), limit: ExactDecimal(1_000)))

            // The period of February and March is billed: what is dated into it counts there.
            _ = try await SubscriptionCommands(books: books).resume(
                "sub_1", at: instant("2024-03-31T00:00:00Z"))
            let late = "2024-03-31T00:00:00Z"
            #expect(
                try await !isAllowed(Self.use("e4", 1, at: "2024-02-05T00:00:00Z", recordedAt: late)))
            #expect(
                try await isAllowed(Self.use("e5", 1_000, at: "2024-03-05T00:00:00Z", recordedAt: late)))
            #expect(
                try await !isAllowed(Self.use("e6", 1, at: "2024-03-30T00:00:00Z", recordedAt: late)))
        }
    }
}
