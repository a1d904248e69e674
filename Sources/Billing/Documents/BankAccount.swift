public import Monetary

/// Where customers send money that is not charged from a saved method.
public struct BankAccount: Sendable, Hashable, Codable {
    /// A further line, as a routing number has it: what it is called, and what it is.
    public struct Detail: Sendable, Hashable, Codable {
        /// "Routing number".
        public var label: String
        /// "026009593".
        public var value: String

        /// A detail by its parts.
        public init(label: String, value: String) {
            self.label = label
            self.value = value
        }
    }

    /// The currency it takes; nil: every one.
    public var currency: Currency?
    /// Whose account it is; the seller's name where it is nil.
    public var holder: String?
    /// The bank's name.
    public var bank: String?
    /// The account by ISO 13616.
    public var iban: IBAN?
    /// The bank by ISO 9362.
    public var bic: String?
    /// An address of India's Unified Payments Interface ("northwind@upi").
    public var upi: String?
    /// Lines for countries without IBAN, in their order.
    public var details: [Detail]

    /// An account by its parts.
    public init(
        currency: Currency? = nil, holder: String? = nil, bank: String? = nil, iban: IBAN? = nil,
        bic: String? = nil, upi: String? = nil, details: [Detail] = []
    ) {
        self.currency = currency
        self.holder = holder
        self.bank = bank
        self.iban = iban
        self.bic = bic
        self.upi = upi
        self.details = details
    }
}
