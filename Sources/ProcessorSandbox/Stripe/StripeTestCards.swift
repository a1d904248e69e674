/// Stripe's published test cards, by number and by ready-made id (docs.stripe.com/testing).
enum StripeTestCards {
    struct Card {
        let brand: String
        let last4: String
        let outcome: SandboxOutcome
        /// Most failing cards are refused when they are attached to a customer already; the one ending in 0341
        /// attaches and fails when charged.
        var attaches = true
    }

    static func card(number: String) -> Card? { byNumber[number] }

    /// The method behind a ready-made id such as `pm_card_visa`: usable without a customer, any number of times.
    static func method(id: String, createdAt: Int64) -> MethodRecord? {
        guard let number = numberByID[id], let card = byNumber[number] else { return nil }
        return method(id: id, card: card, customer: nil, createdAt: createdAt)
    }

    static func method(id: String, card: Card, customer: String?, createdAt: Int64) -> MethodRecord {
        MethodRecord(
            id: id, customer: customer, brand: card.brand, last4: card.last4, expiryMonth: 12,
            expiryYear: 2_099, outcomes: [card.outcome],
            attachOutcome: card.attaches ? .succeeds : card.outcome, createdAt: createdAt)
    }

    private static func good(_ brand: String, _ last4: String) -> Card {
        Card(brand: brand, last4: last4, outcome: .succeeds)
    }

    private static func bad(_ code: String, _ last4: String, attaches: Bool = false) -> Card {
        Card(brand: "visa", last4: last4, outcome: .declines(code: code), attaches: attaches)
    }

    private static let byNumber: [String: Card] = [
        "4242424242424242": good("visa", "4242"),
        "4000056655665556": good("visa", "5556"),
        "5555555555554444": good("mastercard", "4444"),
        "5200828282828210": good("mastercard", "8210"),
        "378282246310005": good("amex", "0005"),
        "6011111111111117": good("discover", "1117"),
        "3056930009020004": good("diners", "0004"),
        "3566002020360505": good("jcb", "0505"),
        "6200000000000005": good("unionpay", "0005"),
        "4000000000000341": bad("generic_decline", "0341", attaches: true),
        "4000000000000002": bad("generic_decline", "0002"),
        "4000000000009995": bad("insufficient_funds", "9995"),
        "4000000000009987": bad("lost_card", "9987"),
        "4000000000009979": bad("stolen_card", "9979"),
        "4000000000000069": bad("expired_card", "0069"),
        "4000000000000127": bad("incorrect_cvc", "0127"),
        "4000000000000119": bad("processing_error", "0119"),
        "4000000000006975": bad("card_velocity_exceeded", "6975"),
        "4000002500003155": Card(brand: "visa", last4: "3155", outcome: .requiresAction),
        "4000002760003184": Card(brand: "visa", last4: "3184", outcome: .requiresAction),
    ]

    private static let numberByID: [String: String] = [
        "pm_card_visa": "4242424242424242",
        "pm_card_visa_debit": "4000056655665556",
        "pm_card_mastercard": "5555555555554444",
        "pm_card_mastercard_debit": "5200828282828210",
        "pm_card_amex": "378282246310005",
        "pm_card_discover": "6011111111111117",
        "pm_card_diners": "3056930009020004",
        "pm_card_jcb": "3566002020360505",
        "pm_card_unionpay": "6200000000000005",
        "pm_card_chargeCustomerFail": "4000000000000341",
        "pm_card_chargeDeclined": "4000000000000002",
        "pm_card_chargeDeclinedInsufficientFunds": "4000000000009995",
        "pm_card_chargeDeclinedExpiredCard": "4000000000000069",
        "pm_card_chargeDeclinedIncorrectCvc": "4000000000000127",
        "pm_card_chargeDeclinedProcessingError": "4000000000000119",
        "pm_card_visa_chargeDeclined": "4000000000000002",
        "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
        "pm_card_visa_chargeDeclinedLostCard": "4000000000009987",
        "pm_card_visa_chargeDeclinedStolenCard": "4000000000009979",
        "pm_card_visa_chargeDeclinedVelocityLimitExceeded": "4000000000006975",
        "pm_card_authenticationRequired": "4000002760003184",
        "pm_card_authenticationRequiredOnSetup": "4000002500003155",
    ]
}
