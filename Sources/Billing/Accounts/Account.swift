public import Monetary

/// Who is billed.
public struct Account: Sendable, Hashable, Codable {
    public enum Collection: String, Sendable, Hashable, Codable, CaseIterable {
        /// Charged at issue.
        case automatic
        /// Paid by the customer within the terms.
        case manual
    }

    public var id: String
    public var name: String?
    public var email: String?
    /// Every document of the account is in this currency (1.1).
    public var currency: Currency
    /// IANA zone in which its periods are counted (2.2).
    public var timeZoneID: String
    /// ISO 3166-1 alpha-2.
    public var country: String
    public var region: String?
    public var address: [String]
    /// A VAT id for reverse charge (8.2).
    public var taxID: String?
    public var isTaxExempt: Bool
    /// Days of 86,400 seconds from issue to due (10.3).
    public var paymentTermsDays: Int
    public var collection: Collection

    public init(
        id: String, name: String? = nil, email: String? = nil, currency: Currency, timeZoneID: String,
        country: String, region: String? = nil, address: [String] = [], taxID: String? = nil,
        isTaxExempt: Bool = false, paymentTermsDays: Int = 0, collection: Collection = .automatic
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
    }
}
