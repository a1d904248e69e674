import Billing
import BillingCalendar
import BillingRun
import Postgres
import SystemTimeZones
import Testing

@testable import BillingStore
@testable import Simulation

/// Charges that an older dump does not have: one decision each, and nothing is charged twice whatever it is.
@Suite struct OrphanResolutionTests {
    private static let start = instant("2024-01-31T05:00:00Z")
    /// Of what stops all charging while one charge, and no other, is not in the books.
    private static let stopped =
        "nothing is charged through any processor: scripted has 1 charge with our marks that is not in these books: "
    private static let author = CorrectionAuthor(name: "ann", reason: "dump of Tuesday restored")

    /// Books that were restored: the processor has a charge of an invoice that they have not charged.
    private struct Restored {
        let world: Bookkeeping
        let cards = ScriptedCards()
        let invoice: Invoice

        init() async throws {
            world = try await Bookkeeping()
            invoice = try await world.customer(1)[0]
        }

        /// The charge as it stands at the processor.
        func charge(
            _ reference: String = "pi_9", sequence: Int = 1, amount: Int64 = 8_552,
            _ standing: ChargeAnswer = .succeeded(reference: "pi_9")
        ) -> ProcessorCharge {
            ProcessorCharge(
                reference: reference, attemptID: "\(invoice.id)-\(sequence)", invoiceID: invoice.id,
                amountMinorUnits: amount, currencyCode: "USD", createdAt: 0, standing: standing)
        }

        /// Shows these charges to the audit.
        func show(_ charges: [ProcessorCharge]) {
            cards.list(charges)
            for charge in charges { cards.find(charge.reference, .charge(charge)) }
        }

        func run(day: Int64 = 0) async throws -> RunReport {
            try await world.run(asOf: start.adding(seconds: day * 86_400), gateway: cards)
        }

        func alarms() async throws -> [Int] { try await world.books.reader.alarms().items.map(\.id) }

        @discardableResult
        func resolve(
            _ alarm: Int, _ verdict: OrphanDecision.Verdict, _ author: CorrectionAuthor = author
        ) async throws -> SettledCharge? {
            try await OrphanResolution(
                books: world.books, gateways: GatewaySet([cards]), deployment: "test", author: author
            ).resolve(alarm: alarm, as: verdict, at: start.adding(seconds: 3_600))
        }

        func states() async throws -> [PaymentAttempt.State] {
            try await world.books.allAttempts().map(\.state)
        }
    }

    @Test func `Accepted, it pays its invoice, rings no more, and is not charged again`() async throws {
        let restored = try await Restored()
        restored.show([restored.charge()])
        let report = try await restored.run()
        #expect(report.problems.count == 1, "\(report.problems)")
        #expect(report.problems.allSatisfy { $0.hasPrefix(Self.stopped) && $0.contains("restored") })
        #expect(restored.cards.history == [])
        let alarm = try #require(try await restored.alarms().first)
        let paid = try await restored.resolve(alarm, .accepted)
        #expect(paid?.state == .succeeded && paid?.invoiceNumber == restored.invoice.number)
        for day in [1, 2] as [Int64] { #expect(try await restored.run(day: day).problems == []) }
        #expect(restored.cards.history == [])
        #expect(try await restored.states() == [.succeeded])
        #expect(try await restored.alarms() == [])
        #expect(try await restored.world.books.allInvoices().map(\.status) == [.paid])
        #expect(try await restored.world.ledger("processor_clearing") == 8_552)
        #expect(try await restored.world.books.checkBooks() == [])
        let entry = try #require(try await restored.world.books.reader.auditTrail().items.first).entry
        #expect(entry.action == "alarms resolve" && entry.actor == "ann" && entry.subject == "pi_9")
        #expect(entry.reason == "dump of Tuesday restored" && entry.detail["verdict"] == "accepted")
    }

    @Test func `A success after a decline that these books do not have either`() async throws {
        let restored = try await Restored()
        restored.show([
            restored.charge("pi_8", .declined("do_not_honor", reference: "pi_8")),
            restored.charge("pi_9", sequence: 2),
        ])
        _ = try await restored.run()
        let alarms = try await restored.alarms().sorted()
        #expect(alarms.count == 2)
        await #expect(throws: BillingError.self, "it took no money") {
            try await restored.resolve(alarms[0], .accepted)
        }
        try await restored.resolve(alarms[0], .tookNothing)
        try await restored.resolve(alarms[1], .accepted)
        #expect(try await restored.run(day: 1).problems == [])
        #expect(restored.cards.history == [])
        #expect(try await restored.states() == [.notExecuted, .succeeded])
        #expect(try await restored.world.books.allInvoices().map(\.status) == [.paid])
        #expect(try await restored.world.books.checkBooks() == [])
    }

