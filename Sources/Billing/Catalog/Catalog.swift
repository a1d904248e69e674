import BillingCalendar
public import Monetary

/// What is sold, by whom and on what terms: the content of one catalogue file (SCENARIO, Catalogue).
///
/// A value without references to anything outside: two equal catalogues bill alike.
public struct Catalog: Sendable, Hashable, Codable {
    /// Whose details and zone stand on every document of this catalogue.
    public var seller: Seller
    /// By id, as are plans, add-ons and policies.
    public var meters: [String: Meter]
    /// What can be subscribed to.
    public var plans: [String: Plan]
    /// What can be sold beside a plan, recurring or once.
    public var addOns: [String: AddOn]
    /// By the code that redeems them; compared as written.
    public var coupons: [String: Coupon]
    /// The taxes of every place the seller charges for; elsewhere there is none (8.2).
    public var tax: TaxTable
    /// Dunning policies by the name that a subscription gives.
    public var dunning: [String: DunningPolicy]
    /// Which processor holds new payment methods.
    public var processor: ProcessorChoice

    /// A catalogue with all its parts.
    public init(
        seller: Seller, meters: [String: Meter] = [:], plans: [String: Plan] = [:],
        addOns: [String: AddOn] = [:], coupons: [String: Coupon] = [:], tax: TaxTable = TaxTable(),
        dunning: [String: DunningPolicy] = [:], processor: ProcessorChoice = ProcessorChoice()
    ) {
        self.seller = seller
        self.meters = meters
        self.plans = plans
        self.addOns = addOns
        self.coupons = coupons
        self.tax = tax
        self.dunning = dunning
        self.processor = processor
    }
}

/// Who issues the invoices.
public struct Seller: Sendable, Hashable, Codable {
    /// One of the seller's registrations: type ("us_ein", "eu_vat") and number.
    public struct TaxID: Sendable, Hashable, Codable {
        /// What register it is from ("us_ein", "eu_vat").
        public var type: String
        /// The number as it is printed.
        public var value: String

        /// A registration with its register.
        public init(type: String, value: String) {
            self.type = type
            self.value = value
        }
    }

    /// Names the run of invoice numbers, which has no gap per seller and year (10.1).
    public var id: String
    /// As it stands on documents.
    public var name: String
    /// The lines under the name on documents, in their order.
    public var address: [String]
    /// ISO 3166-1 alpha-2.
    public var country: String
    /// The part of ISO 3166-2 behind the country ("CA" of US-CA).
    public var region: String?
    /// All are printed.
    public var taxIDs: [TaxID]
    /// IANA zone that decides the issue date and the year of invoice numbers (8.1, 10.1).
    public var timeZoneID: String
    /// How the numbers of invoices look (10.1).
    public var invoiceNumberFormat: NumberFormat
    /// Credit notes have numbers of their own (10.2).
    public var creditNoteNumberFormat: NumberFormat
    /// Amounts due below it are carried to the next invoice (9.2); minor units by currency.
    public var minimumChargeMinorUnits: [Currency: Int64]
    /// How its documents look and what they offer.
    public var invoicing: SellerInvoicing

    /// A seller with all its details.
    public init(
        id: String, name: String, address: [String] = [], country: String, region: String? = nil,
        taxIDs: [TaxID] = [], timeZoneID: String,
        invoiceNumberFormat: NumberFormat = .defaultInvoice,
        creditNoteNumberFormat: NumberFormat = .defaultCreditNote,
        minimumChargeMinorUnits: [Currency: Int64] = [:], invoicing: SellerInvoicing = SellerInvoicing()
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
        self.invoicing = invoicing
    }
}

/// What usage is counted by (5.2).
public struct Meter: Sendable, Hashable, Codable {
    /// What a meter's events in a window come to (5.2).
    public enum Aggregation: String, Sendable, Hashable, Codable, CaseIterable {
        case sum, count, max, last, unique
        case timeWeighted = "time_weighted"
    }

    /// The name that events and plans use.
    public var id: String
    /// Decides also what of a plan's limit is scaled by a segment's share (5.3).
    public var aggregation: Aggregation
    /// The unit in the singular ("call", "GB"), shown on documents.
    public var unit: String?
    /// Whether `max` and `last` start a window with the value before it.
    public var carry: Bool

    /// A meter with all its settings.
    public init(id: String, aggregation: Aggregation, unit: String? = nil, carry: Bool = false) {
        self.id = id
        self.aggregation = aggregation
        self.unit = unit
        self.carry = carry
    }

    /// Whether the value before a window is carried into it (5.2: time_weighted always).
    public var carriesValueIn: Bool { aggregation == .timeWeighted || carry }
}
