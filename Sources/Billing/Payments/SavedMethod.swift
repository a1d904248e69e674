/// A method that the processor keeps for a customer.
public struct SavedMethod: Sendable, Hashable {
    /// The processor's id ("pm_…", "token_…").
    public var reference: String
    /// The processor's id of the customer it belongs to; nil where it belongs to none any more.
    public var customerReference: String?
    /// "card", "upi", "emandate", "sepa_debit".
    public var kind: String
    /// The card's brand as the processor writes it ("visa").
    public var brand: String?
    /// The last four digits.
    public var last4: String?
    /// "2027-12": the last month in which the card is good.
    public var expiresOn: String?
    /// Equal for the same card, whatever it was saved as.
    public var fingerprint: String?
    /// Whether the processor would take it where none is named.
    public var isDefault: Bool
    /// Whether charges without the customer may be made with it now.
    public var isUsable: Bool

    /// A method as a gateway reads it.
    public init(
        reference: String, customerReference: String?, kind: String, brand: String? = nil,
        last4: String? = nil, expiresOn: String? = nil, fingerprint: String? = nil, isDefault: Bool = false,
        isUsable: Bool = true
    ) {
        self.reference = reference
        self.customerReference = customerReference
        self.kind = kind
        self.brand = brand
        self.last4 = last4
        self.expiresOn = expiresOn
        self.fingerprint = fingerprint
        self.isDefault = isDefault
        self.isUsable = isUsable
    }
}

/// The methods of one customer.
public enum SavedMethodListing: Sendable, Hashable {
    /// The default first.
    case methods([SavedMethod])
    /// No such customer.
    case refused(code: String)
    case unknown(reason: String)
}

/// Which page a customer is to be sent to.
public struct UpdateLinkRequest: Sendable, Hashable {
    /// What the page is for.
    public enum Purpose: String, Sendable, Hashable, Codable, CaseIterable {
        /// A new card is saved (Stripe: Checkout in setup mode).
        case addMethod = "add_method"
        /// The saved ones are looked after (Stripe: the billing portal).
        case updateMethods = "update_methods"
    }

    /// Dueday's id of the account; goes with the page as metadata.
    public var accountID: String
    /// The processor's id of the customer.
    public var customerReference: String
    /// ISO 4217, upper case.
    public var currencyCode: String
    /// Where the customer goes afterwards; https.
    public var returnURL: String
    /// What the page is for.
    public var purpose: Purpose

    /// A request with all its parts.
    public init(
        accountID: String, customerReference: String, currencyCode: String, returnURL: String,
        purpose: Purpose = .updateMethods
    ) {
        self.accountID = accountID
        self.customerReference = customerReference
        self.currencyCode = currencyCode
        self.returnURL = returnURL
        self.purpose = purpose
    }
}

/// Where a customer can update a card.
public enum UpdateLinkAnswer: Sendable, Hashable {
    /// Good until `expiresAt`, in seconds since 1970; nil where the processor does not say.
    case link(url: String, expiresAt: Int64?)
    /// The processor has no such page, or not for this customer.
    case refused(code: String)
    case unknown(reason: String)
}
