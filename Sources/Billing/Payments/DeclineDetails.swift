/// Everything that a processor tells about a decline: the code, and what it and the card's network advise.
public struct DeclineDetails: Sendable, Hashable, Codable {
    /// The processor's advice about another try.
    public enum Advice: String, Sendable, Hashable, Codable, CaseIterable {
        case doNotTryAgain = "do_not_try_again"
        case confirmCardData = "confirm_card_data"
        case tryAgainLater = "try_again_later"
    }

    /// Why, by the processor's most telling word.
    public var code: DeclineCode
    /// nil where it gave none.
    public var advice: Advice?
    /// The bank's two characters of ISO 8583 ("51", "R1"), which Visa's limits go by.
    public var networkDeclineCode: String?
    /// The merchant advice code of the network ("03", "24"), which Mastercard's limits go by.
    public var networkAdviceCode: String?
    /// Who said no, where the processor tells: "issuer", "customer", "gateway" (Razorpay's `source`).
    public var source: String?
    /// The processor's fingerprint of the card: the same card has the same one, whatever method it was saved as.
    /// The networks count tries by card.
    public var fingerprint: String?

    /// A decline with what is known of it.
    public init(
        _ code: DeclineCode, advice: Advice? = nil, networkDeclineCode: String? = nil,
        networkAdviceCode: String? = nil, source: String? = nil, fingerprint: String? = nil
    ) {
        self.code = code
        self.advice = advice
        self.networkDeclineCode = networkDeclineCode
        self.networkAdviceCode = networkAdviceCode
        self.source = source
        self.fingerprint = fingerprint
    }

    /// Whether the method is barred until it is replaced: by the code (11.2), by the processor's advice, or by the
    /// network's (Mastercard's 03 and 21; Visa's category 1).
    public var isHard: Bool {
        code.isHard || advice == .doNotTryAgain || Self.finalAdvice.contains(networkAdviceCode ?? "")
            || Self.neverAgain.contains(networkDeclineCode ?? "")
    }

    private static let finalAdvice: Set<String> = ["03", "21"]

    /// Visa's category 1: the issuer will never approve (PROCESSORS 3).
    private static let neverAgain: Set<String> = [
        "04", "07", "12", "14", "15", "41", "43", "46", "57", "R0", "R1", "R3",
    ]
}

extension DeclineDetails: ExpressibleByStringLiteral {
    /// A code written in the source, with nothing else known.
    public init(stringLiteral value: String) { self.init(DeclineCode(rawValue: value)) }
}
