public import Billing

/// What looking back at issued invoices reads; nothing is locked.
public protocol HistoryTransaction: Sendable {
    /// Everything that was billed to an account, subscription by subscription, by id compared by bytes.
    ///
    /// - Throws: `BillingError.unknown` where there is no such account.
    func billedHistories(of account: String) async throws -> AccountHistory
}

/// An account as it is now, with everything it was billed.
public struct AccountHistory: Sendable {
    /// The account's own details of today.
    public var account: AccountRecord
    /// One for each of its subscriptions.
    public var subscriptions: [BilledHistory]

    /// A history as a store reads it.
    public init(account: AccountRecord, subscriptions: [BilledHistory]) {
        self.account = account
        self.subscriptions = subscriptions
    }
}
