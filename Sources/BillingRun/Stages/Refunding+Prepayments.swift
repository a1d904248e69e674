import Billing
import Monetary

/// Giving back what stands on an account's balance (40): it leaves the balance with T1, so that no invoice uses it while
/// the processor is at it, and is on the balance again where the processor did not take it.
extension Refunding {
    /// T1 of money on a balance.
    func prepare(
        _ order: RefundOrder, of item: PrepaymentCase, _ transaction: any BillingTransaction
    ) async throws -> Refund {
        let prepayment = item.prepayment
        let record = try await transaction.claimAccount(prepayment.account)
        var balance = record.balance
        var entries = balance.expire(at: at)
        let amount = try order.amount(
            of: prepayment, before: item.refunds, outside: item.outside, balance: balance)
        let refund = try refund(
            order, amount,
            of: Charge(
                attempt: nil, invoice: nil, account: prepayment.account, processor: prepayment.processor,
                reference: prepayment.reference, currencyCode: prepayment.currencyCode,
                currencyExponent: try Currency(code: prepayment.currencyCode).exponent),
            before: item.refunds, outside: item.outside)
        try await transaction.write([RefundOutcome(refund: refund, at: at)])
        entries.append(balance.take(amount, cause: .returned, at: at))
        let change = BalanceChange(
            account: record.account, balance: balance, entries: entries,
            reason: "\(refund.id), to be given back at \(prepayment.processor)")
        try await transaction.write([change], at: at)
        return refund
    }

    /// What answers say of refunds of money on balances; one that did not go puts its money back.
    func outcomes(
        ofPrepaid answers: [String: RefundAnswer], isWatched: Bool, _ transaction: any BillingTransaction
    ) async throws -> [RefundOutcome] {
        var outcomes: [RefundOutcome] = []
        for item in try await transaction.claimPrepayments(ofRefunds: answers.keys.sorted()) {
            for refund in item.refunds {
                guard let answer = answers[refund.id],
                    let outcome = outcome(refund, answer: answer, of: nil, isWatched: isWatched)
                else { continue }
                outcomes.append(outcome)
                let state = outcome.refund.state
                guard state == .failed || state == .refused else { continue }
                try await putBack(outcome.refund, transaction)
            }
        }
        return outcomes
    }

    private func putBack(_ refund: Refund, _ transaction: any BillingTransaction) async throws {
        let (amount, at) = (refund.request.amountMinorUnits, at)
        try await transaction.changeBalance(
            of: refund.account,
            because: "\(refund.id), not given back: \(refund.failureCode ?? refund.state.rawValue)", at: at
        ) { $0.grant(amount, cause: .returned, expiresAt: nil, at: at) }
    }
}
