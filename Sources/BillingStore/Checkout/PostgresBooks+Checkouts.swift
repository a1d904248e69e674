public import Billing
public import BillingCalendar
import BillingRun
import Monetary
import Postgres

/// Subscriptions that wait for their customers at a processor.
extension PostgresBooks {
    /// Keeps a checkout that was opened.
    ///
    /// - Returns: false where another of the same subscription is pending.
    public func add(_ checkout: Checkout) async throws -> Bool {
        let content = try JSONForm.bytes(checkout.order)
        return try await change(
            SQL.checkout.insert,
            [
                .text(checkout.order.account), .text(checkout.order.subscription), .text(checkout.processor),
                .text(checkout.reference), .text(checkout.customer), .text(checkout.url),
                .int8(checkout.amountMinorUnits), .text(checkout.currency.code), .jsonb(content),
                .instant(checkout.createdAt), .instant(checkout.expiresAt),
            ]) > 0
    }

    /// Ends checkouts that nobody finished in time.
    ///
    /// - Returns: how many.
    @discardableResult
    public func expireCheckouts(at: Instant) async throws -> Int {
        try await change(SQL.checkout.expire, [.instant(at)])
    }
}

extension BooksTransaction {
    func complete(_ checkout: Checkout, at: Instant) async throws -> Bool {
        try await run { session in
            try session.execute(
                SQL.checkout.end,
                [
                    .text(checkout.order.account), .text(checkout.processor), .text(checkout.reference),
                    .instant(at),
                ]) > 0
        }
    }
}

extension BillingReader {
    /// Checkouts, the latest first: of an account, a subscription and a state where they are given.
    public func checkouts(
        account: String? = nil, subscription: String? = nil, state: Checkout.State? = nil,
        page: PageRequest = PageRequest()
    ) async throws -> Page<Checkout> {
        let filter: [Parameter] = [.text(account), .text(subscription), .text(state?.rawValue)]
        return try await list(SQL.checkout.list, filter, page) { row in
            let reference = try row.text("reference")
            var checkout = Checkout(
                order: try JSONForm.value(
                    SubscribeOrder.self, row.json("content"), of: "checkout", key: reference),
                processor: try row.text("processor"), reference: reference,
                customer: try row.text("customer"),
                url: try row.optionalText("url"), amountMinorUnits: try row.int64("amount_minor_units"),
                currency: try Currency(code: row.text("currency")), createdAt: try row.instant("created_at"),
                expiresAt: try row.instant("expires_at"))
            checkout.state = Checkout.State(rawValue: try row.text("state")) ?? .pending
            return checkout
        }
    }
}
