import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres
import SystemTimeZones
import Testing

@testable import BillingStore
@testable import Simulation

/// Credit notes, voids, write-offs and payments by bank on PostgreSQL, each with its books afterwards.
@Suite struct CorrectionTests {
    private let issued = instant("2024-01-31T05:00:00Z")
    private let later = instant("2024-02-05T00:00:00Z")

    private func corrections(_ world: Bookkeeping) -> InvoiceCorrections {
        InvoiceCorrections(books: world.books, author: "ann")
    }

    private func balance(_ world: Bookkeeping) async throws -> Int64 {
        try await world.number("SELECT coalesce(sum(minor_units), 0)::bigint FROM balance_entry")
    }

    private func ledger(_ world: Bookkeeping, _ account: String) async throws -> Int64 {
        try await world.ledger(account)
    }

    @Test func `Half of an open invoice is credited, the rest is charged, then credited to the balance`()
        async throws
    {
        let world = try await Bookkeeping()
        // 79.00 and 8.25 % of tax: 85.52.
        try await world.customer(1)
        let half = try await corrections(world).credit(
            "INV-2024-001", CreditNoteOrder(extent: .amount(minorUnits: 4_276), reason: "half"), at: issued)
        #expect(half.creditNote?.number == "CN-2024-001")
        #expect(half.invoice.status == .open && half.invoice.outstandingMinorUnits == 4_276)
        #expect(try await world.books.checkBooks() == [])

        let report = try await world.run(asOf: issued)
        #expect(report.chargeCounts == [.succeeded: 1])
        #expect(try await world.books.allAttempts().map(\.charge.amountMinorUnits) == [4_276])
        let paid = try await world.books.allInvoices()[0]
        #expect(
            paid.status == .paid && paid.amountPaidMinorUnits == 4_276
                && paid.amountCreditedMinorUnits == 4_276)
        #expect(try await world.books.checkBooks() == [])

        let rest = try await corrections(world).credit(
            "INV-2024-001", CreditNoteOrder(extent: .whole, reason: "the other half"), at: later)
        #expect(rest.creditNote?.number == "CN-2024-002")
        #expect(rest.creditNote?.content.settlement.balanceMinorUnits == 4_276)
        #expect(try await balance(world) == 4_276)
        #expect(try await ledger(world, "revenue") == 0)
        #expect(try await ledger(world, "tax:US-CA:CA sales tax") == 0)
        #expect(try await world.books.checkBooks() == [])
        let notes = try await world.books.reader.creditNotes(invoice: "INV-2024-001")
        #expect(notes.items.map(\.number) == ["CN-2024-002", "CN-2024-001"] && notes.total == 2)
        #expect(notes.items[1] == half.creditNote)

