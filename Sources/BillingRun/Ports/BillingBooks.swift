public import Billing
public import BillingCalendar

/// Where accounts, subscriptions, invoices and attempts are kept; PostgreSQL in service, memory in simulations.
///
/// The stages see nothing else of a store. Whatever they write in one transaction is there as a whole or not at
/// all, also when the process dies in it.
public protocol BillingBooks: ClosingBooks {
    /// Runs `body` in one transaction; an error undoes all of it.
    ///
    /// The body decides before it writes: stores without undo (memory) rely on it. It may be run again after a
    /// conflict with another worker, so it does nothing but read, decide and write.
    func transaction<Result: Sendable>(
        _ body: @Sendable (any BillingTransaction) async throws -> Result
    ) async throws -> Result

    /// Runs `body` over one picture of the books that does not change meanwhile. Claims lock nothing in it and nothing can
    /// be written: what only looks never stands in a run's way.
    func reading<Result: Sendable>(
        _ body: @Sendable (any BillingTransaction) async throws -> Result
    ) async throws -> Result
}

/// What can be read and written inside one transaction, by the stage that needs it.
public protocol BillingTransaction: CommandTransaction, BalanceTransaction, RehearsalTransaction,
    ChargingTransaction, DunningTransaction, RefundTransaction, PrepaidTransaction, RenderingTransaction,
    CorrectionTransaction, NoticeTransaction,
    EventTransaction, RunLogTransaction, HistoryTransaction
{}

/// The catalogue that is billed by.
public struct CatalogInForce: Sendable {
    /// Plans, add-ons, meters, coupons, taxes and the seller, as applied last.
    public var catalog: Catalog
    /// The seller's zone.
    public var sellerZone: Zone
    /// Counts applied catalogues, from 1.
    public var version: Int

    /// A catalogue with its zone and its place in the history.
    public init(catalog: Catalog, sellerZone: Zone, version: Int) {
        self.catalog = catalog
        self.sellerZone = sellerZone
        self.version = version
    }

    /// The context of one account's rules.
    public func context(for account: AccountRecord) -> BillingContext {
        BillingContext(
            catalog: catalog, sellerZone: sellerZone, account: account.account, accountZone: account.zone)
    }
}

/// An account as it is locked by a transaction.
public struct AccountRecord: Sendable {
    /// The account's own details.
    public var account: Account
    /// The zone in which its anchors and periods are counted.
    public var zone: Zone
    /// What it has to its credit, or owes from carried amounts (section 9).
    public var balance: AccountBalance

    /// A record as a store reads it.
    public init(account: Account, zone: Zone, balance: AccountBalance) {
        self.account = account
        self.zone = zone
        self.balance = balance
    }
}

/// A subscription claimed for billing: its rows and its account's are locked until the transaction ends.
public struct ClaimedSubscription: Sendable {
    /// Its account, whose balance the billing may change.
    public var account: AccountRecord
    /// The subscription as it stands, its boundary not closed yet.
    public var subscription: Subscription
    /// Closed periods that end after `subscription.lateUsageSince`; none where that is nil.
    public var closedPeriods: [ClosedPeriod]

    /// A claim as a store reads it.
    public init(account: AccountRecord, subscription: Subscription, closedPeriods: [ClosedPeriod]) {
        self.account = account
        self.subscription = subscription
        self.closedPeriods = closedPeriods
    }

    /// The same facts as the rules take them.
    public var subject: BillingSubject {
        BillingSubject(
            subscription: subscription, balance: account.balance, closedPeriods: closedPeriods)
    }
}

/// Which subscriptions and invoices a run is about.
public enum RunScope: Sendable, Hashable {
    case everything
    case account(String)
    case subscription(String)
    /// Invoices by id; nothing is closed.
    case invoices(Set<String>)
}
