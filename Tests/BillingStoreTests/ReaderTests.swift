import Billing
import BillingCalendar
import BillingRun
import Monetary
import Testing

@testable import BillingStore

/// Lists and single things for people.
@Suite struct ReaderTests {
    @Test func `Lists come by the page, with how many there are in all`() async throws {
        let world = try await Bookkeeping()
        for number in 1...5 { try await world.customer(number) }
        let reader = world.books.reader
        let first = try await reader.accounts(page: PageRequest(limit: 2))
        #expect(first.items.map(\.account.id) == ["acct_1", "acct_2"])
        #expect(first.total == 5 && first.hasMore)
        let last = try await reader.accounts(page: PageRequest(limit: 2, offset: 4))
        #expect(last.items.map(\.account.id) == ["acct_5"])
        #expect(last.total == 5 && !last.hasMore)
        let behind = try await reader.accounts(page: PageRequest(limit: 2, offset: 9))
        #expect(behind.items.isEmpty && behind.total == 5 && !behind.hasMore)
        #expect(try await reader.accounts(containing: "ACME acct_3").items.map(\.account.id) == ["acct_3"])
        #expect(try await reader.subscriptions(account: "acct_4").items.map(\.subscription.id) == ["sub_4"])
        #expect(try await reader.subscriptions(status: .canceled).total == 0)
        #expect(
            try await reader.invoices(page: PageRequest(limit: 2)).items.map(\.number) == [
                "INV-2024-005", "INV-2024-004",
            ])
        #expect(try await reader.invoices(account: "acct_1", status: .open).total == 1)
        #expect(try await reader.parked().total == 0)
    }

    @Test func `One invoice with everything about it, by number and by id`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: "ch_1")]])
        try await world.run(asOf: instant("2024-01-31T05:00:00Z"), gateway: cards)
        let record = try #require(try await world.books.reader.invoice("INV-2024-001"))
        #expect(record.seller == (try Catalog.sample().seller))
        #expect(record.buyer == (try Account.sample("acct_1")))
        #expect(record.attempts.map(\.state) == [.declined])
        #expect(record.collection?.nextRoundAt == instant("2024-02-01T05:00:00Z"))
        #expect(record.collection?.hasFailedRound == true)
        #expect(record.catalogVersion == 1)
        #expect(try await world.books.reader.invoice(record.invoice.id)?.invoice == record.invoice)
        #expect(try await world.books.reader.invoice("INV-2024-999") == nil)
        let payments = try await world.books.reader.payments(account: "acct_1", state: .declined)
        #expect(payments.items.map(\.invoiceNumber) == ["INV-2024-001"])
    }

    @Test func `Methods stand in the order of use: a new default first, a replaced backup in its place`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.accounts.add(.sample("acct_1"), at: instant("2024-01-01T00:00:00Z"))
        func set(_ id: String, _ brand: String, makeDefault: Bool) async throws {
            let method = PaymentMethod(id: id, brand: brand, processor: "scripted")
            try await world.accounts.setPaymentMethod(
                PaymentMethodOrder(account: "acct_1", method: method, makeDefault: makeDefault),
                at: instant("2024-01-01T00:00:00Z"))
        }
        try await set("a", "1", makeDefault: true)
        try await set("b", "1", makeDefault: false)
        try await set("c", "1", makeDefault: true)
        #expect(try await world.books.reader.methods(of: "acct_1").map(\.method.id) == ["c", "a", "b"])
        try await set("a", "2", makeDefault: false)
        #expect(try await world.books.reader.methods(of: "acct_1").map(\.method.id) == ["c", "a", "b"])
        #expect(try await world.books.reader.methods(of: "acct_1").map(\.method.brand) == ["1", "2", "1"])
        try await set("b", "2", makeDefault: true)
        #expect(try await world.books.reader.methods(of: "acct_1").map(\.method.id) == ["b", "c", "a"])
    }

    @Test func `A parked subscription is passed over until it is released`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let parked = ParkedSubscription(
            subscription: "sub_1", account: "acct_1", boundary: instant("2024-02-29T05:00:00Z"),
            reason: "no price",
            parkedAt: instant("2024-03-01T00:00:00Z"), run: "run_1")
        try await world.books.transaction { try await $0.park(parked) }
        #expect(try await world.run(asOf: instant("2024-03-01T00:00:00Z")).boundariesClosed == 0)
        #expect(try await world.books.reader.parked().items == [parked])
        #expect(try await world.books.reader.subscription("sub_1")?.isParked == true)
        #expect(try await world.books.nextBoundaryAt() == nil)
        #expect(try await world.books.releaseParked("sub_1"))
        #expect(try await !world.books.releaseParked("sub_1"))
        #expect(try await world.run(asOf: instant("2024-03-02T00:00:00Z")).boundariesClosed == 1)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `What only looks waits for nobody, sees one picture, and cannot write`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let at = instant("2024-02-10T00:00:00Z")
        let view = CustomerView(books: world.books)
        try await world.books.transaction { transaction in
            // Whoever claimed the subscription as well would wait for this transaction, and so for itself.
            _ = try await transaction.claimSubscription("sub_1")
            #expect(try await view.subscription("sub_1", at: at).account.account.id == "acct_1")
            let preview = try await InvoicePreview(books: world.books).preview(
                .init(subscription: "sub_1", at: at, change: nil))
            #expect(preview.invoice != nil)
        }
        try await world.books.reading { reading in
            #expect(try await reading.claimAccount("acct_1").balance.grants.isEmpty)
            try await world.accounts.credit(
                CreditOrder(account: "acct_1", amountMinorUnits: 500, expiresAt: nil, reason: nil), at: at)
            #expect(try await reading.claimAccount("acct_1").balance.grants.isEmpty)
        }
        await #expect(throws: StoreError.self) {
            try await world.books.reading { try await $0.makeDefault("card", of: "acct_1") }
        }
    }

    @Test func `Runs, the audit trail, balance rows and use can be read back`() async throws {
        let world = try await Bookkeeping()
        let reader = world.books.reader
        let at = instant("2024-03-01T00:00:00Z")
        try await world.books.transaction { transaction in
            try await transaction.beginRun(
                RunRecord(id: "r1", asOf: at, startedAt: at, scope: .account("acct_1")))
        }
        #expect(try await reader.run("r1")?.finishedAt == nil)
        try await world.books.transaction {
            try await $0.finishRun("r1", report: #"{"invoices": 3}"#, at: at)
        }
        #expect(try await reader.runs().items.map(\.report) == [#"{"invoices": 3}"#])
        #expect(try await reader.runs().items.map(\.scope) == ["account:acct_1"])

        let entry = AuditEntry(
            actor: "ann", action: "account add", account: "acct_1", reason: "asked for",
            detail: ["ticket": "7"])
        try await world.books.note(entry)
        #expect(try await reader.auditTrail(account: "acct_1").items.map(\.entry) == [entry])
        #expect(try await reader.auditTrail(account: "acct_2").total == 0)

        try await world.customer(1)
        try await world.accounts.credit(
            CreditOrder(account: "acct_1", amountMinorUnits: 100, reason: "sorry"), at: at)
        let rows = try await reader.balanceRows(of: "acct_1").items
        #expect(rows.map(\.cause) == ["granted"] && rows.map(\.reason) == ["sorry"])

        var event = world.use("e1", of: 1, 5, at: at)
        event.key = "k"
        _ = try await world.accounts.recordUsage([event])
        #expect(try await reader.usage(of: "sub_1", meter: "calls", from: at).items == [event])
        #expect(try await reader.usage(of: "sub_1", until: at).total == 0)
        #expect(try await reader.catalog()?.source == "sample")
    }
}
