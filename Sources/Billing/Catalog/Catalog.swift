import BillingCalendar
public import Monetary

/// What is sold, by whom and on what terms: the content of one catalogue file (SCENARIO, Catalogue).
///
/// A value without references to anything outside: two equal catalogues bill alike.
public struct Catalog: Sendable, Hashable, Codable {
    public var seller: Seller
    public var meters: [String: Meter]
    public var plans: [String: Plan]
    public var addOns: [String: AddOn]
    public var coupons: [String: Coupon]
    public var tax: TaxTable
    public var dunning: [String: DunningPolicy]

    public init(
        seller: Seller, meters: [String: Meter] = [:], plans: [String: Plan] = [:],
        addOns: [String: AddOn] = [:], coupons: [String: Coupon] = [:], tax: TaxTable = TaxTable(),
        dunning: [String: DunningPolicy] = [:]
    ) {
        self.seller = seller
        self.meters = meters
        self.plans = plans
        self.addOns = addOns
        self.coupons = coupons
        self.tax = tax
        self.dunning = dunning
    }
}

/// Who issues the invoices.
public struct Seller: Sendable, Hashable, Codable {
    /// One of the seller's registrations: type ("us_ein", "eu_vat") and number.
    public struct TaxID: Sendable, Hashable, Codable {
        public var type: String
        public var value: String

        public init(type: String, value: String) {
            self.type = type
            self.value = value
        }
    }

    public var id: String
    public var name: String
    public var address: [String]
    /// ISO 3166-1 alpha-2.
    public var country: String
    /// The part of ISO 3166-2 behind the country ("CA" of US-CA).
    public var region: String?
    public var taxIDs: [TaxID]
    /// IANA zone that decides the issue date and the year of invoice numbers (8.1, 10.1).
    public var timeZoneID: String
    public var invoiceNumberFormat: NumberFormat
    public var creditNoteNumberFormat: NumberFormat
    /// Amounts due below it are carried to the next invoice (9.2); minor units by currency.
    public var minimumChargeMinorUnits: [Currency: Int64]

    public init(
        id: String, name: String, address: [String] = [], country: String, region: String? = nil,
        taxIDs: [TaxID] = [], timeZoneID: String,
        invoiceNumberFormat: NumberFormat = .defaultInvoice,
        creditNoteNumberFormat: NumberFormat = .defaultCreditNote,
        minimumChargeMinorUnits: [Currency: Int64] = [:]
    ) {
        self.id = id
        self.name = name
        self.address = address
        self.country = country
        self.region = region
        self.taxIDs = taxIDs
        self.timeZoneID = timeZoneID
        self.invoiceNumberFormat = invoiceNumberFormat
        self.creditNoteNumberFormat = creditNoteNumberFormat
        self.minimumChargeMinorUnits = minimumChargeMinorUnits
    }
}

/// What usage is counted by (5.2).
public struct Meter: Sendable, Hashable, Codable {
    public enum Aggregation: String, Sendable, Hashable, Codable, CaseIterable {
        case sum, count, max, last, unique
        case timeWeighted = "time_weighted"
    }

    public var id: String
    public var aggregation: Aggregation
    /// The unit in the singular ("call", "GB"), shown on documents.
    public var unit: String?
    /// Whether `max` and `last` start a window with the value before it.
    public var carry: Bool

    public init(id: String, aggregation: Aggregation, unit: String? = nil, carry: Bool = false) {
        self.id = id
        self.aggregation = aggregation
        self.unit = unit
        self.carry = carry
    }

    /// Whether the value before a window is carried into it (5.2: time_weighted always).
    public var carriesValueIn: Bool { aggregation == .timeWeighted || carry }
}
