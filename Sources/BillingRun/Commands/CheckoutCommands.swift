public import Billing
public import BillingCalendar
import Monetary

/// Begins what customers have bought at a processor's checkout.
public struct CheckoutCommands: Sendable {
    private let books: any BillingBooks
    private let gateways: GatewaySet
    private let deployment: String

    /// Commands on these books; `gateways` are the processors that take money at a checkout.
    public init(books: any BillingBooks, gateways: GatewaySet, deployment: String) {
        self.books = books
        self.gateways = gateways
        self.deployment = deployment
    }

    /// Saves the method, begins the subscription and books what was paid, in one transaction: no run can charge the first
    /// invoice in between. Done again it changes nothing.
    ///
    /// What was paid is a charge of that method like any other, with the processor's id, when it is what the first invoice
    /// asks for; so it can be given back through the processor. Where that invoice would ask for something else by now (a
    /// new price, a credit, a trial) it goes on the balance first, and the invoice uses it. Where the subscription has
    /// begun without the checkout, it is a charge of its first invoice, which it pays if nothing else did: see
    /// ``CheckoutMoney/charge(_:by:_:)``.
    ///
    /// - Parameter run: the run that found it; nil for a command.
    /// - Throws: ``BillingError`` where a charge of that invoice is under way, or money came in another currency than the
    ///   account's; nothing is written then.
    /// - Returns: what was issued and charged now.
    @discardableResult
    public func begin(
        _ checkout: Checkout, with saved: SavedMethod, paid: CheckoutPayment?, run: String? = nil, at: Instant
    ) async throws -> CheckoutBeginning {
        let method = PaymentMethod(
            id: saved.reference, brand: saved.brand, last4: saved.last4, expiresOn: saved.expiresOn,
            processor: checkout.processor, reference: saved.reference,
            customerReference: saved.customerReference, fingerprint: saved.fingerprint)
        let order = checkout.order
        let money = paid.map { paid in
            CheckoutMoney(
                paid: paid, checkout: checkout,
                adoption: ChargeAdoption(gateways: gateways, deployment: deployment, at: at))
        }
        return try await books.transaction { transaction in
            guard
                try await transaction.complete(
                    checkout, with: method.id, paid: paid, at: at)
            else { return CheckoutBeginning() }
            try await check(checkout, paid, transaction)
            try await transaction.setPaymentMethod(
                PaymentMethodOrder(account: order.account, method: method, makeDefault: true), at: at)
            guard try await transaction.subscriptionExists(order.subscription) else {
                return try await subscribe(order, money, by: method, run: run, at: at, transaction)
            }
            guard let money else { return CheckoutBeginning() }
            guard
                let first = try await transaction.firstInvoice(
                    ofSubscription: order.subscription, account: order.account),
                let item = try await transaction.claimInvoices([first], asOf: at).first
            else {
                try await money.putOnBalance(transaction)
                return CheckoutBeginning()
            }
            return CheckoutBeginning(charge: try await money.charge(item, by: method, transaction))
        }
    }

    private func subscribe(
        _ order: SubscribeOrder, _ money: CheckoutMoney?, by method: PaymentMethod, run: String?, at: Instant,
        _ transaction: any BillingTransaction
    ) async throws -> CheckoutBeginning {
        let subscriptions = SubscriptionCommands(books: books)
        guard let money else {
            return CheckoutBeginning(
                invoices: try await subscriptions.subscribe(order, at: at, run: run, in: transaction))
        }
        let asked = try await subscriptions.amountAsked(by: order, at: at, in: transaction)
        let isAsked = asked == money.paid.amountMinorUnits
        if !isAsked { try await money.putOnBalance(transaction) }
        let invoices = try await subscriptions.subscribe(order, at: at, run: run, in: transaction)
        guard isAsked else { return CheckoutBeginning(invoices: invoices) }
        guard let invoice = invoices.last,
            let item = try await transaction.claimInvoices([invoice.id], asOf: at).first
        else { throw BillingError.unknown(kind: "first invoice of subscription", id: order.subscription) }
        return CheckoutBeginning(
            invoices: invoices, charge: try await money.charge(item, by: method, transaction))
    }

    /// Money in another currency can neither pay an invoice of the account nor stand on its balance.
    private func check(
        _ checkout: Checkout, _ paid: CheckoutPayment?, _ transaction: any BillingTransaction
    ) async throws {
        guard let paid else { return }
        let currency = try await transaction.claimAccount(checkout.order.account).account.currency
        guard checkout.currency == currency else {
            throw BillingError.invalid(
                "the checkout \(checkout.reference)",
                "\(paid.reference) is in \(checkout.currency.code), account \(checkout.order.account) in "
                    + "\(currency.code): give it back on the pages of \(checkout.processor)")
        }
    }

    /// Where what was paid stands in the books now.
    public func booking(of paid: CheckoutPayment, _ checkout: Checkout) async throws -> CheckoutBooking {
        let attempt = try await books.transaction { transaction -> PaymentAttempt? in
            guard
                let id = try await transaction.attempt(
                    ofCharge: paid.reference, processor: checkout.processor)
            else { return nil }
            return try await transaction.attempts([id]).first
        }
        guard let attempt else { return .onBalance }
        return attempt.state == .surplus ? .owedBack(attempt) : .paid(attempt)
    }
}
