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
