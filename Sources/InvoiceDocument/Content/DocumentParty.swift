public import Billing

/// Seller or buyer as they were at issue (10.2).
public struct DocumentParty: Sendable, Hashable {
    /// A registration with what it is called.
    public struct Registration: Sendable, Hashable {
        /// "VAT ID", "EIN".
        public var label: String
        /// The number itself.
        public var value: String
        /// Whether it is a VAT number in the sense of EN 16931 (BT-31, BT-48).
        public var isVAT: Bool
        /// The ISO 6523 code of a register of companies (BT-30-1, BT-47-1); nil for tax numbers.
        public var register: String?

        init(label: String, value: String, isVAT: Bool, register: String? = nil) {
            self.label = label
            self.value = value
            self.isVAT = isVAT
            self.register = register
        }
    }

    /// The legal name.
    public var name: String
    /// Address lines as they stand on a letter.
    public var address: [String]
    /// ISO 3166-1 alpha-2.
    public var country: String
    /// Tax registrations.
    public var registrations: [Registration]
    /// For questions and delivery.
    public var email: String?
    /// City and postcode by themselves.
    public var place: PostalPlace?
    /// Where it takes electronic invoices; an e-mail address is one.
    public var electronicAddress: ElectronicAddress?
    /// Whom to ask; of the seller only.
    public var contact: SellerInvoicing.Contact?

    /// The seller.
    public init(_ seller: Seller, texts: DocumentTexts) {
        name = seller.name
        address = seller.address
        country = seller.country
        registrations = seller.taxIDs.map { id in
            Registration(
                label: texts.registrationLabel(ofType: id.type), value: id.value,
                isVAT: id.type.hasSuffix("_vat"), register: Self.registers[id.type])
        }
        email = nil
        place = seller.invoicing.place
        contact = seller.invoicing.contact
        electronicAddress =
            seller.invoicing.electronicAddress
            ?? seller.invoicing.contact.flatMap { try? ElectronicAddress(parsing: $0.email) }
    }

    /// Registers of companies by the type of the registration.
    private static let registers = ["fr_siren": "0002", "ch_uid": "0183", "nl_kvk": "0106", "be_cbe": "0208"]

    /// The buyer; without a name the e-mail address or the id stands for it.
    public init(_ account: Account, texts: DocumentTexts) {
        name = account.name ?? account.email ?? account.id
        address = account.address
        country = account.country
        email = account.email
        place = account.invoicing.place
        electronicAddress =
            account.invoicing.electronicAddress
            ?? account.email.flatMap { try? ElectronicAddress(parsing: $0) }
        registrations = (account.taxID.map { [$0] } ?? []).filter { !$0.isEmpty }.map { value in
            let isVAT = CountryFacts.europeanUnion.contains(account.country) || account.country == "GB"
            let type = isVAT ? "eu_vat" : account.country == "IN" ? "in_gst" : "tax_id"
            return Registration(label: texts.registrationLabel(ofType: type), value: value, isVAT: isVAT)
        }
    }

    /// The address; only its country where there is none.
    var addressLines: [String] { address.isEmpty ? [country] : address }
}

/// What is true of a country as far as documents need it.
enum CountryFacts {
    /// The member states, with Greece under both of its codes.
    static let europeanUnion: Set<String> = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
        "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ]

    /// Where paper is of US Letter size (CLDR supplemental data, measurementData, paperSize).
    static let letterPaper: Set<String> = [
        "BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE",
    ]
}
