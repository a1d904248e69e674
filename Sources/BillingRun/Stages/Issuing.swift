import Billing

extension ClosingTransaction {
    /// Writes outcomes with the notices that follow from them: issued invoices and subscriptions that ended.
    func issue(_ outcomes: [BillingOutcome], run: String?) async throws -> [Invoice] {
        let invoices = try await write(outcomes, run: run)
        let ended = outcomes.compactMap { Notice.canceled($0.subscription) }
        try await write(invoices.map(Notice.issued) + ended)
        return invoices
    }
}
