import Billing
import BillingCalendar
import BillingRun
import BillingStore
import Monetary
import PaymentGateways

/// What a checkout is made of: its amount, its page, and the subscription that begins when it is finished.
enum CheckoutSteps {
    /// What the first invoice would ask for now; nothing is written.
    static func firstInvoice(
        _ order: SubscribeOrder, _ database: Database
    ) async throws -> (amount: Int64, Currency) {
        try await database.books.transaction { transaction in
            let account = try await transaction.claimAccount(order.account)
            guard try await !transaction.subscriptionExists(order.subscription) else {
                throw BillingError.duplicate(kind: "subscription", id: order.subscription)
            }
            var use = CouponUse(redemptions: 0, accountHasOlderSubscription: false)
            if let code = order.coupon {
                use = try await transaction.couponUse(code, account: order.account, subscription: nil)
            }
            let context = try await transaction.catalog().context(for: account)
            let outcome = try context.subscribe(order, couponUse: use, balance: account.balance, at: .now)
            return (outcome.invoice?.amountDueMinorUnits ?? 0, account.account.currency)
        }
    }

    /// Opens the page or order at a processor.
    static func open(
        _ request: CheckoutRequest, at processor: String, _ settings: Settings
    ) async throws -> (reference: String, url: String?, expiresAt: Int64?) {
        switch try await Gateways.checkout(settings, processor).openCheckout(request) {
        case .opened(let reference, let url, let expiresAt): return (reference, url, expiresAt)
        case .refused(let code):
            throw CommandFailure.usage(
                "\(processor) opens no checkout for \(request.customerReference): \(code)")
        case .unknown(let reason):
            throw CommandFailure.unreachable("\(processor): \(reason); nothing was bought, start again")
        }
    }

    /// The method that the customer saved, and what was paid with it.
    static func finding(
        _ checkout: Checkout, proof: CheckoutProof?, _ settings: Settings
    ) async throws -> (method: SavedMethod, paid: CheckoutPayment?) {
        let gateway = try Gateways.checkout(settings, checkout.processor)
        switch await gateway.checkoutFinding(checkout.reference, proof: proof) {
        case .finished(let method, let paid):
            guard method.customerReference == checkout.customer else {
                throw CommandFailure.usage(
                    "\(checkout.reference) was finished by another customer than \(checkout.customer): nothing began"
                )
            }
            return (method, paid)
        case .open:
            throw CommandFailure.usage(
                "the customer has not finished \(checkout.reference) yet"
                    + (checkout.processor == "razorpay" ? ": give --payment and --signature" : ""))
        case .refused(let reason): throw CommandFailure.usage("\(reason): nothing began")
        case .unknown(let reason):
            throw CommandFailure.unreachable("\(checkout.processor): \(reason); confirm again")
        }
    }

    /// Saves the method, begins the subscription, and notes what was paid. Begun half, it goes on when it is done
    /// again: a method of an id, a subscription and a payment of a reference are there once.
    static func begin(
        _ checkout: Checkout, _ finding: (method: SavedMethod, paid: CheckoutPayment?),
        _ books: PostgresBooks,
        author: String
    ) async throws {
        let (saved, now) = (finding.method, Instant.now)
        let method = PaymentMethod(
            id: saved.reference, brand: saved.brand, last4: saved.last4, expiresOn: saved.expiresOn,
            processor: checkout.processor, reference: saved.reference,
            customerReference: saved.customerReference, fingerprint: saved.fingerprint)
        try await AccountCommands(books: books).setPaymentMethod(
            PaymentMethodOrder(account: checkout.order.account, method: method, makeDefault: true), at: now)
        let id = checkout.order.subscription
        if try await !books.transaction({ try await $0.subscriptionExists(id) }) {
            try await SubscriptionCommands(books: books).subscribe(checkout.order, at: now)
        }
        if let paid = finding.paid, let invoice = try await firstInvoice(of: checkout, books) {
            let order = ManualPaymentOrder(
                amountMinorUnits: paid.amountMinorUnits, reference: paid.reference, toBalance: false)
            do {
                _ = try await InvoiceCorrections(books: books, author: author).record(
                    order, for: invoice, reason: "paid in the checkout \(checkout.reference)", at: now)
            } catch let error as BillingError where invoiceIsPaid(error) {
                // An earlier try came as far as this.
            }
        }
        try await books.complete(checkout, at: now)
    }

    private static func firstInvoice(of checkout: Checkout, _ books: PostgresBooks) async throws -> String? {
        try await books.reader.invoices(
            account: checkout.order.account, status: .open, page: PageRequest(limit: 100)
        ).items.last { $0.content.subscription == checkout.order.subscription }?.number
    }

    private static func invoiceIsPaid(_ error: BillingError) -> Bool {
        if case .duplicate = error { return true }
        return false
    }
}
