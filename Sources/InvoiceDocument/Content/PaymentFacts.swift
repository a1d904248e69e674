public import Billing
public import BillingCalendar

/// How an invoice was paid, as far as a document may say it.
public struct PaymentFacts: Sendable, Hashable {
    /// When.
    public var paidAt: Instant
    /// The card's brand or the kind of method ("visa", "sepa_debit").
    public var brand: String?
    /// The last digits.
    public var last4: String?
    /// The bank's reference of money that arrived without a processor.
    public var bankReference: String?

    /// Facts by their parts.
    public init(paidAt: Instant, brand: String? = nil, last4: String? = nil) {
        self.paidAt = paidAt
        self.brand = brand
        self.last4 = last4
    }

    /// A charge of a saved method.
    public init(paidAt: Instant, method: PaymentMethod?) {
        self.init(paidAt: paidAt, brand: method?.brand, last4: method?.last4)
    }

    /// Money that arrived without a processor.
    public init(_ payment: ManualPayment) {
        self.init(paidAt: payment.receivedAt)
        bankReference = payment.reference
    }

    /// "Visa ending in 4242", "Bank transfer 4711"; nil where nothing is known.
    public func words(_ texts: DocumentTexts) -> String? {
        if let bankReference { return "\(texts.statement.bankTransfer) \(bankReference)" }
        let ending = last4.map(texts.cardEnding.callAsFunction)
        let parts = [brandName, ending].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// "Visa", "SEPA direct debit"; what is not known as it is, with a capital.
    var brandName: String? {
        guard let brand, !brand.isEmpty else { return nil }
        return Self.names[brand] ?? brand.prefix(1).uppercased() + brand.dropFirst()
    }

    private static let names = [
        "visa": "Visa", "mastercard": "Mastercard", "amex": "American Express", "discover": "Discover",
        "diners": "Diners Club", "jcb": "JCB", "unionpay": "UnionPay", "rupay": "RuPay",
        "sepa_debit": "SEPA Direct Debit", "us_bank_account": "ACH", "upi": "UPI", "paypal": "PayPal",
    ]
}

/// What a document says about where the invoice stands; words, so that colour is never needed to see it.
public enum DocumentStatus: String, Sendable, Hashable, CaseIterable {
    /// Nothing is owed any more.
    case paid
    /// Something is still to be paid.
    case due
    /// Withdrawn; its number stays used.
    case void
    /// Given up.
    case uncollectible
    /// Not an invoice yet: what one would say.
    case preview
    /// Held for review: it has no number yet.
    case draft
    /// A credit note.
    case creditNote

    init(_ status: InvoiceStatus) {
        switch status {
        case .open: self = .due
        case .paid: self = .paid
        case .void: self = .void
        case .uncollectible: self = .uncollectible
        }
    }
}
