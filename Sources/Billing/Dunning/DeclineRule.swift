/// One row of the table of decline codes: what a code means, and what follows from it.
public struct DeclineRule: Sendable, Hashable {
    /// The processor's word.
    public let code: DeclineCode
    /// What it asks for.
    public let declineClass: DeclineClass
    /// Whether it bars the method until it is replaced (RULES 11.2).
    public let isHard: Bool
    /// What a person who looks after the customer should know and do.
    public let advice: String
    /// Whether the customer may be told the reason. Of lost, stolen and suspected cards Stripe says: only that the
    /// payment was declined.
    public let isForCustomers: Bool

    init(
        _ code: DeclineCode, _ declineClass: DeclineClass, isHard: Bool? = nil, isForCustomers: Bool = true,
        _ advice: String
    ) {
        self.code = code
        self.declineClass = declineClass
        self.isHard = isHard ?? (declineClass == .hard)
        self.isForCustomers = isForCustomers
        self.advice = advice
    }

    /// The row of a code; one that is in no row is a generic decline.
    static func of(_ code: DeclineCode) -> DeclineRule {
        byCode[code] ?? DeclineRule(code, .generic, generic)
    }

    /// Every row, in the order of the table.
    public static var all: [DeclineRule] { table }

    private static let byCode = Dictionary(uniqueKeysWithValues: table.map { ($0.code, $0) })

    /// What becomes of the method and the invoice, for a person who reads `dueday dunning show`.
    public var consequence: String {
        switch declineClass {
        case .hard: "this method is not tried again until it is replaced"
        case .needsCustomer: "the customer must confirm; the customer was told"
        case .needsNewDetails:
            isHard
                ? "not tried again until the card is replaced or updated" : "best tried with an updated card"
        case .funds, .generic, .technical, .mandate: "tried again by the calendar"
        }
    }

    /// What the customer reads.
    public var customerWords: String {
        guard isForCustomers else { return "The payment was declined." }
        switch declineClass {
        case .hard: return "The payment was declined; please use another card."
        case .needsCustomer: return "Your bank wants you to confirm the payment."
        case .needsNewDetails: return "The card's details are out of date or wrong; please update the card."
        case .funds: return "The card did not have enough available."
        case .generic: return "The bank declined the payment without a reason."
        case .technical: return "The payment did not go through for a technical reason."
        case .mandate: return "The bank did not accept the debit under your mandate."
        }
    }
}