        // The next invoice uses the balance.
        try await world.run(asOf: instant("2024-03-01T00:00:00Z"))
        #expect(try await world.books.allInvoices()[1].content.balanceAppliedMinorUnits == 4_276)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A credit of all of an open invoice ends its collection`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let whole = try await corrections(world).credit(
            "INV-2024-001", CreditNoteOrder(extent: .whole, reason: "ordered twice"), at: issued)
        #expect(whole.invoice.status == .paid && whole.invoice.amountPaidMinorUnits == 0)
        try await world.run(asOf: issued)
        #expect(try await world.books.allAttempts().isEmpty)
        #expect(try await world.books.checkBooks() == [])
        await #expect(throws: BillingError.rule("10.2", "nothing is left of invoice INV-2024-001 to credit"))
        {
            _ = try await corrections(world).credit(
                "INV-2024-001", CreditNoteOrder(extent: .whole, reason: "again"), at: later)
        }
    }

    @Test func `A credit note sends money back exactly once, less what went back before`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards()
        try await world.run(asOf: issued, gateway: cards)
        let charge = try #require(try await world.books.allAttempts().first).id
        let refunding = Refunding(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test", at: later)
        func credit(_ amount: Int64, _ refunding: Refunding?) async throws -> InvoiceCorrections.Result {
            try await corrections(world).credit(
                "INV-2024-001",
                CreditNoteOrder(
                    extent: .amount(minorUnits: amount), reason: "down on 3 March", destination: .refund),
                refunding: refunding, at: later)
        }
        await #expect(throws: RunError.noGateway(processor: "scripted"), "never a promise alone") {
            _ = try await credit(1_000, nil)
        }
        #expect(try await world.number("SELECT count(*) FROM credit_note") == 0)
        // Given back by hand first: the note says why, and nothing more is sent.
        _ = try await refunding.refund(RefundOrder(payment: charge, amountMinorUnits: 1_000, note: "at once"))
        let said = try await credit(1_000, refunding)
        #expect(said.refund == nil && said.creditNote?.content.settlement.refundMinorUnits == 1_000)
        #expect(try await ledger(world, "refunds_payable") == 0)
        // The answer is lost: the next run finds it, and sends nothing twice.
        cards.settleRefund("\(charge)-r2", as: .unknown(reason: "time-out"))
        let lost = try await credit(2_500, refunding)
        #expect(lost.refund?.id == "\(charge)-r2" && lost.refund?.state == .unknown)
        #expect(lost.refund?.note == "\(lost.creditNote?.number ?? ""): down on 3 March")
        #expect(try await ledger(world, "refunds_payable") == -2_500)
        await #expect(throws: BillingError.self, "one refund at a time, and then no note either") {
            _ = try await credit(100, refunding)
        }
        cards.settleRefund("\(charge)-r2", as: .succeeded(reference: "re_2"))
        try await world.run(asOf: later, gateway: cards)
        #expect(try await ledger(world, "refunds_payable") == 0)
        #expect(try await ledger(world, "processor_clearing") == 8_552 - 3_500)
        #expect(try await world.number("SELECT count(*) FROM credit_note") == 2)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `What the bank brought does not go back through a processor`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(2, at: later, collection: .manual)
        _ = try await corrections(world).record(
            ManualPaymentOrder(amountMinorUnits: 8_552, reference: "b"), for: "INV-2024-001", at: later)
        await #expect(throws: BillingError.self) {
            _ = try await corrections(world).credit(
                "INV-2024-001", CreditNoteOrder(extent: .whole, reason: "r", destination: .refund), at: later)
        }
    }

    @Test func `Money that the bank brings for a written-off invoice takes the loss back, part by part`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1, collection: .manual)
        _ = try await corrections(world).writeOff("INV-2024-001", reason: "insolvent", at: later)
        let part = try await corrections(world).record(
            ManualPaymentOrder(amountMinorUnits: 2_552, reference: "quota"), for: "INV-2024-001", at: later)
        #expect(part.invoice.status == .uncollectible && part.invoice.amountPaidMinorUnits == 2_552)
        #expect(try await ledger(world, "bad_debt") == 6_000)
        #expect(try await ledger(world, "bank") == 2_552)
        #expect(try await ledger(world, "receivable") == 0)
        #expect(try await world.books.checkBooks() == [])
        let rest = try await corrections(world).record(
            ManualPaymentOrder(amountMinorUnits: 6_100, reference: "the rest"), for: "INV-2024-001", at: later
        )
        #expect(rest.invoice.status == .paid && rest.payment?.balanceMinorUnits == 100)
        #expect(try await ledger(world, "bad_debt") == 0)
        #expect(try await balance(world) == 100)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test
    func
        `Bank transfers pay in parts, the surplus goes to the balance, and the subscription is active again`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: nil)]])
        try await world.run(asOf: issued, gateway: cards)
        #expect(try await world.books.allSubscriptions().map(\.status) == [.pastDue])
        let first = try await corrections(world).record(
            ManualPaymentOrder(amountMinorUnits: 5_000, reference: "SEPA 1"), for: "INV-2024-001", at: later)
        #expect(first.invoice.status == .open && first.invoice.outstandingMinorUnits == 3_552)
        #expect(try await world.books.checkBooks() == [])
        await #expect(
            throws: BillingError.duplicate(kind: "payment of invoice INV-2024-001", id: "SEPA 1")
        ) {
            _ = try await corrections(world).record(
                ManualPaymentOrder(amountMinorUnits: 5_000, reference: "SEPA 1"), for: "INV-2024-001",
                at: later)
        }
        let second = try await corrections(world).record(
            ManualPaymentOrder(amountMinorUnits: 4_000, reference: "SEPA 2"), for: "INV-2024-001", at: later)
        #expect(second.payment?.appliedMinorUnits == 3_552 && second.invoice.status == .paid)
        #expect(try await balance(world) == 448)
        #expect(try await ledger(world, "bank") == 9_000)
        #expect(try await world.books.allSubscriptions().map(\.status) == [.active])
        #expect(try await world.books.nextRoundAt() == nil)
        #expect(try await world.books.checkBooks() == [])
        let trail = try await world.books.reader.auditTrail().items
        #expect(trail.map(\.entry.action) == ["payment record", "payment record"])
        #expect(trail[0].entry.actor == "ann" && trail[0].entry.detail["reference"] == "SEPA 2")
    }

    @Test func `Nothing pays or corrects an invoice beside a charge under way`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards(["card": [.pending(reference: "ch")]])
        try await world.run(asOf: issued, gateway: cards)
        let attempts = try await world.books.allAttempts()
        #expect(attempts.map(\.state) == [.pending])
        let commands = corrections(world)
        let payment = ManualPaymentOrder(amountMinorUnits: 8_552, reference: "b")
        await #expect { _ = try await commands.record(payment, for: "INV-2024-001", at: later) } throws: {
            "\($0)".contains("under way (pending)") && "\($0)".contains("run --stage recover")
        }
        await #expect(throws: BillingError.self) {
            _ = try await commands.void("INV-2024-001", reason: "r", at: later)
        }
        await #expect(throws: BillingError.self) {
            _ = try await commands.writeOff("INV-2024-001", reason: "r", at: later)
        }
        await #expect(throws: BillingError.self) {
            _ = try await commands.credit(
                "INV-2024-001", CreditNoteOrder(extent: .whole, reason: "r"), at: later)
        }
        let onAccount = try await commands.record(
            ManualPaymentOrder(amountMinorUnits: 8_552, reference: "b", toBalance: true), for: "INV-2024-001",
            at: later)
        #expect(onAccount.invoice.status == .open && onAccount.payment?.balanceMinorUnits == 8_552)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A voided invoice keeps its number and gives the balance back`() async throws {
        let world = try await Bookkeeping()
        try await world.accounts.add(.sample("acct_1"), at: issued)
        try await world.accounts.credit(CreditOrder(account: "acct_1", amountMinorUnits: 2_000), at: issued)
        try await world.subscriptions.subscribe(
            SubscribeOrder(
                subscription: "sub_1", account: "acct_1", plan: "pro", interval: .init(.month)), at: issued)
        #expect(try await balance(world) == 0)
        let voided = try await corrections(world).void("INV-2024-001", reason: "a test", at: later)
        #expect(voided.invoice.status == .void)
        #expect(try await balance(world) == 2_000)
        for account in ["receivable", "revenue", "tax:US-CA:CA sales tax"] {
            #expect(try await ledger(world, account) == 0)
        }
        #expect(try await world.books.checkBooks() == [])
        #expect(try await world.customer(2, at: later).map(\.number) == ["INV-2024-002"])
        await #expect(throws: BillingError.rule("10.2", "invoice INV-2024-001 is void and cannot be voided"))
        {
            _ = try await corrections(world).void("INV-2024-001", reason: "again", at: later)
        }
    }

    @Test func `A write-off takes what is left as a loss`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1, collection: .manual)
        _ = try await corrections(world).record(
            ManualPaymentOrder(amountMinorUnits: 1_000, reference: "b"), for: "INV-2024-001", at: later)
        await #expect(throws: BillingError.self) {
            _ = try await corrections(world).void("INV-2024-001", reason: "r", at: later)
        }
        let given = try await corrections(world).writeOff("INV-2024-001", reason: "insolvent", at: later)
        #expect(given.invoice.status == .uncollectible)
        #expect(try await ledger(world, "bad_debt") == 7_552)
        #expect(try await ledger(world, "receivable") == 0)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `Credit notes of two workers at once have consecutive numbers and never pass the whole`()
        async throws
    {
        let world = try await Bookkeeping()
        for customer in 1...4 { try await world.customer(customer, collection: .manual) }
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<24 {
                let books = world.colleague("w\(index)", connections: 1)
                group.addTask {
                    // 85.52 each: four of 20.00 fit, the others are refused.
                    _ = try? await InvoiceCorrections(books: books, author: "w").credit(
                        "INV-2024-00\(index % 4 + 1)",
                        CreditNoteOrder(extent: .amount(minorUnits: 2_000), reason: "r"),
                        at: instant("2024-02-05T00:00:00Z"))
                    await books.close()
                }
            }
        }
        let notes = try await world.books.reader.creditNotes(page: PageRequest(limit: 100)).items
        #expect(Set(notes.map(\.number)) == Set((1...16).map { "CN-2024-0\($0 < 10 ? "0" : "")\($0)" }))
        #expect(try await world.books.checkBooks() == [])
    }

    @Test(arguments: [
        "UPDATE credit_note SET total_minor_units = 1", "DELETE FROM credit_note",
        "UPDATE manual_payment SET amount_minor_units = 1", "DELETE FROM manual_payment",
        // A second note over the same whole.
        """
        INSERT INTO credit_note SELECT (jsonb_populate_record(c, '{"id": "x", "number": "X", "ordinal": 2}')).*
        FROM credit_note AS c
        """,
    ])
    func `The database itself refuses`(_ sql: String) async throws {
        let world = try await Bookkeeping()
        try await world.customer(1, collection: .manual)
        _ = try await corrections(world).record(
            ManualPaymentOrder(amountMinorUnits: 1_000, reference: "b"), for: "INV-2024-001", at: later)
        _ = try await corrections(world).credit(
            "INV-2024-001", CreditNoteOrder(extent: .whole, reason: "r"), at: later)
        await #expect {
            try await world.execute(SQLStatement(text: sql))
        } throws: { error in
            ["23001", "23514"].contains((error as? PostgresError)?.state?.rawValue ?? "")
        }
    }

    @Test
    func `A credit note is numbered by whoever issued the invoice, also after another seller took over`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        var catalog = try Catalog.sample()
        catalog.seller = Seller(
            id: "southwind", name: "Southwind", country: "NZ", region: nil, timeZoneID: "Pacific/Auckland",
            creditNoteNumberFormat: try NumberFormat("SW-{year}-{seq:5}"))
        try await world.books.applyCatalog(catalog, source: "other", at: issued)
        // Still December in Los Angeles, January in Auckland.
        let at = instant("2024-12-31T20:00:00Z")
        let result = try await corrections(world).credit(
            "INV-2024-001", CreditNoteOrder(extent: .whole, reason: "r"), at: at)
        #expect(result.creditNote?.number == "CN-2024-001")
        #expect(try await world.text("SELECT seller_id FROM credit_note") == "northwind")
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `Memory and database come to the same`() async throws {
        let world = try await Bookkeeping()
        let memory = try MemoryBooks(catalog: .sample(), zones: .system)
        var stories: [[Invoice]] = []
        for books in [world.books, memory] as [any BillingBooks] {
            let accounts = AccountCommands(books: books)
            let corrections = InvoiceCorrections(books: books, author: "ann")
            try await accounts.add(.sample("acct_1", collection: .manual), at: issued)
            let order = SubscribeOrder(
                subscription: "sub_1", account: "acct_1", plan: "pro", interval: .init(.month))
            let number = try await SubscriptionCommands(books: books).subscribe(order, at: issued)[0].number
            _ = try await corrections.record(
                ManualPaymentOrder(amountMinorUnits: 3_000, reference: "a"), for: number, at: later)
            _ = try await corrections.credit(
                number, CreditNoteOrder(extent: .amount(minorUnits: 7_000), reason: "r"), at: later)
            await #expect(throws: BillingError.self) {
                _ = try await corrections.void(number, reason: "r", at: later)
            }
            let standing = try await books.transaction { try await $0.claimInvoice(number, at: later) }
            #expect(standing.creditNotes.map(\.content.totalMinorUnits) == [7_000])
            #expect(standing.payments.map(\.appliedMinorUnits) == [3_000])
            #expect(standing.balance.minorUnits(at: later) == 1_448)
            var invoice = standing.invoice
            invoice.id = ""
            stories.append([invoice])
        }
        #expect(stories[0] == stories[1])
    }
}
