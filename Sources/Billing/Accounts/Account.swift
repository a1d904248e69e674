public import Monetary

/// Who is billed.
public struct Account: Sendable, Hashable, Codable {
    /// How its invoices are paid (11.1).
    public enum Collection: String, Sendable, Hashable, Codable, CaseIterable {
        /// Charged at issue.
        case automatic
        /// Paid by the customer within the terms.
        case manual
    }

    /// Chosen outside; unique in the store.
    public var id: String
    /// Who documents are made out to; where it is nil they show the email, then the id.
    public var name: String?
    /// nil where it is not known.
    public var email: String?
    /// Every document of the account is in this currency (1.1).
    public var currency: Currency
    /// IANA zone in which its periods are counted (2.2).
    public var timeZoneID: String
    /// ISO 3166-1 alpha-2.
    public var country: String
    /// The part of ISO 3166-2 behind the country ("CA" of US-CA); nil: only the country's taxes apply (8.1).
    public var region: String?
    /// The lines under the name on documents, in their order.
    public var address: [String]
    /// A VAT id for reverse charge (8.2).
    public var taxID: String?
    /// Its invoices carry no tax, whatever the place: category E (8.2).
    public var isTaxExempt: Bool
    /// Days of 86,400 seconds from issue to due (10.3).
    public var paymentTermsDays: Int
    /// Decides at issue whether an invoice has payment rounds (11.1).
    public var collection: Collection
    /// How its invoices are addressed and delivered.
    public var invoicing: BuyerInvoicing

    /// An account with all its details.
    public init(
        id: String, name: String? = nil, email: String? = nil, currency: Currency, timeZoneID: String,
        country: String, region: String? = nil, address: [String] = [], taxID: String? = nil,
        isTaxExempt: Bool = false, paymentTermsDays: Int = 0, collection: Collection = .automatic,
        invoicing: BuyerInvoicing = BuyerInvoicing()
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.currency = currency
        self.timeZoneID = timeZoneID
        self.country = country
        self.region = region
        self.address = address
        self.taxID = taxID
        self.isTaxExempt = isTaxExempt
        self.paymentTermsDays = paymentTermsDays
        self.collection = collection
        self.invoicing = invoicing
    }
}
