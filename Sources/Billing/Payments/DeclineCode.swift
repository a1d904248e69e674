/// Why a processor declined a charge, by the processor's own word ("insufficient_funds", "stolen_card", …).
public struct DeclineCode: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral {
    /// As the processor wrote it.
    public let rawValue: String

    /// Takes any word: one that is not known is soft (11.2).
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A code written in the source.
    public init(stringLiteral value: String) { rawValue = value }

    /// A hard decline bars the method until it is replaced (RULES 11.2); every other code is soft.
    public var isHard: Bool { rule.isHard }

    /// What kind of decline it is (PROCESSORS 3); a word that is not known is generic.
    public var declineClass: DeclineClass { rule.declineClass }

    /// What the table says of it.
    public var rule: DeclineRule { DeclineRule.of(self) }

    /// Whether it is about what was asked for and not about who is to pay: another try, or another card, is refused
    /// likewise. Nobody has declined anything, so nobody is dunned for it (PROCESSORS 1a).
    public var isAboutRequest: Bool { Self.aboutRequest.contains(self) }

    /// The codes of refusals that are about what was asked for.
    public static let aboutRequest: Set<DeclineCode> = [
        .amountTooSmall, "amount_too_large", .amountNotRepresentable, .amountNotAccepted, .malformedCharge,
    ]

    /// Less than the processor's smallest charge in the currency of settlement.
    public static let amountTooSmall: DeclineCode = "amount_too_small"
    /// A fraction of the processor's unit.
    public static let amountNotRepresentable: DeclineCode = "amount_not_representable"
    /// The processor refuses the amount for another reason, in a word of its own.
    public static let amountNotAccepted: DeclineCode = "amount_not_accepted"
    /// What was prepared cannot be sent: a key or an id with characters that may not stand in a header or an address.
    public static let malformedCharge: DeclineCode = "malformed_charge"
}
