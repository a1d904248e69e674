import Billing
import BillingCalendar
import BillingRun

extension MemoryBooks {
    func claimRefundable(attempt id: String) throws -> RefundCase? {
        guard let index = attemptIndex[id] else { return nil }
        let attempt = attempts[index]
        guard let place = invoiceIndex[attempt.invoice] else { return nil }
        return RefundCase(
            attempt: attempt, invoice: collected(invoices[place]),
            refunds: refunds.filter { $0.attempt == id })
    }

    func claimCharge(ofInvoice id: String) throws -> RefundCase? {
        let paid = (attemptsByInvoice[id] ?? []).map { attempts[$0] }.first { $0.state == .succeeded }
        return try paid.flatMap { try claimRefundable(attempt: $0.id) }
    }

    func bar(_ method: String, of account: String, for code: DeclineCode) {
        setBar(method, of: account, from: nil, to: code)
    }

    func unbar(_ method: String, of account: String, from code: DeclineCode) {
        setBar(method, of: account, from: code, to: nil)
    }

    private func setBar(_ method: String, of account: String, from: DeclineCode?, to code: DeclineCode?) {
        let index = methods[account]?.firstIndex { $0.method.id == method && $0.barredBy == from }
        if let index { methods[account]?[index].barredBy = code }
    }

    func claimRefunds(_ ids: [String]) throws -> [RefundCase] {
        let attempts = Set(refunds.filter { ids.contains($0.id) }.compactMap(\.attempt))
        return try attempts.sorted().compactMap { try claimRefundable(attempt: $0) }
    }

    func claimUnsettledRefunds(_ scope: RunScope, _ page: SweepPage) -> [UnsettledRefund] {
        refunds.enumerated().filter { $0.element.state.isLive && $0.offset >= page.after }
            .prefix(page.limit)
            .map { offset, refund in
                UnsettledRefund(
                    refund: refund, secondsSinceFirstSend: 0, secondsSinceLastSend: 0,
                    position: Int64(offset + 1))
            }
    }

    func markRefundsSent(_ ids: [String]) -> [Refund] {
        refunds.indices.filter { ids.contains(refunds[$0].id) && refunds[$0].state.isLive }.map { index in
            refunds[index].state = .sent
            return refunds[index]
        }
    }

    func write(_ outcomes: [RefundOutcome]) {
        for outcome in outcomes {
            if let index = refunds.firstIndex(where: { $0.id == outcome.refund.id }) {
                refunds[index] = outcome.refund
            } else {
                refunds.append(outcome.refund)
            }
        }
    }

    func note(_ dispute: ProcessorDispute, of charge: DisputedCharge, at: Instant) -> NotedDispute {
        let known = notedDisputes.updateValue((dispute, charge), forKey: dispute.reference)
        return NotedDispute(isNew: known == nil)
    }

    func isDenied(
        _ method: String, of charge: DisputedCharge, besides dispute: ProcessorDispute
    ) -> Bool {
        notedDisputes.values.contains { noted in
            noted.charge.account == charge.account && noted.charge.method == method
                && noted.dispute.reference != dispute.reference
                && noted.dispute.deniesConsent && noted.dispute.status != .won
        }
    }

    func disputeSteps(_ dispute: String, account: String) -> Set<DisputeStep> { disputes[dispute] ?? [] }

    func post(
        _ step: DisputeStep, of dispute: ProcessorDispute, minorUnits: Int64, account: String, at: Instant
    ) {
        disputes[dispute.reference, default: []].insert(step)
    }
}