    @Test(arguments: [OrphanDecision.Verdict.givenBack, .notOurs])
    func `Not accepted, its key is used up and the invoice is charged under another`(
        _ verdict: OrphanDecision.Verdict
    ) async throws {
        let restored = try await Restored()
        restored.show([restored.charge()])
        _ = try await restored.run()
        try await restored.resolve(try #require(try await restored.alarms().first), verdict)
        #expect(try await restored.run(day: 1).problems == [])
        #expect(restored.cards.history == ["send:\(restored.invoice.id)-2"])
        #expect(Set(try await restored.states()).isSubset(of: [.notExecuted, .succeeded]))
        #expect(try await restored.world.books.allInvoices().map(\.status) == [.paid])
        // Neither the next audit nor a late message settles anything on it.
        #expect(try await restored.run(day: 2).problems == [])
        let inbox = ProcessorInbox(
            books: restored.world.books, gateways: GatewaySet([restored.cards]), deployment: "test",
            now: { Self.start })
        try await inbox.record(
            ProcessorEvent(
                processor: "scripted", id: "pi_9", type: "t", createdAt: 0, isLive: nil,
                subject: .charge(reference: "pi_9")))
        let told = try await inbox.workOff(limit: 1)
        #expect(told.results.map(\.isHandled) == [true] && told.settled.isEmpty)
        #expect(try await restored.world.ledger("processor_clearing") == 8_552)
        #expect(try await restored.world.books.checkBooks() == [])
    }

    @Test func `A new one rings, and charging by hand is stopped by it as well`() async throws {
        let restored = try await Restored()
        restored.show([restored.charge()])
        let commands = CollectionCommands(
            books: restored.world.books, gateways: GatewaySet([restored.cards]), deployment: "test")
        // Nobody has run anything since the dump was restored.
        for charge in [
            { _ = try await commands.pay(invoice: restored.invoice.id, with: "card", at: Self.start) },
            { _ = try await commands.retry(invoice: restored.invoice.id, at: Self.start) },
        ] {
            await #expect {
                try await charge()
            } throws: { error in
                "\(error)".contains(Self.stopped) && "\(error)".contains("alarms resolve")
            }
        }
        #expect(restored.cards.history == [])
        #expect(try await restored.world.number("SELECT count(*) FROM audit_event") == 0)
        try await restored.resolve(try #require(try await restored.alarms().first), .givenBack)
        let entry = AuditEntry(actor: "ann", action: "invoice pay")
        let paid = try await commands.pay(
            invoice: restored.invoice.id, with: "card", noting: entry, at: Self.start)
        #expect(paid?.state == .succeeded && paid?.attempt == "\(restored.invoice.id)-2")
        #expect(
            try await restored.world.number("SELECT count(*) FROM audit_event WHERE action = 'invoice pay'")
                == 1)
        restored.show([restored.charge(), restored.charge("pi_10", sequence: 7)])
        let report = try await restored.run(day: 1)
        #expect(report.problems.count == 1, "\(report.problems)")
        #expect(report.problems.allSatisfy { $0.hasPrefix(Self.stopped) && $0.contains("pi_10") })
    }

