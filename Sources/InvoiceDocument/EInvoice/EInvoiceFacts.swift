/// What electronic invoices may or must say beyond the document.
public struct EInvoiceFacts: Sendable, Hashable {
    /// An address in parts.
    public struct Place: Sendable, Hashable {
        /// BT-37, BT-52.
        public var city: String
        /// BT-38, BT-53.
        public var postcode: String

        /// A place by its parts.
        public init(city: String, postcode: String) {
            self.city = city
            self.postcode = postcode
        }
    }

    /// Whom to ask (BG-6).
    public struct Contact: Sendable, Hashable {
        /// BT-41.
        public var name: String
        /// BT-42.
        public var phone: String
        /// BT-43.
        public var email: String

        /// A contact by its parts.
        public init(name: String, phone: String, email: String) {
            self.name = name
            self.phone = phone
            self.email = email
        }
    }

    /// BT-10, in Germany the Leitweg-ID.
    public var buyerReference: String?
    /// The seller's place.
    public var sellerPlace: Place?
    /// The buyer's place.
    public var buyerPlace: Place?
    /// Whom to ask at the seller.
    public var sellerContact: Contact?
    /// BT-34: the seller's address for electronic documents, an e-mail address.
    public var sellerEndpoint: String?
    /// BT-84: where to pay to.
    public var iban: String?

    /// Facts by their values.
    public init(
        buyerReference: String? = nil, sellerPlace: Place? = nil, buyerPlace: Place? = nil,
        sellerContact: Contact? = nil, sellerEndpoint: String? = nil, iban: String? = nil
    ) {
        self.buyerReference = buyerReference
        self.sellerPlace = sellerPlace
        self.buyerPlace = buyerPlace
        self.sellerContact = sellerContact
        self.sellerEndpoint = sellerEndpoint
        self.iban = iban
    }

    /// What the profile demands and neither these facts nor the document has, by its EN 16931 numbers.
    func missing(for profile: EInvoiceProfile, _ content: DocumentContent) -> [String] {
        guard profile == .xRechnung else { return [] }
        let demands: [(String, Bool)] = [
            ("BT-10 buyer reference", buyerReference?.isEmpty == false),
            ("BT-34 seller's electronic address", sellerEndpoint?.isEmpty == false),
            ("BT-37 and BT-38 seller's city and postcode", sellerPlace != nil),
            ("BG-6 seller's contact", sellerContact != nil),
            ("BT-49 buyer's electronic address", content.buyer.email?.isEmpty == false),
            ("BT-52 and BT-53 buyer's city and postcode", buyerPlace != nil),
            ("BT-84 account to pay to", iban?.isEmpty == false),
        ]
        return demands.filter { !$0.1 }.map(\.0)
    }
}
