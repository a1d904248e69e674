import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres
import Testing

@testable import BillingStore

/// Money of a checkout that went on the balance, of which the first invoice has used a part.
struct PrepaidShop {
    static let start = instant("2024-01-31T05:00:00Z")
    static let paid: Int64 = 30_000

    let world: Bookkeeping
    let cards: ScriptedCards
    /// What the first invoice left on the balance.
    let left: Int64

    init(processor: String = "razorpay") async throws {
        world = try await Bookkeeping()
        cards = ScriptedCards(processor: processor)
        try await world.accounts.add(.sample("acct_1"), at: Self.start)
        let checkout = Checkout(
            order: SubscribeOrder(
                subscription: "sub_1", account: "acct_1", plan: "big", interval: .init(.month)),
            processor: processor, reference: "order_1", customer: "cus_1", url: nil,
            amountMinorUnits: Self.paid, currency: try Currency(code: "USD"), createdAt: Self.start,
            expiresAt: Self.start.adding(seconds: 86_400))
        #expect(try await world.books.add(checkout))
        let commands = CheckoutCommands(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test")
        try await commands.begin(
            checkout, with: SavedMethod(reference: "token_1", customerReference: "cus_1", kind: "card"),
            paid: CheckoutPayment(reference: "pay_1", amountMinorUnits: Self.paid), at: Self.start)
        left = try await Self.balance(world)
        try #require(left > 2_000 && left < Self.paid)
    }

    private static func balance(_ world: Bookkeeping) async throws -> Int64 {
        try await world.books.reading { try await $0.claimAccount("acct_1").balance.minorUnits(at: start) }
    }

    func balance() async throws -> Int64 { try await Self.balance(world) }

    func refunding(_ books: PostgresBooks? = nil) -> Refunding {
        Refunding(
            books: books ?? world.books, gateways: GatewaySet([cards]), deployment: "test",
            at: Self.start.adding(seconds: 3_600))
    }

    func refund(_ minorUnits: Int64? = nil) async throws -> Refund {
        try await refunding().refund(
            RefundOrder(payment: "pay_1", amountMinorUnits: minorUnits, note: "bought twice"))
    }

    /// Why giving back is refused; empty where it is not.
    func refusal(_ minorUnits: Int64? = nil) async throws -> String {
        do {
            _ = try await refund(minorUnits)
            return ""
        } catch let error as BillingError { return "\(error)" }
    }

    /// A message comes twice, and the processor says this each time it is asked; it is worked off.
    func tell(_ name: String, _ finding: EventFinding) async throws {
        let batch = try await told(name, finding)
        #expect(batch.results.allSatisfy { $0.isHandled }, "\(batch)")
    }

    /// The same, and what came of it.
    func told(_ name: String, _ finding: EventFinding) async throws -> ProcessorInbox.Batch {
        let inbox = ProcessorInbox(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test",
            now: { Self.start.adding(seconds: 7_200) })
        for copy in 1...2 {
            cards.find("\(name)-\(copy)", finding)
            try await inbox.record(
                ProcessorEvent(
                    processor: cards.processor, id: "\(name)-\(copy)", type: "t", createdAt: 0, isLive: false,
                    subject: .charge(reference: "x")))
        }
        return try await inbox.workOff(limit: 10)
    }

    /// The ledger beside what came and went.
    func expectLedger(
        clearing: Int64, payable: Int64 = 0, disputed: Int64 = 0, badDebt: Int64 = 0, balance: Int64,
        _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let found = [
            try await world.ledger("processor_clearing"), try await world.ledger("refunds_payable"),
            try await world.ledger("disputed"), try await world.ledger("bad_debt"),
            -(try await world.ledger("customer_balance")),
        ]
        #expect(found == [clearing, payable, disputed, badDebt, balance], sourceLocation: location)
        #expect(try await self.balance() == balance, sourceLocation: location)
        #expect(try await world.books.checkBooks() == [], sourceLocation: location)
    }
}

/// Giving back what a checkout put on the balance (40).
@Suite struct PrepaymentTests {
    @Test func `What invoices left on the balance goes back once, and no more`() async throws {
        let shop = try await PrepaidShop()
        #expect(try await shop.refusal(shop.left + 1).contains("left on the balance of account acct_1"))
        #expect(try await shop.refusal(0).contains("above zero"))
        let part = try await shop.refund(1_000)
        #expect(part.state == .succeeded && part.id == "pay_1-r1" && part.attempt == nil)
        let rest = try await shop.refund()
        #expect(rest.request.amountMinorUnits == shop.left - 1_000 && rest.id == "pay_1-r2")
        #expect(try await shop.refusal().contains("nothing of it is left on the balance"))
        try await shop.expectLedger(clearing: PrepaidShop.paid - shop.left, balance: 0)
        #expect(shop.cards.history == ["refund:pay_1-r1", "refund:pay_1-r2"])
        let listed = try await shop.world.books.reader.refunds(account: "acct_1").items
        #expect(listed.map(\.payment) == ["pay_1", "pay_1"] && listed.allSatisfy { $0.invoiceNumber == nil })
        #expect(try await shop.world.number("SELECT count(*) FROM finance.refunds") == 2)
    }

