import Billing
import BillingCalendar
import BillingRun
import Postgres
import PostgresTestKit
import Synchronization
import Testing

@testable import BillingStore

/// What cannot be served now is passed over, told, and holds nobody else up.
@Suite struct PassedOverTests {
    private static let start = instant("2024-01-31T05:00:00Z")

    /// Customer 1, whose only method is at a processor of that name, and customer 2, whose is at another.
    private func apart(_ processor: String) async throws -> Bookkeeping {
        let world = try await Bookkeeping()
        for number in 1...2 { try await world.customer(number) }
        try await world.accounts.setPaymentMethod(
            PaymentMethodOrder(account: "acct_1", method: PaymentMethod(id: "card", processor: processor)),
            at: Self.start)
        return world
    }

    private var oneByOne: RunLimits { RunLimits(renderingBatch: 1, chargingBatch: 1) }

    private func statuses(_ world: Bookkeeping) async throws -> [String: InvoiceStatus] {
        let invoices = try await world.books.allInvoices()
        return Dictionary(uniqueKeysWithValues: invoices.map { ($0.content.account, $0.status) })
    }

    @Test func `A method at a processor that is not set up stops its own account alone, and is told once`()
        async throws
    {
        let world = try await apart("elsewhere")
        let cards = ScriptedCards()
        let report = try await world.run(asOf: Self.start, gateway: cards, limits: oneByOne)
        #expect(try await statuses(world) == ["acct_1": .open, "acct_2": .paid])
        #expect(report.problems.count == 1 && report.problems[0].contains("elsewhere"), "\(report.problems)")
        let set = ScriptedCards(processor: "elsewhere")
        let next = try await world.run(asOf: Self.start, gateway: cards, others: [set], limits: oneByOne)
        #expect(try await statuses(world) == ["acct_1": .paid, "acct_2": .paid])
        #expect(next.problems == [] && set.history.count == 1)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `By hand it is an error that names the processor, and nothing is begun`() async throws {
        let world = try await apart("elsewhere")
        let invoice = try #require(
            try await world.books.allInvoices().first { $0.content.account == "acct_1" })
        let commands = CollectionCommands(
            books: world.books, gateways: GatewaySet([ScriptedCards()]), deployment: "test")
        await #expect(throws: RunError.noGateway(processor: "elsewhere")) {
            _ = try await commands.pay(invoice: invoice.id, with: "card", at: Self.start)
        }
        await #expect(throws: RunError.noGateway(processor: "elsewhere")) {
            _ = try await commands.retry(invoice: invoice.id, at: Self.start)
        }
        #expect(try await world.books.allAttempts() == [])
    }

    @Test func `Whoever waits for another worker's try of the card keeps nobody behind from being charged`()
        async throws
    {
        let world = try await Bookkeeping()
        for number in 1...3 { try await world.customer(number) }
        for number in 1...2 {
            try await world.accounts.setPaymentMethod(
                PaymentMethodOrder(
                    account: "acct_\(number)",
                    method: PaymentMethod(id: "card", processor: "scripted", fingerprint: "same")),
                at: Self.start)
        }
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: nil)]])
        try await world.run(asOf: Self.start, gateway: cards)
        // The third pays with another card from here on, and comes last.
        try await world.accounts.setPaymentMethod(
            PaymentMethodOrder(
                account: "acct_3", method: PaymentMethod(id: "card", processor: "scripted", reference: "fine")
            ), at: Self.start.adding(seconds: 3 * 86_400))
        let retryAt = Self.start.adding(seconds: 4 * 86_400)
        let colleague = world.colleague("colleague")
        cards.whileSending {
            do {
                let record = RunRecord(id: "colleague", asOf: retryAt, startedAt: retryAt, scope: .everything)
                let services = RunServices(
                    books: colleague, gateways: GatewaySet([cards]), deployment: "test", limits: oneByOne)
                _ = try await BillingRun(RunOrder(record: record), services: services).run()
                #expect(try await statuses(world)["acct_3"] == .paid)
                let waiting = try await world.books.allInvoices().first { $0.content.account == "acct_2" }
                let commands = CollectionCommands(
                    books: colleague, gateways: GatewaySet([cards]), deployment: "test")
                let id = waiting?.id ?? ""
                await #expect(throws: CollectionRefusal.cardIsBusy(invoice: id)) {
                    _ = try await commands.retry(invoice: id, at: retryAt)
                }
            } catch {
                Issue.record("\(error)")
            }
        }
        try await world.run(asOf: retryAt, gateway: cards, limits: oneByOne)
        #expect(try await statuses(world) == ["acct_1": .open, "acct_2": .open, "acct_3": .paid])
        await colleague.close()
    }

    @Test
    func `A declined debit that may still succeed keeps people from charging beside it, as it does runs`()
        async throws
    {
        let world = try await Bookkeeping()
        let invoice = try await world.customer(1)[0]
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: "pay_1")]])
        try await world.run(asOf: Self.start, gateway: cards)
        try await world.execute(
            "UPDATE payment_attempt SET watch_until = clock_timestamp() + interval '1 hour'")
        let second = PaymentMethod(id: "second", processor: "scripted", reference: "pm_second")
        try await world.accounts.setPaymentMethod(
            PaymentMethodOrder(account: "acct_1", method: second, makeDefault: false), at: Self.start)
        let commands = CollectionCommands(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test")
        func refusal(_ body: () async throws -> Void) async -> String {
            do {
                try await body()
                return "done"
            } catch { return "\(error)" }
        }
        let later = Self.start.adding(seconds: 86_400)
        let words = "may still turn out to have succeeded until"
        #expect(
            await refusal { _ = try await commands.pay(invoice: invoice.id, with: "second", at: later) }
                .contains(words))
        #expect(
            await refusal { _ = try await commands.retry(invoice: invoice.id, at: later) }.contains(words))
        #expect(cards.history.count == 1)
        try await world.execute("UPDATE payment_attempt SET watch_until = NULL")
        let paid = try await commands.pay(invoice: invoice.id, with: "second", at: later)
        #expect(paid?.state == .succeeded)
    }

    @Test func `The database marks nothing as sent beside a charge that may still succeed`() async throws {
        let world = try await Bookkeeping()
        let invoice = try await world.customer(1)[0]
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: "pay_1")]])
        try await world.run(asOf: Self.start, gateway: cards)
        try await world.execute(
            """
            INSERT INTO payment_attempt (account_id, id, invoice_id, sequence, round, method_id, processor,
                idempotency_key, body, api_version, amount_minor_units, currency, state)
            SELECT account_id, $1::text, invoice_id, 2, 2, method_id, processor, 'k2', body, api_version,
                amount_minor_units, currency, 'ready' FROM payment_attempt
            """, [.text("\(invoice.id)-2")])
        func mark() async throws -> Int {
            try await world.books.transaction {
                try await $0.markSent(["\(invoice.id)-2"], at: Self.start, besides: []).count
            }
        }
        try await world.execute(
            "UPDATE payment_attempt SET watch_until = clock_timestamp() + interval '1 hour' WHERE sequence = 1"
        )
        #expect(try await mark() == 0)
        try await world.execute("UPDATE payment_attempt SET watch_until = NULL")
        #expect(try await mark() == 1)
    }

    // MARK: What ends a subscription

    /// One customer whose card fails for good on the first day, whose last round comes after the next boundary.
    private func ending() async throws -> (Bookkeeping, ScriptedCards, Instant) {
        var catalog = try Catalog.sample()
        catalog.dunning["default"] = DunningPolicy(retryOffsets: [31 * 86_400], finalAction: .cancel)
        let world = try await Bookkeeping(catalog: catalog)
        try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: nil)]])
        try await world.run(asOf: Self.start, gateway: cards)
        return (world, cards, instant("2024-03-03T06:00:00Z"))
    }

    @Test func `Where runs bill only what was approved, no charge stage bills before it ends a subscription`()
        async throws
    {
        let (world, cards, last) = try await ending()
        let report = try await world.run(
            asOf: last, gateway: cards, mode: .approved(rehearsals: []), stages: [.charge])
        #expect(report.invoicesIssued == 0)
        #expect(try await world.books.allInvoices().count == 1)
        #expect(try await world.books.allSubscriptions().map(\.status) == [.pastDue])
        #expect(try await world.books.nextRoundAt() == last.adding(seconds: 86_400))
    }

    @Test func `What a charge stage bills before it ends a subscription is the run's, and counts`()
        async throws
    {
        let (world, cards, last) = try await ending()
        let report = try await world.run(asOf: last, gateway: cards, stages: [.charge])
        #expect(report.invoicesIssued == 1 && report.totals.map(\.invoices) == [1])
        #expect(try await world.books.allSubscriptions().map(\.status) == [.canceled])
        #expect(
            try await world.text("SELECT run_id FROM invoice ORDER BY issued_at DESC LIMIT 1")
                == "run \(last)")
        #expect(try await world.books.checkBooks() == [])
    }

    // MARK: Boundaries and documents

    @Test
    func `A subscription whose use is being recorded is waited for, and told where that takes too long`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let recorder = try await world.database.connect()
        let boundary = instant("2024-03-01T05:00:00Z")
        let hold: SQLStatement = "SELECT FROM subscription WHERE id = 'sub_1' FOR SHARE"
        let impatient = try await recorder.transaction { recording in
            try await recording.execute(hold)
            return try await world.run(
                asOf: boundary, limits: RunLimits(waitsForOthers: 1), stages: [.invoice])
        }
        #expect(impatient.invoicesIssued == 0 && impatient.needsAttention)
        #expect(impatient.problems.first?.contains("held by others") == true)
        let run = try await recorder.transaction { recording in
            try await recording.execute(hold)
            let run = Task {
                try await world.run(
                    asOf: boundary, limits: RunLimits(waitsForOthers: 3_000), stages: [.invoice])
            }
            try await Task.sleep(for: .milliseconds(300))
            return run
        }
        let patient = try await run.value
        #expect(patient.invoicesIssued == 1 && patient.problems == [])
        await recorder.close()
    }

    /// Draws everything but some numbers.
    private final class Drawing: DocumentStore {
        let undrawable: Set<String>
        let tries = Mutex<[String]>([])

        init(undrawable: Set<String>) { self.undrawable = undrawable }

        func store(_ invoice: UnrenderedInvoice) async throws -> RenderedDocument {
            let number = invoice.invoice.number
            tries.withLock { $0.append(number) }
            if undrawable.contains(number) {
                throw DocumentStoreError.undrawable(number: number, reason: "odd")
            }
            return RenderedDocument(
                .invoice(invoice.invoice.id), path: "\(number).pdf", sha256: "ab", byteCount: 1)
        }

        func store(_ creditNote: UnrenderedCreditNote) async throws -> RenderedDocument {
            throw DocumentStoreError.undrawable(number: creditNote.issued.number, reason: "odd")
        }
    }

    @Test func `Documents that cannot be drawn are tried once in a run, and keep no other from being made`()
        async throws
    {
        let world = try await Bookkeeping()
        for number in 1...4 { try await world.customer(number) }
        let drawing = Drawing(undrawable: ["INV-2024-001", "INV-2024-002"])
        let report = try await world.run(
            asOf: Self.start, documents: drawing, limits: oneByOne, stages: [.render])
        #expect(report.documents == 2 && report.problems.count == 2)
        #expect(drawing.tries.withLock { $0.count } == 4)
    }
}
