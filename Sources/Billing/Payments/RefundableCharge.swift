import Monetary

/// A charge that took money, as the rules of giving back see it: what is left of it, and what may be asked for.
struct RefundableCharge {
    /// "charge inv-1", for errors.
    var subject: String
    /// Who took the money.
    var processor: String
    /// What it took.
    var amountMinorUnits: Int64
    /// ISO 4217, upper case.
    var currencyCode: String

    /// Minor units that have not gone back.
    ///
    /// - Throws: where another refund has no result yet, or nothing is left.
    func left(before: [Refund], outside: [OutsideRefund]) throws(BillingError) -> Int64 {
        if let live = before.first(where: \.state.isLive) {
            throw .invalid(
                subject, "its refund \(live.id) is \(live.state.rawValue): wait for its result")
        }
        let given = before.filter { $0.state == .succeeded }.reduce(0) { $0 + $1.request.amountMinorUnits }
        let left = amountMinorUnits - given - outside.reduce(0) { $0 + $1.amountMinorUnits }
        guard left > 0 else {
            throw .invalid(subject, "all of it was given back\(try onPages(outside))")
        }
        return left
    }

    /// An amount that may go back.
    ///
    /// - Throws: where it is not above zero, or more than is left.
    func checked(
        _ amount: Int64, left: Int64, outside: [OutsideRefund]
    ) throws(BillingError) -> Int64 {
        let currency = try currency
        try AmountLimit.check(given: amount, currency, for: "a refund")
        guard amount <= left else {
            throw .invalid(
                subject,
                "only \(currency.majorUnits(left)) \(currency.code) of it is left to give back\(try onPages(outside))"
            )
        }
        return amount
    }

    /// What was given back by hand, for errors.
    private func onPages(_ outside: [OutsideRefund]) throws(BillingError) -> String {
        let byHand = outside.reduce(0) { $0 + $1.amountMinorUnits }
        guard byHand > 0 else { return "" }
        let currency = try currency
        return ": \(currency.majorUnits(byHand)) \(currency.code) went back on the pages of \(processor)"
    }

    private var currency: Currency {
        get throws(BillingError) { try refusing { try Currency(code: currencyCode) } }
    }
}
