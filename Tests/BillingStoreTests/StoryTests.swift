import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres
import Testing

@testable import BillingStore

/// Whole stories through the ports with the real rules.
@Suite struct StoryTests {
    @Test func `Subscribe, use, boundary, charge: what was written comes back as it was`() async throws {
        let world = try await Bookkeeping()
        let first = try await world.customer(1)
        #expect(first.map(\.number) == ["INV-2024-001"])
        let recording = try await world.accounts.recordUsage([
            world.use("e1", of: 1, 5_000, at: instant("2024-02-10T00:00:00Z")),
            world.use("s1", of: 1, 300, meter: "storage", at: instant("2024-02-20T00:00:00Z")),
        ])
        #expect(recording == UsageRecording(recorded: 2, repeated: 0))

        let report = try await world.run(asOf: instant("2024-03-01T00:00:00Z"))
        #expect(report.boundariesClosed == 1)
        #expect(report.chargeCounts == [.succeeded: 2])
        let stored = try await world.books.allInvoices()
        #expect(stored.map(\.number) == ["INV-2024-001", "INV-2024-002"])
        #expect(stored[0].content == first[0].content)
        #expect(report.invoicesIssued == 1 && report.firstNumber == "INV-2024-002")
        #expect(
            stored.allSatisfy {
                $0.status == .paid && $0.amountPaidMinorUnits == $0.content.amountDueMinorUnits
            })
        #expect(stored[1].content.lines.map(\.kind) == [.usage, .usage, .plan])
        #expect(try await world.books.nextBoundaryAt() == instant("2024-03-31T04:00:00Z"))
        #expect(try await world.books.nextRoundAt() == nil)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `Declined, retried, given up: the subscription ends and the invoice is a loss`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: nil)]])
        try await world.run(asOf: instant("2024-01-31T05:00:00Z"), gateway: cards)
        #expect(try await world.books.allSubscriptions().map(\.status) == [.pastDue])
        while let at = try await world.books.nextRoundAt() { try await world.run(asOf: at, gateway: cards) }
        #expect(try await world.books.allSubscriptions().map(\.status) == [.canceled])
        #expect(try await world.books.allInvoices().map(\.status) == [.uncollectible])
        let attempts = try await world.books.allAttempts()
        #expect(attempts.map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(attempts.allSatisfy { $0.state == .declined && $0.declineCode == "insufficient_funds" })
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A lost answer is asked about and the charge is made once`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards(["card": [.unknown(reason: "time-out")]])
        try await world.run(asOf: instant("2024-01-31T05:00:00Z"), gateway: cards)
        try await world.run(asOf: instant("2024-01-31T06:00:00Z"), gateway: cards)
        #expect(try await world.books.allAttempts().map(\.state) == [.succeeded])
        #expect(cards.executedKeys.count == 1)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A stolen card is barred until it is replaced, and the new one is charged at once`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("stolen_card", reference: "ch_1")]])
        try await world.run(asOf: instant("2024-01-31T05:00:00Z"), gateway: cards)
        try await world.run(asOf: instant("2024-02-01T05:00:00Z"), gateway: cards)
        #expect(try await world.books.allAttempts().count == 1, "a barred method is not tried again")
        let new = PaymentMethod(id: "card", processor: "scripted", reference: "card_2")
        try await world.accounts.setPaymentMethod(
            PaymentMethodOrder(account: "acct_1", method: new), at: instant("2024-02-02T00:00:00Z"))
        #expect(try await world.books.nextRoundAt() == instant("2024-02-02T00:00:00Z"))
        try await world.run(asOf: instant("2024-02-02T00:00:00Z"), gateway: cards)
        #expect(try await world.books.allAttempts().map(\.state) == [.declined, .succeeded])
        #expect(try await world.books.allSubscriptions().map(\.status) == [.active])
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `Credit is used up, and every change of a balance is a row`() async throws {
        let world = try await Bookkeeping()
        try await world.accounts.add(.sample("acct_1"), at: instant("2024-01-01T00:00:00Z"))
        try await world.accounts.credit(
            CreditOrder(account: "acct_1", amountMinorUnits: 2_500, reason: "goodwill"),
            at: instant("2024-01-02T00:00:00Z"))
        let invoices = try await world.subscriptions.subscribe(
            SubscribeOrder(subscription: "sub_1", account: "acct_1", plan: "pro", interval: .init(.month)),
            at: instant("2024-01-31T05:00:00Z"))
        #expect(invoices[0].content.balanceAppliedMinorUnits == 2_500)
        let balances = try await world.books.allBalances()
        #expect(balances.map { $0.balance.minorUnits(at: instant("2024-02-01T00:00:00Z")) } == [0])
        #expect(try await world.number("SELECT count(*) FROM balance_entry") == 2)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `Changes, add-ons, a negative invoice and a cancel leave the books in agreement`() async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        try await world.subscriptions.setAddOns(
            AddOnOrder(subscription: "sub_1", set: ["database": ExactDecimal(2)]),
            at: instant("2024-02-05T00:00:00Z"))
        try await world.subscriptions.change(
            ChangeOrder(subscription: "sub_1", plan: "big", proration: .alwaysInvoice),
            at: instant("2024-02-10T00:00:00Z"))
        try await world.subscriptions.change(
            ChangeOrder(subscription: "sub_1", plan: "pro", proration: .alwaysInvoice),
            at: instant("2024-02-12T00:00:00Z"))
        try await world.run(asOf: instant("2024-03-10T00:00:00Z"))
        try await world.subscriptions.cancel(
            CancelOrder(subscription: "sub_1", when: .now, prorate: true), at: instant("2024-03-11T00:00:00Z")
        )
        let invoices = try await world.books.allInvoices()
        #expect(invoices.map(\.content.kind) == [.start, .change, .change, .cycle, .final])
        #expect(invoices[2].content.totalMinorUnits < 0)
        #expect(try await world.books.allSubscriptions()[0].nextBoundaryAt == nil)
        #expect(try await world.books.checkBooks() == [])
    }

    /// Taxes without a name, included prices, rounding by the line, coupons, add-ons, credits, stubs.
    @Test(arguments: [false, true], [TaxTable.Rounding.invoice, .line])
    func `Whatever an invoice holds comes back as it was`(isInclusive: Bool, rounding: TaxTable.Rounding)
        async throws
    {
        var catalog = try Catalog.sample()
        catalog.tax.inclusive = isInclusive
        catalog.tax.rounding = rounding
        let world = try await Bookkeeping(catalog: catalog)
        var issued: [Invoice] = []
        var exempt = try Account.sample("acct_2")
        exempt.isTaxExempt = true
        for account in [try Account.sample("acct_1"), exempt] {
            let at = instant("2024-01-10T07:00:00Z")
            let id = account.id
            try await world.accounts.add(account, at: at)
            issued += try await world.subscriptions.subscribe(
                SubscribeOrder(
                    subscription: id, account: id, plan: "pro", interval: .init(.month),
                    addOns: ["database": ExactDecimal(2)], coupon: "LAST", anchorDay: 31), at: at)
            issued += try await world.subscriptions.change(
                ChangeOrder(subscription: id, plan: "big", proration: .alwaysInvoice),
                at: instant("2024-01-20T00:00:00Z"))
            issued += try await world.subscriptions.change(
                ChangeOrder(subscription: id, plan: "pro", quantity: ExactDecimal(3)),
                at: instant("2024-02-10T00:00:00Z"))
        }
        let report = try await world.run(asOf: instant("2024-04-05T00:00:00Z"), stages: [.invoice])
        let stored = try await world.books.allInvoices()
        let byNumber = Dictionary(uniqueKeysWithValues: stored.map { ($0.number, $0) })
        for invoice in issued { #expect(byNumber[invoice.number]?.content == invoice.content) }
        #expect(report.invoicesIssued > 0 && stored.count == issued.count + report.invoicesIssued)
        #expect(stored.allSatisfy { $0.content.verify().isEmpty })
        #expect(stored.contains { $0.content.discountMinorUnits != 0 && !$0.content.coupons.isEmpty })
        #expect(stored.contains { $0.content.taxes.contains { $0.name == nil } })
        #expect(stored.contains { $0.content.lines.contains { $0.kind == .prorationCredit } })
        #expect(try await world.books.checkBooks() == [])
    }
}
