import Monetary

/// Money that a customer paid at a processor's checkout and that no invoice asked for as it was: it went on the account's
/// balance, and belongs to no attempt.
public struct Prepayment: Sendable, Hashable {
    /// The id of the account that paid.
    public var account: String
    /// Who took the money: "stripe", "razorpay".
    public var processor: String
    /// The processor's id of the charge.
    public var reference: String
    /// The processor's id of the checkout's page or order.
    public var checkout: String
    /// The id of the saved method that paid; nil where it is not known.
    public var method: String?
    /// Minor units of `currencyCode` that were paid.
    public var amountMinorUnits: Int64
    /// ISO 4217, upper case; the account's.
    public var currencyCode: String

    /// A payment in advance as a store reads it.
    public init(
        account: String, processor: String, reference: String, checkout: String, method: String?,
        amountMinorUnits: Int64, currencyCode: String
    ) {
        self.account = account
        self.processor = processor
        self.reference = reference
        self.checkout = checkout
        self.method = method
        self.amountMinorUnits = amountMinorUnits
        self.currencyCode = currencyCode
    }
}

extension RefundOrder {
    /// The amount to give back of money on a balance: no more than is left of the charge, and no more than its account's
    /// invoices have left of the balance. The balance is one: whose part of it an invoice used is not told apart.
    ///
    /// - Parameters:
    ///   - before: the charge's refunds so far.
    ///   - outside: those that were made on the processor's own pages.
    ///   - balance: the account's, without what has expired.
    /// - Throws: where another refund is under way, or more is asked for than is left.
    public func amount(
        of prepayment: Prepayment, before: [Refund], outside: [OutsideRefund], balance: AccountBalance
    ) throws(BillingError) -> Int64 {
        let charge = RefundableCharge(
            subject: "charge \(prepayment.reference)", processor: prepayment.processor,
            amountMinorUnits: prepayment.amountMinorUnits, currencyCode: prepayment.currencyCode)
        let left = try charge.left(before: before, outside: outside)
        let currency = try refusing { try Currency(code: prepayment.currencyCode) }
        let onBalance = max(0, balance.returnableMinorUnits)
        let amount = amountMinorUnits ?? min(left, onBalance)
        guard max(amount, 1) <= onBalance else {
            let there = onBalance > 0 ? "only \(currency.majorUnits(onBalance)) \(currency.code)" : "nothing"
            throw .invalid(
                charge.subject,
                "\(there) of it is left on the balance of account \(prepayment.account): invoices have used the rest, and "
                    + "a credit note gives back what they billed")
        }
        return try charge.checked(amount, left: left, outside: outside)
    }
}
