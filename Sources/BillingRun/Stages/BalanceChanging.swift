import Billing
import BillingCalendar

extension BillingTransaction {
    /// Changes an account's balance under its lock; what has expired by then is taken off first.
    ///
    /// - Parameters:
    ///   - reason: stands beside the rows.
    ///   - body: the change; nil: there is none.
    /// - Returns: minor units that the change added, below zero what it took off.
    @discardableResult
    func changeBalance(
        of account: String, because reason: String, at: Instant,
        _ body: (inout AccountBalance) -> BalanceEntry?
    ) async throws -> Int64 {
        let record = try await claimAccount(account)
        var balance = record.balance
        var entries = balance.expire(at: at)
        guard let entry = body(&balance) else { return 0 }
        entries.append(entry)
        let change = BalanceChange(
            account: record.account, balance: balance, entries: entries, reason: reason)
        try await write([change], at: at)
        return entry.minorUnits
    }
}
