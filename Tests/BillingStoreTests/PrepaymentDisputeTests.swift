import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// Disputes about what a checkout put on the balance (40): nobody has the money twice.
@Suite struct PrepaymentDisputeTests {
    private func dispute(
        _ status: ProcessorDispute.Status, isWithdrawn: Bool = true, reason: String = "fraudulent",
        reference: String = "dp_1", currencyCode: String = "USD"
    ) -> EventFinding {
        .dispute(
            ProcessorDispute(
                reference: reference, chargeReference: "pay_1", amountMinorUnits: PrepaidShop.paid,
                currencyCode: currencyCode, status: status, isWithdrawn: isWithdrawn, reason: reason))
    }

    private func barredBy(_ shop: PrepaidShop) async throws -> String? {
        try await shop.world.text("SELECT barred_by FROM payment_method WHERE id = 'token_1'")
    }

    @Test(arguments: ["stripe", "razorpay"])
    func `The balance is without the money while the processor has it, and has it again when it is won`(
        _ processor: String
    ) async throws {
        let shop = try await PrepaidShop(processor: processor)
        try await shop.tell("open", dispute(.open))
        let used = PrepaidShop.paid - shop.left
        try await shop.expectLedger(clearing: 0, disputed: used, balance: 0)
        #expect(try await shop.refusal().contains("nothing of it is left on the balance"))
        let alarm = try #require(try await shop.world.books.reader.alarms().items.first?.alarm)
        #expect(alarm.kind == .disputed && alarm.account == "acct_1" && alarm.detail.contains("order_1"))
        #expect(try await shop.world.books.reader.alarms().total == 1)
        #expect(try await barredBy(shop) == "disputed")
        try await shop.tell("won", dispute(.won, isWithdrawn: false))
        try await shop.expectLedger(clearing: PrepaidShop.paid, balance: shop.left)
        #expect(try await barredBy(shop) == nil)
        #expect(
            try await shop.world.text(
                "SELECT processor || ' ' || charge_reference || ' ' || status FROM dispute")
                == "\(processor) pay_1 won")
    }

    @Test func `Lost, what invoices had used is a loss, and no more`() async throws {
        let shop = try await PrepaidShop()
        try await shop.tell("open", dispute(.open))
        try await shop.tell("lost", dispute(.lost))
        try await shop.tell("again", dispute(.lost))
        try await shop.expectLedger(clearing: 0, badDebt: PrepaidShop.paid - shop.left, balance: 0)
        #expect(try await barredBy(shop) == "disputed")
    }

    @Test func `Nothing is taken off before the processor has taken the money; what was used then is a loss`()
        async throws
    {
        let shop = try await PrepaidShop()
        try await shop.tell("open", dispute(.open, isWithdrawn: false, reason: "product_not_received"))
        try await shop.expectLedger(clearing: PrepaidShop.paid, balance: shop.left)
        #expect(try await barredBy(shop) == nil, "it does not deny the consent")
        _ = try await shop.refund(shop.left - 500)
        try await shop.tell("lost", dispute(.lost, reason: "product_not_received"))
        // The processor took all of it although a part had gone back: that part is a loss as well.
        try await shop.expectLedger(
            clearing: 500 - shop.left, badDebt: PrepaidShop.paid - 500, balance: 0)
    }

    @Test func `Of money that nobody has used, nothing is lost`() async throws {
        let shop = try await PrepaidShop()
        try await shop.world.accounts.credit(
            CreditOrder(
                account: "acct_1", amountMinorUnits: PrepaidShop.paid - shop.left, reason: "sorry"),
            at: PrepaidShop.start)
        try await shop.tell("lost", dispute(.lost))
        try await shop.tell("again", dispute(.lost))
        try await shop.expectLedger(clearing: 0, balance: 0)
    }

    @Test func `One that is won frees no card of which another denies a charge; another currency is refused`()
        async throws
    {
        let shop = try await PrepaidShop()
        try await shop.tell("first", dispute(.open, isWithdrawn: false))
        try await shop.tell("second", dispute(.open, isWithdrawn: false, reference: "dp_2"))
        try await shop.tell("won", dispute(.won, isWithdrawn: false))
        #expect(try await barredBy(shop) == "disputed")
        try await shop.tell("both", dispute(.won, isWithdrawn: false, reference: "dp_2"))
        #expect(try await barredBy(shop) == nil)
        let foreign = try await shop.told("foreign", dispute(.open, reference: "dp_3", currencyCode: "EUR"))
        #expect(foreign.problems.count == 2 && !foreign.results.contains { $0.isHandled }, "\(foreign)")
        try await shop.expectLedger(clearing: PrepaidShop.paid, balance: shop.left)
    }
}
