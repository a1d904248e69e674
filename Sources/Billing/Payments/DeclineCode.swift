/// Why a processor declined a charge, by the processor's own word ("insufficient_funds", "stolen_card", …).
public struct DeclineCode: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral {
    /// As the processor wrote it.
    public let rawValue: String

    /// Takes any word: one that is not known is soft (11.2).
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A code written in the source.
    public init(stringLiteral value: String) { rawValue = value }

    /// A hard decline bars the method until it is replaced (RULES 11.2); every other code is soft.
    public var isHard: Bool { Self.hard.contains(rawValue) }

    /// RULES 11.2 with the processors' codes of the same meaning (PROCESSORS 1a and 3).
    private static let hard: Set<String> = [
        "stolen_card", "lost_card", "pickup_card", "closed_account", "expired_card", "incorrect_number",
        "invalid_account", "revoked_authorization", "revocation_of_authorization",
        "revocation_of_all_authorizations", "stop_payment_order", "restricted_card", "fraudulent",
        "highest_risk_level", "card_not_supported", "currency_not_supported", "transaction_not_allowed",
        "do_not_try_again",
    ]
}
