public import Billing
public import BillingCalendar
public import BillingRun
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

    /// Checkouts at processors that take money at once about which these are to be asked now: those whose time is over,
    /// those that have expired and may still be paid, and those that were paid and lack our marks.
    public func checkoutsToAsk(_ scope: RunScope, at: Instant, limit: Int) async throws -> [Checkout] {
        let parameters =
            ScopeFilter(scope).parameters + [
                .instant(at), .textArray(Checkout.moneyTakers.sorted()), .int8(Int64(limit)),
            ]
        return try await reader.read { session in
            try session.rows(SQL.checkout.toAsk, parameters, Checkout.init)
        }
    }

    /// Notes that processors were asked.
    ///
    /// - Parameter asked: each with whether it was found not to be paid.
    public func noteAsked(_ asked: [(checkout: Checkout, isOpen: Bool)], at: Instant) async throws {
        guard !asked.isEmpty else { return }
        _ = try await change(
            SQL.checkout.noteAsked,
            [
                .instant(at), .textArray(asked.map(\.checkout.order.account)),
                .textArray(asked.map(\.checkout.processor)), .textArray(asked.map(\.checkout.reference)),
                .boolArray(asked.map(\.isOpen)),
            ])
    }

    /// Notes that what was paid with a checkout carries our marks at the processor, or needs none.
    public func noteMarked(_ checkout: Checkout) async throws {
        _ = try await change(
            SQL.checkout.noteMarked,
            [.text(checkout.order.account), .text(checkout.processor), .text(checkout.reference)])
    }

    /// Ends checkouts that nobody finished in time.
    ///
    /// - Parameter kept: the processors' ids of those that stay pending.
    public func expireCheckouts(_ scope: RunScope, at: Instant, but kept: [String] = []) async throws {
        _ = try await change(
            SQL.checkout.expire,
            ScopeFilter(scope).parameters + [
                .instant(at), .textArray(kept), .textArray(Checkout.moneyTakers.sorted()),
                .int8(Checkout.watchSeconds),
            ])
    }
}

extension BooksTransaction {
    func firstInvoice(ofSubscription id: String, account: String) async throws -> String? {
        try await run { session in
            try session.row(SQL.checkout.firstInvoice, [.text(account), .text(id)]) { row in
                try row.text("invoice_id")
            }
        }
    }

    func complete(
        _ checkout: Checkout, with method: String, paid: CheckoutPayment?, at: Instant
    ) async throws -> Bool {
        try await run { session in
            try session.execute(
                SQL.checkout.end,
                [
                    .text(checkout.order.account), .text(checkout.processor), .text(checkout.reference),
                    .instant(at), .text(method), .text(paid?.reference), .int8(paid?.amountMinorUnits),
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
        return try await list(SQL.checkout.list, filter, page, Checkout.init)
    }
}

extension Checkout {
    /// The columns of `checkout`.
    fileprivate init(_ row: PostgresRow) throws {
        let (reference, stateName) = (try row.text("reference"), try row.text("state"))
        guard let state = State(rawValue: stateName) else {
            throw StoreError.unreadable(table: "checkout", key: reference, reason: "state \(stateName)")
        }
        self.init(
            order: try JSONForm.value(
                SubscribeOrder.self, row.json("content"), of: "checkout", key: reference),
            processor: try row.text("processor"), reference: reference, customer: try row.text("customer"),
            url: try row.optionalText("url"), amountMinorUnits: try row.int64("amount_minor_units"),
            currency: try Currency(code: row.text("currency")), createdAt: try row.instant("created_at"),
            expiresAt: try row.instant("expires_at"))
        self.state = state
        if let payment = try row.optionalText("payment_reference"),
            let amount = try row.optionalInt64("paid_minor_units")
        {
            paid = CheckoutPayment(reference: payment, amountMinorUnits: amount)
        }
    }
}