    @Test func `Credit on top does not make the charge give back more than it took`() async throws {
        let shop = try await PrepaidShop()
        try await shop.world.accounts.credit(
            CreditOrder(account: "acct_1", amountMinorUnits: 90_000, reason: "sorry"), at: PrepaidShop.start)
        #expect(
            try await shop.refusal(PrepaidShop.paid + 1).contains("only 300.00 USD of it is left to give"))
        #expect(try await shop.refund().request.amountMinorUnits == PrepaidShop.paid)
        #expect(try await shop.refusal().contains("all of it was given back"))
        #expect(try await shop.world.books.checkBooks() == [])
    }

    @Test func `What expires was given, not paid: it does not go back`() async throws {
        let shop = try await PrepaidShop()
        try await shop.world.accounts.credit(
            CreditOrder(
                account: "acct_1", amountMinorUnits: 90_000, expiresAt: instant("2025-01-01T00:00:00Z"),
                reason: "sorry"),
            at: PrepaidShop.start)
        #expect(try await shop.refund().request.amountMinorUnits == shop.left)
        #expect(try await shop.balance() == 90_000)
        #expect(try await shop.world.books.checkBooks() == [])
    }

    @Test(arguments: [RefundAnswer.refused(code: "no"), .failed(code: "closed", reference: "rfnd_1")])
    func `What the processor does not take is on the balance again`(_ answer: RefundAnswer) async throws {
        let shop = try await PrepaidShop()
        shop.cards.settleRefund("pay_1-r1", as: answer)
        #expect(try await shop.refund().failureCode == answer.failureCode)
        try await shop.expectLedger(clearing: PrepaidShop.paid, balance: shop.left)
        #expect(try await shop.refund().state == .succeeded)
        try await shop.expectLedger(clearing: PrepaidShop.paid - shop.left, balance: 0)
    }

    @Test func `While nobody knows, no invoice can use it; the sweep asks, and it goes back once`()
        async throws
    {
        let shop = try await PrepaidShop()
        shop.cards.settleRefund("pay_1-r1", as: .unknown(reason: "time-out"))
        #expect(try await shop.refund().state == .unknown)
        try await shop.expectLedger(clearing: PrepaidShop.paid, payable: -shop.left, balance: 0)
        #expect(try await shop.refusal().contains("pay_1-r1 is unknown: wait for its result"))
        shop.cards.settleRefund("pay_1-r1", as: .succeeded(reference: "rfnd_1"))
        for _ in 0..<2 { _ = try await shop.refunding().sweep(batchSize: 10) }
        try await shop.expectLedger(clearing: PrepaidShop.paid - shop.left, balance: 0)
        let postings = "SELECT count(*) FROM ledger_posting WHERE kind = 'refunded'"
        #expect(try await shop.world.number(SQLStatement(text: postings)) == 1)
    }

