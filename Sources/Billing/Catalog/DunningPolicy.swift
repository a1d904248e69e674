public import BillingCalendar

/// When failed payments are tried again, and what happens after the last try (11.3, 11.4).
public struct DunningPolicy: Sendable, Hashable, Codable {
    /// What the last failed round leads to (11.4).
    public enum FinalAction: String, Sendable, Hashable, Codable, CaseIterable {
        /// The subscription is canceled, the invoice uncollectible.
        case cancel
        /// The subscription is unpaid; only a new method is charged.
        case unpaid
        /// The subscription stays past_due.
        case keep
    }

    /// When the backups have their turn.
    public enum Backups: String, Sendable, Hashable, Codable, CaseIterable {
        /// At once, in every round (11.1).
        case always
        /// After the first hard decline, or in the second round and later (PROCESSORS 3).
        case afterHardOrSecondSoft = "after_hard_or_second_soft"
    }

    /// Seconds from the first failure, ascending.
    public var retryOffsets: [Int64]
    /// Taken when no offset lies ahead any more.
    public var finalAction: FinalAction
    /// Retries by the kind of decline; what it does not name goes by `retryOffsets`.
    public var calendar: DunningCalendar?
    /// When the backups have their turn.
    public var backups: Backups
    /// Seconds for which a charge that needs its customer stays open; 0: it is canceled at once, and the round goes
    /// on (11.2).
    public var customerActionSeconds: Int64

    /// A policy with its rounds and its end; what is not named is as RULES 11 has it.
    public init(
        retryOffsets: [Int64], finalAction: FinalAction, calendar: DunningCalendar? = nil,
        backups: Backups = .always, customerActionSeconds: Int64 = 0
    ) {
        self.retryOffsets = retryOffsets
        self.finalAction = finalAction
        self.calendar = calendar
        self.backups = backups
        self.customerActionSeconds = customerActionSeconds
    }

    /// 1, 3, 5 and 7 days, then cancel (11.3): what holds where a catalogue names no policy.
    public static let standard = DunningPolicy(
        retryOffsets: [1, 3, 5, 7].map { $0 * 86_400 }, finalAction: .cancel)
}

extension DunningPolicy {
    /// The next round after a failed one; nil where it was the last.
    ///
    /// - Parameters:
    ///   - first: what the offsets count from.
    ///   - code: the last decline; nil where no method could be tried.
    ///   - zone: the account's, for paydays and hours.
    public func nextRound(
        after at: Instant, firstFailureAt first: Instant, declined code: DeclineCode?, zone: Zone
    ) -> Instant? {
        guard let calendar else {
            return retryOffsets.map { first.adding(seconds: $0) }.first { $0 > at }
        }
        let declineClass = code?.declineClass
        let next = calendar.offsets(for: declineClass, otherwise: retryOffsets)
            .map { calendar.moved(first.adding(seconds: $0), for: declineClass, in: zone) }
            .filter { $0 > at }.min()
        guard let seconds = calendar.endsAfterSeconds else { return next }
        let end = first.adding(seconds: seconds)
        guard let next, next < end else { return end > at ? end : nil }
        return next
    }

    /// Whether a decline bars its method until it is replaced (11.2). A calendar by class also leaves alone the
    /// cards whose details are wrong (PROCESSORS 3).
    public func bars(_ code: DeclineCode) -> Bool {
        code.isHard || (calendar != nil && code.declineClass == .needsNewDetails)
    }

    /// Every round that is to come, if all of them fail as the last one did; the last leads to the final action.
    public func rounds(
        after at: Instant, firstFailureAt first: Instant, declined code: DeclineCode?, zone: Zone
    ) -> [Instant] {
        var rounds: [Instant] = []
        var last = at
        while let next = nextRound(after: last, firstFailureAt: first, declined: code, zone: zone) {
            rounds.append(next)
            last = next
        }
        return rounds
    }
}
