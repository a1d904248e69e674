/// A saved way to pay; the number itself never comes here.
public struct PaymentMethod: Sendable, Hashable, Codable {
    /// Unique in the account; replacing a method keeps it (11.3).
    public var id: String
    /// The card's brand as the processor writes it ("visa"); nil where there is none.
    public var brand: String?
    /// The last four digits, by which the customer knows it.
    public var last4: String?
    /// "2027-12": the last month in which the card is good.
    public var expiresOn: String?
    /// The processor that holds it ("stripe").
    public var processor: String
    /// The processor's id of the method ("pm_…").
    public var reference: String
    /// The processor's id of the customer ("cus_…").
    public var customerReference: String?
    /// The processor's mark of the card: the same card has the same one, whatever it is saved as.
    public var fingerprint: String?

    /// A method with all its facts; without a reference its own id is the processor's.
    public init(
        id: String, brand: String? = nil, last4: String? = nil, expiresOn: String? = nil,
        processor: String = "stripe", reference: String? = nil, customerReference: String? = nil,
        fingerprint: String? = nil
    ) {
        self.id = id
        self.brand = brand
        self.last4 = last4
        self.expiresOn = expiresOn
        self.processor = processor
        self.reference = reference ?? id
        self.customerReference = customerReference
        self.fingerprint = fingerprint
    }

    /// What tells the card from others: by the processor's mark, else by the saved method.
    public var card: String { "\(processor):\(fingerprint ?? reference)" }

    /// As the customer knows it: "visa •••• 4242", or its id.
    public var label: String {
        guard let last4 else { return id }
        return [brand, "•••• \(last4)"].compactMap(\.self).joined(separator: " ")
    }
}
