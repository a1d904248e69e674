import Billing
import BillingCalendar
import BillingRun
import Postgres
import SystemTimeZones
import Testing

@testable import BillingStore
@testable import Simulation

/// Who is told of what, and when: each thing once, in the transaction that makes it true.
@Suite struct ReminderTests {
    private static let start = instant("2024-01-31T05:00:00Z")

    private func told(_ world: Bookkeeping, _ invoice: String) async throws -> [String] {
        try await world.books.reader.notices(ofInvoice: invoice, account: "acct_1").filter {
            $0.kind != .invoiceIssued
        }.map { notice in
            let day = Self.start.seconds(until: notice.at) / 86_400
            return "\(day) \(notice.kind.rawValue)" + (notice.facts["mail"] == "no" ? " quietly" : "")
        }
    }

    @Test
    func `A declined card's story: failures, one warning, the end; run twice an hour, each is told once`()
        async throws
    {
        let world = try await Bookkeeping()
        let invoices = try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("insufficient_funds", reference: nil)]])
        for half in 0..<(9 * 48) where half % 8 < 2 {
            try await world.run(asOf: Self.start.adding(seconds: Int64(half) * 1_800), gateway: cards)
        }
        #expect(
            try await told(world, invoices[0].id) == [
                "0 payment.failed", "1 payment.failed quietly", "3 payment.failed quietly",
                "4 dunning.last_warning",
                "5 payment.failed quietly", "7 dunning.ended",
            ])
        #expect(try await world.books.allSubscriptions().map(\.status) == [.canceled])
        #expect(
            try await world.number("SELECT count(*) FROM outbox WHERE kind = 'subscription.canceled'") == 1)
        let failed = try #require(
            try await world.books.reader.notices(ofInvoice: invoices[0].id, account: "acct_1").first {
                $0.kind == .paymentFailed
            })
        #expect(failed.facts["decline_code"] == "insufficient_funds" && failed.facts["amount"] == "85.52")
        #expect(failed.facts["retry_at"] == "2024-02-01T05:00:00Z" && failed.facts["method"] == "card")
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `Cards that expire are told of 30, 14, 7 and 3 days before, and a replaced one anew`()
        async throws
    {
        let world = try await Bookkeeping()
        try await world.customer(1)
        try await world.customer(2, collection: .manual)
        for customer in 1...2 {
            try await world.accounts.setPaymentMethod(
                PaymentMethodOrder(
                    account: "acct_\(customer)",
                    method: PaymentMethod(
                        id: "card", last4: "4242", expiresOn: "2024-04", processor: "scripted")),
                at: Self.start)
        }
        for day in 25..<100 {
            try await world.run(asOf: Self.start.adding(seconds: Int64(day) * 86_400), stages: [.dunning])
        }
        let count: SQLStatement = "SELECT count(*) FROM outbox WHERE kind = 'payment_method.expiring'"
        #expect(try await world.number(count) == 4)
        let days = try await world.text(
            """
            SELECT string_agg(facts ->> 'days' || '@' || to_char(at, 'MM-DD'), ' ' ORDER BY position)
            FROM outbox WHERE kind = 'payment_method.expiring'
            """)
        // Good until the end of 30 April; looked at every day at 05:00.
        #expect(days == "30@04-01 14@04-17 7@04-24 3@04-28")
        try await world.accounts.setPaymentMethod(
            PaymentMethodOrder(
                account: "acct_1",
                method: PaymentMethod(id: "card", last4: "4444", expiresOn: "2024-05", processor: "scripted")),
            at: instant("2024-04-29T00:00:00Z"))
        try await world.run(asOf: instant("2024-05-03T05:00:00Z"), stages: [.dunning])
        #expect(try await world.number(count) == 5)
    }

    @Test func `A card's declines are counted over all invoices that it is charged for`() async throws {
        let world = try await Bookkeeping()
        for customer in 1...3 {
            try await world.customer(customer)
            try await world.accounts.setPaymentMethod(
                PaymentMethodOrder(
                    account: "acct_\(customer)",
                    method: PaymentMethod(
                        id: "card", processor: "scripted", reference: "pm_\(customer)",
                        fingerprint: "one card")),
                at: Self.start)
        }
        let cards = ScriptedCards(
            Dictionary(
                uniqueKeysWithValues: (1...3).map {
                    ("pm_\($0)", [ChargeAnswer.declined("do_not_honor", reference: nil)])
                }))
        let services = RunServices(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test",
            ceilings: TryCeilings(perCard: 4), limits: RunLimits(chargingBatch: 1))
        for day in 0...5 {
            let at = Self.start.adding(seconds: Int64(day) * 86_400)
            let record = RunRecord(id: "run \(day)", asOf: at, startedAt: at, scope: .everything)
            _ = try await BillingRun(RunOrder(record: record, stages: [.charge]), services: services).run()
        }
        #expect(cards.history.count == 4, "\(cards.history)")
        #expect(try await world.number("SELECT count(DISTINCT card) FROM payment_attempt") == 1)
    }

    @Test func `A card that was declined is tried once a day, whichever invoice is next`() async throws {
        for inMemory in [false, true] {
            let world = try await Bookkeeping()
            let memory = try MemoryBooks(catalog: .sample(), zones: .system)
            let books: any BillingBooks = inMemory ? memory : world.books
            for customer in 1...3 {
                let account = "acct_\(customer)"
                try await AccountCommands(books: books).add(.sample(account), at: Self.start)
                let method = PaymentMethod(
                    id: "card", processor: "scripted", reference: "pm_\(customer)", fingerprint: "one card")
                try await AccountCommands(books: books).setPaymentMethod(
                    PaymentMethodOrder(account: account, method: method), at: Self.start)
                let order = SubscribeOrder(
                    subscription: "sub_\(customer)", account: account, plan: "pro", interval: .init(.month))
                _ = try await SubscriptionCommands(books: books).subscribe(order, at: Self.start)
            }
            let declined = [ChargeAnswer.declined("do_not_honor", reference: nil)]
            let cards = ScriptedCards(
                Dictionary(uniqueKeysWithValues: (1...3).map { ("pm_\($0)", declined) }))
            var sent: [Int] = []
            for hour in stride(from: Int64(0), through: 96, by: 12) {
                let at = Self.start.adding(seconds: hour * 3_600)
                let services = RunServices(
                    books: books, gateways: GatewaySet([cards]), deployment: "test", ceilings: .service,
                    limits: RunLimits(chargingBatch: 1))
                let record = RunRecord(id: "run \(hour)", asOf: at, startedAt: at, scope: .everything)
                let before = cards.history.count
                _ = try await BillingRun(RunOrder(record: record, stages: [.charge]), services: services)
                    .run()
                sent.append(cards.history.count - before)
            }
            #expect(sent == [1, 0, 1, 0, 1, 0, 1, 0, 1], "in memory: \(inMemory)")
            // What only waited has had no round, and loses none of its tries.
            if !inMemory {
                #expect(
                    try await world.number(
                        "SELECT count(*) FROM collection WHERE round = 0 AND NOT has_failed_round AND due_at > $1",
                        [.instant(Self.start.adding(seconds: 96 * 3_600))]) == 1)
                let invoice = try #require(try await world.books.allInvoices().first)
                let now = Self.start.adding(seconds: 97 * 3_600)
                let standing = try #require(
                    try await world.books.reader.collectionCase(
                        ofInvoice: invoice.id, account: "acct_1", at: now))
                let limits = standing.methods[0].limits(
                    PlannedTry(at: now, amountMinorUnits: 8_552, currencyCode: "USD"), within: .service)
                #expect(limits.map(\.ceiling) == [.cardADay])
                #expect(limits.map(\.until) == [Self.start.adding(seconds: 120 * 3_600)])
            }
        }
    }

    @Test func `A try that somebody asks for does not wait for the pace, but for the networks`() async throws
    {
        let world = try await Bookkeeping()
        let invoice = try await world.customer(1)[0]
        let cards = ScriptedCards(["card": [.declined("processing_error", reference: nil)]])
        let commands = CollectionCommands(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test",
            ceilings: TryCeilings(countsNetworks: true, pacing: .init()))
        for minute in 0..<10 {
            let at = Self.start.adding(seconds: Int64(minute) * 60)
            #expect(try await commands.retry(invoice: invoice.id, at: at).count == 1)
        }
        let after = Self.start.adding(seconds: 3_600)
        #expect(try await commands.retry(invoice: invoice.id, at: after).isEmpty)
        await #expect {
            _ = try await commands.pay(invoice: invoice.id, with: "card", at: after)
        } throws: { error in
            "\(error)".contains("all that Mastercard allows, until 2024-02-01T05:00:00Z")
        }
        #expect(cards.history.count == 10)
    }

    @Test func `A network that says wait four days is not asked before`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards([
            "card": [.declined(DeclineDetails("do_not_honor", networkAdviceCode: "27"), reference: nil)]
        ])
        try await world.run(asOf: Self.start, gateway: cards)
        #expect(try await world.books.nextRoundAt() == Self.start.adding(seconds: 4 * 86_400))
    }
}
