public import Billing
public import BillingCalendar

/// Reads the whole of a store, for simulations and for comparing two stores.
public protocol BooksInspection: Sendable {
    /// The earliest instant at which something of the kind is due; nil when nothing is to come.
    func nextBoundaryAt() async throws -> Instant?
    func nextRoundAt() async throws -> Instant?

    /// In the order of issue.
    func allInvoices() async throws -> [Invoice]
    /// In the order made.
    func allAttempts() async throws -> [PaymentAttempt]
    /// By id, compared by bytes.
    func allSubscriptions() async throws -> [Subscription]
    /// By account id, compared by bytes.
    func allBalances() async throws -> [AccountRecord]
}
