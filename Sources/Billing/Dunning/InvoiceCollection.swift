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
    /// The one method that may serve the current round, where somebody asked for it; nil: those of the policy.
    public var onlyMethod: String?
    /// Why the last try failed; nil before the first, and since a method was added or replaced.
    public var lastDecline: DeclineCode?
    /// Before this the card's network wants no other try; rounds of the schedule wait for it.
    public var retryNotBefore: Instant?
    /// Until when the round waits for the customer to confirm a charge; nil where it does not.
    public var customerActionUntil: Instant?
    /// The last round of the schedule; nil where there is none to come.
    public var endsAt: Instant?
    /// When the customer was last written to about it.
    public var lastMailAt: Instant?
    /// When the last warning was given.
    public var warnedAt: Instant?

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
        onlyMethod = nil
        lastDecline = nil
        retryNotBefore = nil
        customerActionUntil = nil
        endsAt = nil
        lastMailAt = nil
        warnedAt = nil
    }

    /// The instant of the round that is due first; nil when none is to come.
    public var dueAt: Instant? {
        guard let extra = extraRoundAt else { return nextRoundAt }
        return nextRoundAt.map { min($0, extra) } ?? extra
    }

    /// Goes on with the round under way, or begins the one that is due; a scheduled round serves a round asked
    /// for as well.
    ///
    /// - Parameter only: the one method that may serve a round that begins.
    public mutating func enterRound(at: Instant, only method: String? = nil) {
        guard !isInRound else { return }
        onlyMethod = method
        isInRound = true
        round += 1
        tried = []
        roundIsScheduled = nextRoundAt.map { $0 <= at } ?? false
        extraRoundAt = nil
    }

    /// The method to try next: the default, then the backups in order (11.1); nil when the round has failed.
    ///
    /// A policy may hold the backups back until the first hard or the second soft decline.
    public func nextMethod(
        _ planned: PlannedTry, of methods: [MethodStanding], policy: DunningPolicy = .standard,
        ceilings: TryCeilings = TryCeilings()
    ) -> PaymentMethod? {
        if let onlyMethod {
            return methods.first {
                $0.method.id == onlyMethod && $0.isUsable(planned, within: ceilings) && tried.isEmpty
            }?.method
        }
        let declinedHard = methods.contains { $0.barredBy != nil && tried.contains($0.method.id) }
        guard tried.isEmpty || policy.backups == .always || declinedHard || round > 1 else { return nil }
        return methods.first { $0.isUsable(planned, within: ceilings) && !tried.contains($0.method.id) }?
            .method
    }

    /// Until when a round that could try no method waits, because only ceilings of a day hold its methods back; nil where
    /// it has failed: it tried one, or has none that a day makes usable.
    public func heldUntil(
        _ planned: PlannedTry, of methods: [MethodStanding], ceilings: TryCeilings
    ) -> Instant? {
        guard tried.isEmpty else { return nil }
        return methods.compactMap { standing -> Instant? in
            guard standing.barredBy == nil, onlyMethod == nil || standing.method.id == onlyMethod else {
                return nil
            }
            let limits = standing.limits(planned, within: ceilings)
            return limits.allSatisfy(\.isWaitedFor) ? limits.map(\.until).max() : nil
        }.min()
    }

    /// Takes a round that has just begun back, to be begun again at an instant.
    public mutating func hold(until: Instant) {
        isInRound = false
        round -= 1
        onlyMethod = nil
        guard roundIsScheduled else {
            extraRoundAt = until
            return
        }
        nextRoundAt = until
        endsAt = endsAt.map { max($0, until) }
    }

    /// Ends a round that failed and decides what comes next (11.3, 11.4).
    ///
    /// Offsets that have passed are used up (3.8). A round beside the schedule changes nothing in it, but the first
    /// that fails begins it, whoever asked for that round. What an unpaid subscription owes has no schedule, nor
    /// once that was canceled (11.4).
    ///
    /// - Parameters:
    ///   - zone: the account's, for calendars that go by days and hours.
    ///   - account: what is collected by hand has no schedule, whoever asked for a round (11.1).
    public mutating func failRound(
        policy: DunningPolicy, subscription: Subscription.Status = .active,
        account: Account.Collection = .automatic, zone: Zone = .utc, at: Instant
    ) -> DunningDecision {
        isInRound = false
        onlyMethod = nil
        hasFailedRound = true
        let isFirst = firstFailureAt == nil
        let beginsSchedule =
            isFirst && account == .automatic && subscription != .unpaid && subscription != .canceled
        guard roundIsScheduled || beginsSchedule else { return .wait(until: nextRoundAt) }
        let first = firstFailureAt ?? at
        firstFailureAt = first
        let rounds = policy.rounds(after: at, firstFailureAt: first, declined: lastDecline, zone: zone)
        nextRoundAt = rounds.first.map { max($0, retryNotBefore ?? $0) }
        endsAt = rounds.last.map { max($0, retryNotBefore ?? $0) }
        guard let next = nextRoundAt else { return .finalAction(policy.finalAction) }
        return isFirst ? .firstFailure(retryAt: next) : .wait(until: next)
    }

    /// The invoice is no longer open: nothing more is tried.
    public mutating func end() {
        isInRound = false
        extraRoundAt = nil
        customerActionUntil = nil
        onlyMethod = nil
        stopSchedule()
    }

    /// Nothing more is tried but with a new method.
    public mutating func stopSchedule() {
        nextRoundAt = nil
        endsAt = nil
    }

    /// A method was added or replaced: a round begins at once, and what the old one was declined for is forgotten
    /// (11.3).
    public mutating func requestRound(at: Instant) {
        extraRoundAt = at
        lastDecline = nil
        retryNotBefore = nil
    }
}

/// A saved method and whether a round may use it.
public struct MethodStanding: Sendable, Hashable {
    /// As the account has it now.
    public var method: PaymentMethod
    /// The hard decline that bars it until it is replaced (11.2).
    public var barredBy: DeclineCode?
    /// What was tried before.
    public var history: TryHistory
    /// Whether its card, one that was declined lately, is being tried by another worker at this moment.
    public var isBeingTried = false

    /// A method with what counts for and against it.
    public init(method: PaymentMethod, barredBy: DeclineCode?, history: TryHistory = TryHistory()) {
        self.method = method
        self.barredBy = barredBy
        self.history = history
    }

    /// Whether a round may try it; a round without such a method has failed (11.1).
    public func isUsable(_ planned: PlannedTry, within ceilings: TryCeilings) -> Bool {
        barredBy == nil && limits(planned, within: ceilings).isEmpty
    }

    /// The ceilings that hold a try of it back.
    public func limits(_ planned: PlannedTry, within ceilings: TryCeilings) -> [TryLimit] {
        ceilings.limits(planned, method: method.id, history)
    }

    /// Why a round may not try it, in words; nil where it may.
    public func refusal(_ planned: PlannedTry, within ceilings: TryCeilings) -> String? {
        if let barredBy { return "was declined for good (\(barredBy.rawValue)) and has not been replaced" }
        return limits(planned, within: ceilings).max { $0.until < $1.until }
            .map { "\($0.words), until \($0.until)" }
    }
}

/// What a failed round leads to.
public enum DunningDecision: Sendable, Hashable {
    /// The first failure: the subscription is past_due.
    case firstFailure(retryAt: Instant)
    case wait(until: Instant?)
    /// It was the last round.
    case finalAction(DunningPolicy.FinalAction)
}
