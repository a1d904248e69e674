public import Billing

/// A charge that somebody objects to, as disputes are kept by.
public struct DisputedCharge: Sendable, Hashable {
    /// The id of the account that was charged.
    public var account: String
    /// Who took the money.
    public var processor: String
    /// The id of the charge's attempt; nil: it stands on the account's balance.
    public var attempt: String?
    /// The id of the method that paid; nil where it is not known.
    public var method: String?

    /// The charge of an attempt.
    public init(_ attempt: PaymentAttempt) {
        account = attempt.account
        processor = attempt.processor
        self.attempt = attempt.id
        method = attempt.method
    }

    /// Money on a balance.
    public init(_ prepayment: Prepayment) {
        account = prepayment.account
        processor = prepayment.processor
        method = prepayment.method
    }
}

/// What is known of a dispute after it was noted.
public struct NotedDispute: Sendable, Hashable {
    /// Whether it is heard of for the first time.
    public var isNew: Bool
    /// Minor units that the account's balance is without for it.
    public var heldMinorUnits: Int64

    /// A note as a store reads it.
    public init(isNew: Bool, heldMinorUnits: Int64 = 0) {
        self.isNew = isNew
        self.heldMinorUnits = heldMinorUnits
    }
}
