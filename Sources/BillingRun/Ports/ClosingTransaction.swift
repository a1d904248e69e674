public import Billing
public import BillingCalendar

/// What closing boundaries reads and writes: scan, rate, invoice.
public protocol ClosingTransaction: NoticeWriting {
    /// The catalogue in force; an error that says how to apply one where there is none.
    func catalog() async throws -> CatalogInForce

    /// Claims up to `limit` subscriptions whose boundary is at or before `asOf`, ordered by (boundary, id); those
    /// that another worker holds or that are parked are passed over.
    func claimDue(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [ClaimedSubscription]

    /// Whether any is due that `claimDue` would give if nobody held it.
    func isAnyLeft(_ scope: RunScope, asOf: Instant) async throws -> Bool

    /// The totals of all windows, in one question.
    func usageTotals(_ windows: [UsageWindow]) async throws -> UsageTotals

    /// What was billed to subscriptions before, by id; nothing where they have no invoice yet.
    func recentTotals(of claimed: [ClaimedSubscription]) async throws -> [String: RecentTotals]

    /// Writes outcomes in their order: subscriptions, claims on boundaries, closed periods, balances, redemptions,
    /// invoices with lines, taxes, collection and ledger entries. Numbers are given last, in the order of the
    /// outcomes (10.1).
    ///
    /// - Throws: when a boundary was claimed before; nothing is written then.
    /// - Returns: the issued invoices.
    func write(_ outcomes: [BillingOutcome], run: String?) async throws -> [Invoice]

    /// Sets a subscription aside until an operator releases it.
    func park(_ parked: ParkedSubscription) async throws
}

/// A subscription that could not be billed.
public struct ParkedSubscription: Sendable, Hashable {
    /// The subscription's id.
    public var subscription: String
    /// The account's id.
    public var account: String
    /// The boundary that stays unbilled; nil where the subscription has none ahead.
    public var boundary: Instant?
    /// What was wrong, in one line.
    public var reason: String
    /// The instant as of which the run was billing.
    public var parkedAt: Instant
    /// The id of the run that set it aside; nil outside a run.
    public var run: String?

    /// A parked subscription with all its columns.
    public init(
        subscription: String, account: String, boundary: Instant?, reason: String, parkedAt: Instant,
        run: String?
    ) {
        self.subscription = subscription
        self.account = account
        self.boundary = boundary
        self.reason = reason
        self.parkedAt = parkedAt
        self.run = run
    }
}
