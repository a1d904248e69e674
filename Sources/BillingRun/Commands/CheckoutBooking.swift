public import Billing
import BillingCalendar
import Monetary

/// Where the money of a checkout stands in the books.
public enum CheckoutBooking: Sendable, Hashable {
    /// It paid an invoice: a charge like any other.
    case paid(PaymentAttempt)
    /// An invoice asked for something else, or was paid otherwise: a charge that is owed back, and an alarm that says so.
    case owedBack(PaymentAttempt)
    /// No invoice asked for it as it is: it is on the account's balance, which pays the next invoices.
    case onBalance
}

/// What the end of a checkout has written.
public struct CheckoutBeginning: Sendable {
    /// Issued with it; empty where the subscription had begun, or begins with a trial.
    public var invoices: [Invoice] = []
    /// What was paid, as a charge of an invoice; nil where there is none.
    public var charge: SettledCharge?
}

/// Books what was paid at a checkout, in the transaction that begins its subscription, so that it is never lost and never
/// pays an invoice beside another payment unseen.
struct CheckoutMoney: Sendable {
    let paid: CheckoutPayment
    let checkout: Checkout
    let adoption: ChargeAdoption

    /// As a charge of an invoice. ``Settlement`` decides as about every success that was not waited for: it pays the
    /// invoice, also one that was given up, where that asks for just this; otherwise it is a surplus.
    ///
    /// - Throws: `rule("11.5", …)` where another charge of the invoice has no result yet; nothing is written then.
    func charge(
        _ item: CollectionCase, by method: PaymentMethod, _ transaction: any BillingTransaction
    ) async throws -> SettledCharge {
        if let live = item.attempt {
            guard live.state == .ready else {
                throw BillingError.rule(
                    "11.5",
                    "\(paid.reference) was paid at the checkout while a charge of invoice \(item.invoice.number) is "
                        + "\(live.state.rawValue): confirm again when its result is known (`dueday run --stage recover`)"
                )
            }
            try await adoption.end(live, of: item, transaction)
        }
        let id = try await adoption.prepare(
            method, sequence: item.lastSequence + 1, amountMinorUnits: paid.amountMinorUnits, of: item,
            transaction)
        return try await adoption.settle(id, { _ in .succeeded(reference: paid.reference) }, transaction)
    }

    /// As money of the account that its next invoices use.
    func putOnBalance(_ transaction: any BillingTransaction) async throws {
        let (amount, at) = (paid.amountMinorUnits, adoption.at)
        try await transaction.changeBalance(
            of: checkout.order.account,
            because: "\(paid.reference), paid at the checkout \(checkout.reference)", at: at
        ) { $0.grant(amount, cause: .prepaid, expiresAt: nil, at: at) }
    }
}
