public import Billing
public import BillingCalendar

/// What changes of balances outside invoices and corrections read and write (section 9).
public protocol BalanceTransaction: Sendable {
    /// Locks up to `limit` accounts that have a grant of which the time had run out at `asOf`, the earliest first; those
    /// that another worker holds are passed over.
    func claimExpiredGrants(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [AccountRecord]

    /// Writes balances of locked accounts with the entries that led to them. The ledger books them at `at`, also what
    /// took effect before: what was booked up to an instant does not change any more.
    func write(_ changes: [BalanceChange], at: Instant) async throws
}

/// A balance with what led to it.
public struct BalanceChange: Sendable, Hashable {
    /// The account, whose currency the amounts are in.
    public var account: Account
    /// As it stands afterwards.
    public var balance: AccountBalance
    /// In their order; not empty.
    public var entries: [BalanceEntry]
    /// Stands beside the entries; nil where none is given.
    public var reason: String?

    /// A change with all its parts.
    public init(
        account: Account, balance: AccountBalance, entries: [BalanceEntry], reason: String? = nil
    ) {
        self.account = account
        self.balance = balance
        self.entries = entries
        self.reason = reason
    }
}