    @Test func `A refund that fails after all puts the money back and rings`() async throws {
        let shop = try await PrepaidShop()
        _ = try await shop.refund(1_000)
        let failed = ProcessorRefund(
            reference: "rfnd_1", refundID: "pay_1-r1", chargeReference: "pay_1", amountMinorUnits: 1_000,
            currencyCode: "USD", standing: .failed(code: "closed", reference: "rfnd_1"))
        try await shop.tell("failed", .refund(failed))
        try await shop.expectLedger(clearing: PrepaidShop.paid, balance: shop.left)
        #expect(try await shop.world.books.reader.alarms().items.map(\.alarm.kind) == [.refundFailed])
    }

    @Test func `What was given back by hand is learnt before more goes, and counts once`() async throws {
        let shop = try await PrepaidShop()
        func byHand(_ standing: RefundAnswer) -> ProcessorRefund {
            ProcessorRefund(
                reference: "rfnd_hand", refundID: nil, chargeReference: "pay_1", amountMinorUnits: 1_500,
                currencyCode: "USD", standing: standing)
        }
        let gone = byHand(.succeeded(reference: "rfnd_hand"))
        shop.cards.listRefunds(.refunds([gone]), ofCharge: "pay_1")
        #expect(try await shop.refund().request.amountMinorUnits == shop.left - 1_500)
        try await shop.tell("gone", .refund(gone))
        try await shop.expectLedger(clearing: PrepaidShop.paid - shop.left, balance: 0)
        try await shop.tell("back", .refund(byHand(.failed(code: "closed", reference: "rfnd_hand"))))
        try await shop.tell("late", .refund(gone))
        try await shop.expectLedger(clearing: PrepaidShop.paid - shop.left + 1_500, balance: 1_500)
    }

    @Test func `Two at once: one goes, the other is refused`() async throws {
        let shop = try await PrepaidShop()
        let colleague = shop.world.colleague("other")
        func tried(_ books: PostgresBooks) async throws -> Int64 {
            do {
                return try await shop.refunding(books).refund(
                    RefundOrder(payment: "pay_1", note: "twice")
                ).request.amountMinorUnits
            } catch is BillingError { return 0 }
        }
        async let one = tried(shop.world.books)
        async let two = tried(colleague)
        #expect(try await one + two == shop.left)
        try await shop.expectLedger(clearing: PrepaidShop.paid - shop.left, balance: 0)
    }

    @Test func `The database refuses more than was paid, and what is of no checkout`() async throws {
        let shop = try await PrepaidShop()
        let insert: SQLStatement = """
            INSERT INTO refund (account_id, id, sequence, processor, charge_reference, idempotency_key, body,
                api_version, amount_minor_units, currency, reason, note, state, requested_at)
            VALUES ('acct_1', $1, $4::integer, 'razorpay', $2, $1, '', '', $3::bigint, 'USD', 'duplicate', '', $5, now())
            """
        func add(_ sequence: Int32, _ amount: Int64, _ state: String = "ready", of charge: String = "pay_1")
            async throws
        {
            try await shop.world.execute(
                insert,
                [
                    .text("r\(sequence)"), .text(charge), .int8(amount), .int4(sequence), .text(state),
                ])
        }
        await #expect(throws: PostgresError.self) { try await add(1, PrepaidShop.paid + 1) }
        await #expect(throws: PostgresError.self) { try await add(1, 1, of: "pay_2") }
        try await add(1, 2, "succeeded")
        await #expect(throws: PostgresError.self) { try await add(2, PrepaidShop.paid - 1) }
        try await add(2, 1)
        await #expect(throws: PostgresError.self, "one at a time") { try await add(3, 1) }
    }
}