    @Test func `What cannot be decided is refused with its reason, and rings on`() async throws {
        let restored = try await Restored()
        restored.show([restored.charge(amount: 100)])
        _ = try await restored.run()
        let alarm = try #require(try await restored.alarms().first)
        func refusal(
            _ verdict: OrphanDecision.Verdict, _ id: Int, _ author: CorrectionAuthor = Self.author
        ) async -> String {
            do {
                try await restored.resolve(id, verdict, author)
                return "done"
            } catch { return "\(error)" }
        }
        #expect(await refusal(.accepted, alarm).contains("not what invoice INV-2024-001 asks for"))
        #expect(await refusal(.tookNothing, alarm).contains("it took money"))
        #expect(await refusal(.givenBack, alarm + 7).contains("open alarm"))
        #expect(
            await refusal(.givenBack, alarm, CorrectionAuthor(name: "ann", reason: " ")).contains(
                "without a reason"))
        restored.cards.find("pi_9", .unknown(reason: "time-out"))
        #expect(await refusal(.givenBack, alarm).contains("time-out"))
        let ofAccount = Alarm(
            kind: .unsettled, account: "acct_1", processor: "scripted", subject: "x", detail: "d",
            raisedAt: Self.start)
        try await restored.world.books.transaction { try await $0.raise([ofAccount]) }
        let other = try #require(try await restored.alarms().first { $0 != alarm })
        #expect(await refusal(.givenBack, other).contains("nothing is to be decided"))
        #expect(try await restored.alarms().count == 2)
        #expect(try await restored.world.number("SELECT count(*) FROM orphan_decision") == 0)
        #expect(restored.cards.history == [])
    }

    @Test func `Memory decides as the database does`() async throws {
        let memory = try MemoryBooks(catalog: .sample(), zones: .system)
        let accounts = AccountCommands(books: memory)
        try await accounts.add(.sample("acct_1"), at: Self.start)
        try await accounts.setPaymentMethod(
            PaymentMethodOrder(account: "acct_1", method: PaymentMethod(id: "card", processor: "scripted")),
            at: Self.start)
        let order = SubscribeOrder(
            subscription: "sub_1", account: "acct_1", plan: "pro", interval: .init(.month))
        let invoice = try await SubscriptionCommands(books: memory).subscribe(order, at: Self.start)[0]
        let cards = ScriptedCards()
        let charges = ["pi_8", "pi_9"].enumerated().map { index, reference in
            ProcessorCharge(
                reference: reference, attemptID: "\(invoice.id)-\(index + 1)", invoiceID: invoice.id,
                amountMinorUnits: 8_552, currencyCode: "USD", createdAt: 0,
                standing: .succeeded(reference: reference))
        }
        cards.list(charges)
        for charge in charges { cards.find(charge.reference, .charge(charge)) }
        let services = RunServices(books: memory, gateways: GatewaySet([cards]), deployment: "test")
        func run() async throws -> RunReport {
            let record = RunRecord(
                id: "r", asOf: Self.start, startedAt: Self.start, scope: .everything)
            return try await BillingRun(RunOrder(record: record, stages: [.charge]), services: services).run()
        }
        #expect(try await run().problems.contains { $0.contains("2 charges") })
        let resolution = OrphanResolution(
            books: memory, gateways: GatewaySet([cards]), deployment: "test", author: Self.author)
        _ = try await resolution.resolve(alarm: 1, as: .givenBack, at: Self.start)
        let paid = try await resolution.resolve(alarm: 1, as: .accepted, at: Self.start)
        #expect(paid?.attempt == "\(invoice.id)-2")
        #expect(try await run().problems == [])
        #expect(cards.history == [])
        #expect(await memory.invoices.map(\.status) == [.paid])
    }
}
