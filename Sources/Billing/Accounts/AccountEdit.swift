/// What is to be another about an account from now on. Id, currency and time zone stay for good: documents never mix
/// currencies (1.1), and periods are counted in the zone (2.2). Invoices that were issued keep their copy (10.2).
public struct AccountEdit: Sendable, Hashable {
    /// What an account need not have.
    public enum OptionalFact: String, Sendable, Hashable, CaseIterable {
        case name, email, region, address, language
        case taxID = "tax-id"
        case purchaseOrder = "purchase-order"
        case buyerReference = "buyer-reference"
        case electronicAddress = "electronic-address"
        case place
        case electronicInvoice = "e-invoice"
    }

    /// As this and the following: nil keeps what it is.
    public var name: String?
    /// As in ``Account``.
    public var email: String?
    /// As in ``Account``.
    public var country: String?
    /// As in ``Account``.
    public var region: String?
    /// All lines.
    public var address: [String]?
    /// As in ``Account``.
    public var taxID: String?
    /// As in ``Account``.
    public var isTaxExempt: Bool?
    /// As in ``Account``.
    public var paymentTermsDays: Int?
    /// Counts for invoices from now on.
    public var collection: Account.Collection?
    /// What is nil in it is kept.
    public var invoicing = BuyerInvoicing()
    /// What the account has no more.
    public var cleared: Set<OptionalFact> = []

    /// An edit that changes nothing.
    public init() {}

    /// The account with the edit made, and what it changes.
    ///
    /// - Throws: `invalid` where a value has no good form, or a region would stand in another country than its own.
    public func change(of account: Account) throws(BillingError) -> AccountChange {
        var edited = account
        for fact in cleared { edited.clear(fact) }
        if let name { edited.name = name }
        if let email { edited.email = email }
        if let region { edited.region = region }
        if let address { edited.address = address }
        if let taxID { edited.taxID = taxID }
        if let isTaxExempt { edited.isTaxExempt = isTaxExempt }
        if let paymentTermsDays { edited.paymentTermsDays = paymentTermsDays }
        if let collection { edited.collection = collection }
        edited.invoicing.take(invoicing)
        if let country {
            edited.country = country
            if country != account.country, region == nil, let left = edited.region {
                throw .invalid(
                    "country \(country) beside region \(left)",
                    "\(left) is a region of \(account.country): give the new region, or clear it")
            }
        }
        try edited.check()
        return AccountChange(account: edited, differences: edited.differences(from: account))
    }
}

/// An account whose details become others.
public struct AccountChange: Sendable, Hashable {
    /// As it is from now on.
    public var account: Account
    /// In the order of the account's JSON; empty where nothing is another.
    public var differences: [Difference]

    /// A detail that becomes another.
    public struct Difference: Sendable, Hashable {
        /// Its name in the account's JSON.
        public var fact: String
        /// As it was; nil where there was none.
        public var before: String?
        /// As it is now; nil where there is none.
        public var now: String?
    }
}

extension Account {
    fileprivate mutating func clear(_ fact: AccountEdit.OptionalFact) {
        switch fact {
        case .name: name = nil
        case .email: email = nil
        case .region: region = nil
        case .address: address = []
        case .taxID: taxID = nil
        case .purchaseOrder: invoicing.purchaseOrder = nil
        case .buyerReference: invoicing.reference = nil
        case .electronicAddress: invoicing.electronicAddress = nil
        case .place: invoicing.place = nil
        case .language: invoicing.language = nil
        case .electronicInvoice: invoicing.electronicInvoice = nil
        }
    }
}

extension BuyerInvoicing {
    /// Takes over what is given in another.
    fileprivate mutating func take(_ given: BuyerInvoicing) {
        purchaseOrder = given.purchaseOrder ?? purchaseOrder
        reference = given.reference ?? reference
        electronicAddress = given.electronicAddress ?? electronicAddress
        place = given.place ?? place
        language = given.language ?? language
        electronicInvoice = given.electronicInvoice ?? electronicInvoice
    }
}
