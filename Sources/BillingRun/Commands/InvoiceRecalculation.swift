public import Billing

/// What an account should have been billed by today's facts, beside what it was: the same rules on the use that is
/// known now, the catalogue in force and the account as it is. Reads, and never writes.
public struct InvoiceRecalculation: Sendable {
    private let books: any BillingBooks

    /// Recalculations from these books.
    public init(books: any BillingBooks) { self.books = books }

    /// An account's invoices worked out again.
    public struct Result: Sendable {
        /// As it is now.
        public var account: Account
        /// One for each of its subscriptions, by id compared by bytes.
        public var subscriptions: [Recalculation]
    }

    /// - Throws: `BillingError.unknown` where there is no such account.
    public func recalculate(account: String) async throws -> Result {
        try await books.reading { transaction in
            let history = try await transaction.billedHistories(of: account)
            let context = try await transaction.catalog().context(for: history.account)
            let usage = try await transaction.usageTotals(history.subscriptions.flatMap(\.usageWindows))
            return Result(
                account: history.account.account,
                subscriptions: try history.subscriptions.map { try context.recalculate($0, usage: usage) })
        }
    }
}
