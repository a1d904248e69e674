public import Billing
public import BillingCalendar
import Monetary

/// Begins what customers have bought at a processor's checkout.
public struct CheckoutCommands: Sendable {
    private let books: any BillingBooks
    private let gateways: GatewaySet
    private let deployment: String
    private let author: String

    /// Commands on these books, by someone with a name; `gateways` are the processors that take money at a checkout.
    public init(books: any BillingBooks, gateways: GatewaySet, deployment: String, author: String) {
        self.books = books
        self.gateways = gateways
        self.deployment = deployment
        self.author = author
    }

    /// Saves the method, begins the subscription and books what was paid, in one transaction: no run can charge the first
    /// invoice in between. Done again it changes nothing.
    ///
    /// What was paid is a charge of that method like any other, with the processor's id, when it is what the first invoice
    /// asks for; so it can be given back through the processor. Where the invoice has become another meanwhile (a new
    /// price, a credit) it is recorded as money that came in: the invoice takes its part, the rest is balance or is charged.
    ///
    /// - Throws: ``BillingError`` where money was paid and nothing is there that it could pay; nothing is written then.
    public func begin(
        _ checkout: Checkout, with saved: SavedMethod, paid: CheckoutPayment?, at: Instant
    ) async throws {
        let method = PaymentMethod(
            id: saved.reference, brand: saved.brand, last4: saved.last4, expiresOn: saved.expiresOn,
            processor: checkout.processor, reference: saved.reference,
            customerReference: saved.customerReference, fingerprint: saved.fingerprint)
        let (subscriptions, order) = (SubscriptionCommands(books: books), checkout.order)
        try await books.transaction { transaction in
            guard try await transaction.complete(checkout, at: at) else { return }
            try await transaction.setPaymentMethod(
                PaymentMethodOrder(account: order.account, method: method, makeDefault: true), at: at)
            let isNew = try await !transaction.subscriptionExists(order.subscription)
            let invoices = isNew ? try await subscriptions.subscribe(order, at: at, in: transaction) : []
            guard let paid else { return }
            guard let invoice = invoices.last else {
                throw BillingError.invalid(
                    "the checkout \(checkout.reference)",
                    "\(paid.reference) was paid with it, and subscription \"\(order.subscription)\" "
                        + (isNew ? "asks for nothing now" : "has begun without it")
                        + ": give it back on the pages of \(checkout.processor)")
            }
            try await book(paid, by: method, of: checkout, for: invoice.id, at: at, transaction)
        }
    }

    private func book(
        _ paid: CheckoutPayment, by method: PaymentMethod, of checkout: Checkout, for invoice: String,
        at: Instant, _ transaction: any BillingTransaction
    ) async throws {
        if let item = try await transaction.claimInvoices([invoice], asOf: at).first,
            item.invoice.status == .open, item.invoice.currencyCode == checkout.currency.code,
            item.invoice.amountDueMinorUnits == paid.amountMinorUnits
        {
            let adoption = ChargeAdoption(gateways: gateways, deployment: deployment, at: at)
            let id = try await adoption.prepare(
                method, sequence: item.lastSequence + 1, of: item, transaction)
            _ = try await adoption.settle(
                id, { _ in .succeeded(reference: paid.reference) }, transaction)
            return
        }
        let order = ManualPaymentOrder(
            amountMinorUnits: paid.amountMinorUnits, reference: paid.reference, toBalance: false)
        _ = try await InvoiceCorrections(books: books, author: author).record(
            order, for: invoice, reason: "paid in the checkout \(checkout.reference)", at: at, in: transaction
        )
    }

    /// The attempt that stands for what was paid with a checkout; nil where it was recorded as money that came in.
    public func charge(_ paid: CheckoutPayment, of checkout: Checkout) async throws -> PaymentAttempt? {
        try await books.transaction { transaction in
            guard
                let id = try await transaction.attempt(
                    ofCharge: paid.reference, processor: checkout.processor)
            else { return nil }
            return try await transaction.attempts([id]).first
        }
    }
}
