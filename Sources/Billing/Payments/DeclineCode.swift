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
}
