import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres
import Testing

@testable import BillingStore

/// Recording use once, and noticing what comes late (rules 5.1 and 5.7).
@Suite struct UsageRecordingTests {
    @Test func `The same event is ignored, in one batch and in the next`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let event = world.use("e1", of: 1, 5, at: instant("2024-02-01T00:00:00Z"))
        let other = world.use("e2", of: 1, 5, at: instant("2024-02-01T00:00:00Z"))
        #expect(
            try await world.accounts.recordUsage([event, event, other])
                == UsageRecording(recorded: 2, repeated: 1))
        #expect(
            try await world.accounts.recordUsage([other, event]) == UsageRecording(recorded: 0, repeated: 2))
        var later = event
        later.recordedAt = instant("2024-02-03T00:00:00Z")
        #expect(
            try await world.accounts.recordUsage([later]) == UsageRecording(recorded: 0, repeated: 1),
            "the recording instant does not count")
    }

    @Test func `An id with other content is an error that names the difference, whatever the month`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let event = world.use("e1", of: 1, 5, at: instant("2024-02-01T00:00:00Z"))
        _ = try await world.accounts.recordUsage([event])
        var differing: [(String, UsageEvent)] = []
        for field in ["quantity", "instant", "meter", "key"] {
            var other = event
            switch field {
            case "quantity": other.quantity = ExactDecimal(6)
            case "instant":
                other.at = instant("2024-05-01T00:00:00Z")
                other.recordedAt = other.at
            case "meter": other.meter = "storage"
            default: other.key = "k"
            }
            differing.append((field, other))
        }
        for (field, other) in differing {
            let fresh = world.use("fresh \(field)", of: 1, 1, at: instant("2024-02-01T00:00:00Z"))
            await #expect(throws: RunError.conflictingUsage(id: "e1", account: "acct_1", difference: field)) {
                try await world.accounts.recordUsage([fresh, other])
            }
        }
        #expect(
            try await world.number("SELECT count(*) FROM usage_event") == 1,
            "nothing of a refused batch is kept")
        #expect(try await world.number("SELECT count(*) FROM usage_event_id") == 1)
    }

    @Test func `Unknown subscriptions, strangers' subscriptions and unknown meters are refused`() async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        try await world.customer(2)
        let at = instant("2024-02-01T00:00:00Z")
        var stranger = world.use("e1", of: 1, 5, at: at)
        stranger.subscription = "sub_2"
        await #expect(throws: BillingError.unknown(kind: "subscription of account \"acct_9\"", id: "sub_9")) {
            try await world.accounts.recordUsage([world.use("e1", of: 9, 5, at: at)])
        }
        await #expect(throws: BillingError.unknown(kind: "subscription of account \"acct_1\"", id: "sub_2")) {
            try await world.accounts.recordUsage([stranger])
        }
        await #expect(throws: BillingError.unknown(kind: "meter", id: "nothing")) {
            try await world.accounts.recordUsage([world.use("e1", of: 1, 5, meter: "nothing", at: at)])
        }
    }

    @Test func `Late use is billed with the next boundary, and only once`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        try await world.run(asOf: instant("2024-03-01T00:00:00Z"))
        let late = world.use(
            "late", of: 1, 900_000, at: instant("2024-02-10T00:00:00Z"),
            recordedAt: instant("2024-03-05T00:00:00Z"))
        _ = try await world.accounts.recordUsage([late])
        #expect(try await world.books.allSubscriptions()[0].lateUsageSince == late.at)
        try await world.run(asOf: instant("2024-04-01T00:00:00Z"))
        let second = try #require(try await world.books.allInvoices().last)
        #expect(second.content.lines.contains { $0.kind == .lateUsage && $0.amountMinorUnits > 0 })
        #expect(try await world.books.allSubscriptions()[0].lateUsageSince == nil)
        try await world.run(asOf: instant("2024-05-01T00:00:00Z"))
        let third = try #require(try await world.books.allInvoices().last)
        #expect(third.id != second.id && third.content.lines.allSatisfy { $0.kind != .lateUsage })
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `While use is being recorded its subscription is not billed`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let biller = world.colleague("biller")
        let event = world.use("e1", of: 1, 5_000, at: instant("2024-02-10T00:00:00Z"))
        let asOf = instant("2024-03-01T00:00:00Z")
        try await world.books.transaction { transaction in
            _ = try await transaction.recordUsage([event])
            let claimed = try await biller.transaction {
                try await $0.claimDue(.everything, asOf: asOf, limit: 5).count
            }
            #expect(claimed == 0, "its totals would miss the event")
        }
        let report = try await world.run(asOf: asOf, stages: [.invoice])
        #expect(report.invoicesIssued == 1)
        let issued = try #require(try await world.books.allInvoices().last)
        #expect(issued.content.lines.contains { $0.kind == .usage && $0.amountMinorUnits > 0 })
    }

    @Test func `Use that waited for the billing of its period is late`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let recorder = world.colleague("recorder")
        let event = world.use("e1", of: 1, 5_000, at: instant("2024-02-10T00:00:00Z"))
        let recording = try await world.books.transaction { transaction in
            let claim = try await transaction.claimSubscription("sub_1")
            let recording = Task { try await AccountCommands(books: recorder).recordUsage([event]) }
            // Time enough to record, for a recorder that does not wait.
            try await Task.sleep(for: .milliseconds(150))
            let outcome = try await transaction.catalog().context(for: claim.account)
                .closeBoundary(claim.subject, usage: UsageTotals(), issuedAt: instant("2024-03-01T00:00:00Z"))
            _ = try await transaction.write([outcome], run: nil)
            return recording
        }
        #expect(try await recording.value == UsageRecording(recorded: 1, repeated: 0))
        #expect(try await world.books.allSubscriptions()[0].lateUsageSince == event.at)
    }

    /// Recorders and billing at once: whatever the order, every event is billed once, in time or as late.
    @Test func `Use recorded while its period is billed is never lost`() async throws {
        let world = try await Bookkeeping()
        for number in 1...4 { try await world.customer(number) }
        let at = instant("2024-02-28T00:00:00Z")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for recorder in 0..<3 {
                let books = world.colleague("recorder \(recorder)", connections: 1)
                group.addTask {
                    for round in 0..<25 {
                        let events = (1...4).map { number in
                            world.use("\(recorder)-\(round)", of: number, 1_000, at: at)
                        }
                        _ = try await AccountCommands(books: books).recordUsage(events)
                    }
                }
            }
            let biller = world.colleague("biller", connections: 1)
            group.addTask {
                try await Task.sleep(for: .milliseconds(40))
                // Subscriptions that a recorder holds are passed over, so it may take several runs.
                while try await world.number("SELECT count(*) FROM invoice") < 8 {
                    try await world.run(
                        asOf: instant("2024-03-01T00:00:00Z"), books: biller, stages: [.invoice])
                }
            }
            try await group.waitForAll()
        }
        try await world.run(asOf: instant("2024-04-01T00:00:00Z"), stages: [.invoice])
        for number in 1...4 {
            let lines = try await world.books.allInvoices().filter { $0.content.account == "acct_\(number)" }
                .flatMap(\.content.lines).filter { $0.item == "calls" }
            let billed = try lines.reduce(ExactDecimal.zero) { try $0 + $1.quantity }
            // 3 × 25 × 1,000 calls, 1,000 of them included in the closed month.
            #expect(billed == ExactDecimal(74_000), "account \(number)")
        }
        #expect(try await world.books.checkBooks() == [])
    }
}
