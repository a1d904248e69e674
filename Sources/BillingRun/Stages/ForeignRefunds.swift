import Billing
import BillingCalendar
import Monetary

/// Refunds that were made by hand on a processor's own pages: the money has gone, so it is posted, and people are told.
struct ForeignRefunds: Sendable {
    let books: any BillingBooks
    let at: Instant

    /// Posts what is new of one; told again, it changes nothing.
    ///
    /// - Returns: what came of it, in one line.
    func settle(_ refund: ProcessorRefund, processor: String) async throws -> String {
        try await books.transaction { transaction in
            guard
                let id = try await transaction.attempt(
                    ofCharge: refund.chargeReference, processor: processor),
                let item = try await transaction.claimRefundable(attempt: id)
            else { return "\(refund.chargeReference) is not ours" }
            guard refund.currencyCode == item.attempt.charge.currencyCode else {
                return "\(refund.reference) is in \(refund.currencyCode), the charge is not: not posted"
            }
            let isBack: Bool
            switch refund.standing.state {
            case .succeeded: isBack = false
            case .failed, .refused: isBack = true
            case .ready, .sent, .unknown, .pending: return "\(refund.reference) is under way"
            }
            let isNew = try await transaction.post(
                foreign: refund, isBack: isBack, account: item.attempt.account, at: at)
            guard isNew else { return "\(refund.reference) is known already" }
            if let notice = notice(refund, item) { try await transaction.write([notice]) }
            return "\(refund.reference), made at the processor, \(isBack ? "failed" : "is posted")"
        }
    }

    private func notice(_ refund: ProcessorRefund, _ item: RefundCase) -> Notice? {
        item.invoice.amount.map { amount in
            Notice(
                .invoiceUnderReview, of: amount.invoice, refund.reference, account: amount.account, at: at,
                facts: [
                    "invoice": amount.invoice, "invoice_number": amount.invoiceNumber,
                    "subscription": amount.subscription,
                    "amount": amount.currency.majorUnits(refund.amountMinorUnits),
                    "currency": amount.currency.code, "attempt": item.attempt.id, "refund": refund.reference,
                    "reason": "refunded_at_processor",
                ])
        }
    }
}
