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
                    + (checkout.processor == "razorpay" ? ": nothing is captured on it" : ""))
        case .refused(let reason): throw CommandFailure.usage("\(reason): nothing began")
        case .unknown(let reason):
            throw CommandFailure.unreachable("\(checkout.processor): \(reason); confirm again")
        }
    }

    /// Writes our marks on what was paid at the processor, so that its lists show which charge of ours it is.
    static func mark(
        _ checkout: Checkout, _ paid: CheckoutPayment, _ commands: CheckoutCommands, _ settings: Settings
    ) async throws {
        guard let attempt = try await commands.charge(paid, of: checkout) else { return }
        let gateway = try Gateways.checkout(settings, checkout.processor)
        switch await gateway.markCheckout(
            checkout.reference, attempt: attempt.id, invoice: attempt.invoice)
        {
        case .marked: return
        case .unknown(let reason):
            throw CommandFailure.unreachable(
                "\(checkout.processor): \(reason); \(checkout.order.subscription) has begun and is paid, confirm again so "
                    + "that \(checkout.processor)'s list shows whose payment \(paid.reference) is")
        }
    }
}
