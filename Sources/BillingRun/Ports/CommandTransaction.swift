public import Billing
public import BillingCalendar

/// What commands on accounts and subscriptions read and write.
public protocol CommandTransaction: Sendable {
    /// Locks an account; an error where there is none.
    func claimAccount(_ id: String) async throws -> AccountRecord

    /// Locks a subscription with its account, waiting for whoever holds it; an error where there is none.
    func claimSubscription(_ id: String) async throws -> ClaimedSubscription

    /// Whether a subscription of this id exists.
    func subscriptionExists(_ id: String) async throws -> Bool

    /// What is known of a coupon's use, with the coupon locked against a second redemption at the same time.
    ///
    /// - Parameter subscription: the one that redeems; nil at subscribe. Another of the account counts as older
    ///   where it started before (7.1).
    func couponUse(
        _ code: String, account: String, subscription: Subscription?
    ) async throws -> CouponUse

    /// Adds an account with an empty balance; an error where the id is taken.
    func addAccount(_ account: Account, at: Instant) async throws

    /// Writes the details that an account has from now on, with its place in the audit trail.
    func write(_ change: AccountChange, by author: CorrectionAuthor) async throws

    /// Adds or replaces a method; a replaced one is no longer barred. Asks for a round for every open automatic
    /// invoice of the account (11.3).
    func setPaymentMethod(_ order: PaymentMethodOrder, at: Instant) async throws

    /// Records use. An event whose `at` lies before the current period of its subscription marks it as having
    /// late usage; the same event again is ignored, another with its id is an error (5.1), and so is one dated before
    /// its subscription began.
    func recordUsage(_ events: [UsageEvent]) async throws -> UsageRecording

    /// Whether an event of this id was recorded for the account.
    func hasUsage(_ id: String, of account: String) async throws -> Bool

    /// Keeps use that a hard limit did not allow; the same event refused again is kept once.
    func write(_ refused: RefusedUsage) async throws

    /// The id of the first invoice of an account's subscription for which something was due; nil where there is none.
    func firstInvoice(ofSubscription id: String, account: String) async throws -> String?

    /// Notes that the customer of a checkout has finished.
    ///
    /// - Parameters:
    ///   - method: the id of the method that was saved.
    ///   - paid: what was paid with it, where money was.
    /// - Returns: false where it was noted before.
    func complete(
        _ checkout: Checkout, with method: String, paid: CheckoutPayment?, at: Instant
    ) async throws -> Bool

    /// Adds what a command did to the audit trail; it is there if, and only if, what it did is.
    func note(_ entry: AuditEntry) async throws

    /// Makes a saved method the one that is tried first; an error where the account has none of that id.
    func makeDefault(_ method: String, of account: String) async throws

    /// Takes a saved method away: it is not tried any more. An error where the account has none of that id.
    func removePaymentMethod(_ method: String, of account: String) async throws
}

/// What came of recording events.
public struct UsageRecording: Sendable, Hashable {
    /// Events that are new.
    public var recorded: Int
    /// Ignored, because they were recorded before.
    public var repeated: Int

    /// The two counts of one recording.
    public init(recorded: Int, repeated: Int) {
        self.recorded = recorded
        self.repeated = repeated
    }
}
