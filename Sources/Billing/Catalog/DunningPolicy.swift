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

    /// Seconds from the first failure, ascending.
    public var retryOffsets: [Int64]
    /// Taken when no offset lies ahead any more.
    public var finalAction: FinalAction

    /// A policy with its rounds and its end.
    public init(retryOffsets: [Int64], finalAction: FinalAction) {
        self.retryOffsets = retryOffsets
        self.finalAction = finalAction
    }

    /// 1, 3, 5 and 7 days, then cancel (11.3): what holds where a catalogue names no policy.
    public static let standard = DunningPolicy(
        retryOffsets: [1, 3, 5, 7].map { $0 * 86_400 }, finalAction: .cancel)
}
