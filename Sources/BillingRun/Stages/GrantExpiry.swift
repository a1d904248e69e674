import Billing

/// Credit of which the time has run out is taken off the balance by the run, and not only by the account's next invoice:
/// there may be none, and the ledger would hold the credit as owed for ever (9.1, 9.3).
extension BillingRun {
    /// Batch by batch, each a transaction of its own. The entry says when a grant expired, the ledger books it at the
    /// instant of the run. What another worker holds is left to it or to the next run; a run that was stopped and a
    /// rehearsal write nothing.
    func expireGrants(_ report: RunReport) async throws {
        guard order.mode != .rehearse, report.stopped == nil else { return }
        let (scope, asOf, limit) = (order.scope, order.record.asOf, services.limits.closingBatch)
        while true {
            let count = try await services.books.transaction { transaction in
                let changes = try await transaction.claimExpiredGrants(scope, asOf: asOf, limit: limit)
                    .map { record in
                        var balance = record.balance
                        let entries = balance.expire(at: asOf)
                        return BalanceChange(account: record.account, balance: balance, entries: entries)
                    }
                    .filter { !$0.entries.isEmpty }
                if !changes.isEmpty { try await transaction.write(changes, at: asOf) }
                return changes.count
            }
            guard count == limit else { return }
        }
    }
}
