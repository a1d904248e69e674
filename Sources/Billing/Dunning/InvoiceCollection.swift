public import BillingCalendar

/// How the collection of one open invoice stands: which round comes when, and what the current one has tried
/// (section 11).
public struct InvoiceCollection: Sendable, Hashable, Codable {
    /// The round of the schedule that comes next: at issue, then by the policy; nil when none does.
    public var nextRoundAt: Instant?
    /// A round asked for by a new or replaced method, beside the schedule (11.3).
    public var extraRoundAt: Instant?
    /// What the policy's offsets count from (11.3); nil before it.
    public var firstFailureAt: Instant?
    /// Whether any round has failed, one beside the schedule included.
    public var hasFailedRound: Bool
    /// Counts rounds; the current one while `isInRound`.
    public var round: Int
    /// Whether a round is under way that has neither succeeded nor failed.
    public var isInRound: Bool
    /// Whether the current round is the schedule's.
    public var roundIsScheduled: Bool
    /// Methods the current round has tried, each at most once.
    public var tried: [String]

    /// A new invoice: a round at issue, unless it is collected by hand or its subscription is unpaid (11.1, 11.4).
    public init(issuedAt: Instant, collection: Account.Collection, subscription: Subscription.Status) {
        nextRoundAt = collection == .automatic && subscription != .unpaid ? issuedAt : nil
        extraRoundAt = nil
        firstFailureAt = nil
        hasFailedRound = false
        round = 0
        isInRound = false
        roundIsScheduled = false
        tried = []
    }

    /// The instant of the round that is due first; nil when none is to come.
    public var dueAt: Instant? {
        guard let extra = extraRoundAt else { return nextRoundAt }
        return nextRoundAt.map { min($0, extra) } ?? extra
    }

    /// Goes on with the round under way, or begins the one that is due; a scheduled round serves a round asked
    /// for as well.
    public mutating func enterRound(at: Instant) {
        guard !isInRound else { return }
        isInRound = true
        round += 1
        tried = []
        roundIsScheduled = nextRoundAt.map { $0 <= at } ?? false
        extraRoundAt = nil
    }

    /// The method to try next: the default, then the backups in order (11.1); nil when the round has failed.
    public func nextMethod(of methods: [MethodStanding]) -> PaymentMethod? {
        methods.first { $0.isUsable && !tried.contains($0.method.id) }?.method
    }

    /// Ends a round that failed and decides what comes next (11.3, 11.4).
    ///
    /// Offsets that have passed are used up (3.8). A round beside the schedule changes nothing in it, but the first
    /// that fails begins it, whoever asked for that round. What an unpaid subscription owes has no schedule, nor
    /// once that was canceled (11.4).
    public mutating func failRound(
        policy: DunningPolicy, subscription: Subscription.Status = .active, at: Instant
    ) -> DunningDecision {
        isInRound = false
        hasFailedRound = true
        let isFirst = firstFailureAt == nil
        let beginsSchedule = isFirst && subscription != .unpaid && subscription != .canceled
        guard roundIsScheduled || beginsSchedule else { return .wait(until: nextRoundAt) }
        let first = firstFailureAt ?? at
        firstFailureAt = first
        nextRoundAt = policy.retryOffsets.map { first.adding(seconds: $0) }.first { $0 > at }
        guard let next = nextRoundAt else { return .finalAction(policy.finalAction) }
        return isFirst ? .firstFailure(retryAt: next) : .wait(until: next)
    }

    /// Nothing more is tried but with a new method.
    public mutating func stopSchedule() {
        nextRoundAt = nil
    }
}

/// A saved method and whether a round may use it.
public struct MethodStanding: Sendable, Hashable {
    /// As the account has it now.
    public var method: PaymentMethod
    /// The hard decline that bars it until it is replaced (11.2).
    public var barredBy: DeclineCode?
    /// Tries for this invoice in the last 30 days.
    public var recentTries: Int
    /// The most tries in 30 days (11.6).
    public var mostTries: Int

    /// A method with what counts for and against it; `mostTries` as in 11.6.
    public init(method: PaymentMethod, barredBy: DeclineCode?, recentTries: Int, mostTries: Int = 15) {
        self.method = method
        self.barredBy = barredBy
        self.recentTries = recentTries
        self.mostTries = mostTries
    }

    /// Whether a round may try it; a round without such a method has failed (11.1).
    public var isUsable: Bool { barredBy == nil && recentTries < mostTries }
}

/// What a failed round leads to.
public enum DunningDecision: Sendable, Hashable {
    /// The first failure: the subscription is past_due.
    case firstFailure(retryAt: Instant)
    case wait(until: Instant?)
    /// It was the last round.
    case finalAction(DunningPolicy.FinalAction)
}
