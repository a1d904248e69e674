public import Billing
public import BillingCalendar

/// What reminding customers reads and writes.
public protocol DunningTransaction: Sendable {
    /// Claims up to `limit` open invoices of which a customer is to be reminded at `asOf`: a last warning that is due,
    /// or a retry within a day. Those that another worker holds are passed over.
    func claimReminders(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [CollectionCase]

    /// Claims up to `limit` cards of automatic accounts with a subscription that goes on, of which a notice is due at
    /// `asOf` (``CardExpiry``).
    func claimExpiringCards(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [ExpiringCard]

    /// Notes what the customers were told.
    func note(_ told: [ExpiringCard]) async throws
}

/// A card that is good for only a few more days.
public struct ExpiringCard: Sendable, Hashable {
    /// The id of the account that it belongs to.
    public var account: String
    /// The card.
    public var method: PaymentMethod
    /// The first instant at which it is good no more.
    public var expiresAt: Instant
    /// The notice that is due: 30, 14, 7 or 3 days.
    public var days: Int

    /// A card with its notice.
    public init(account: String, method: PaymentMethod, expiresAt: Instant, days: Int) {
        self.account = account
        self.method = method
        self.expiresAt = expiresAt
        self.days = days
    }
}
