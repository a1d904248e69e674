/// What is to be charged; everything a processor's request is made from.
public struct ChargeRequest: Sendable, Hashable {
    /// Dueday's id of the attempt, derived from invoice and sequence.
    public var attemptID: String
    /// `bc1:<deployment>:<invoice id>:<sequence>`, at most 255 characters (PROCESSORS 5).
    public var idempotencyKey: String
    /// Goes with the charge as metadata, so that it can be found at the processor.
    public var invoiceID: String
    /// The number on the document, shown to the customer.
    public var invoiceNumber: String
    /// Dueday's id of the account that is charged.
    public var accountID: String
    /// The processor's id of the customer ("cus_…"); nil where the method alone names it.
    public var customerReference: String?
    /// The processor's id of the saved method ("pm_…").
    public var methodReference: String
    /// Minor units of `currencyCode`, above zero.
    public var amountMinorUnits: Int64
    /// ISO 4217, upper case.
    public var currencyCode: String
    /// Digits after the point in the currency (USD 2, JPY 0, KWD 3).
    public var currencyExponent: Int
    /// When the billing cycle of the charge ends, in seconds since 1970; mandates go by it. nil: by no cycle.
    public var cycleEndsAt: Int64?

    /// A request with all its parts.
    public init(
        attemptID: String, idempotencyKey: String, invoiceID: String, invoiceNumber: String,
        accountID: String, customerReference: String?, methodReference: String, amountMinorUnits: Int64,
        currencyCode: String, currencyExponent: Int, cycleEndsAt: Int64? = nil
    ) {
        self.attemptID = attemptID
        self.idempotencyKey = idempotencyKey
        self.invoiceID = invoiceID
        self.invoiceNumber = invoiceNumber
        self.accountID = accountID
        self.customerReference = customerReference
        self.methodReference = methodReference
        self.amountMinorUnits = amountMinorUnits
        self.currencyCode = currencyCode
        self.currencyExponent = currencyExponent
        self.cycleEndsAt = cycleEndsAt
    }
}

/// A charge as it is stored and sent: body and version together make the request (PROCESSORS 1a).
public struct PreparedCharge: Sendable, Hashable, Codable {
    /// Dueday's id of the attempt, by which a look-up recognises the charge.
    public var attemptID: String
    /// Sent with every repetition (PROCESSORS 5).
    public var idempotencyKey: String
    /// The processor's API version the bytes were made for; empty where it has none.
    public var apiVersion: String
    /// The exact request body.
    public var body: [UInt8]
    /// The processor's id of the customer, needed to look the charge up by list.
    public var customerReference: String?
    /// What the bytes ask for, so that nobody has to parse them; minor units.
    public var amountMinorUnits: Int64
    /// ISO 4217, upper case.
    public var currencyCode: String

    /// A stored charge with all its columns.
    public init(
        attemptID: String, idempotencyKey: String, apiVersion: String, body: [UInt8],
        customerReference: String?, amountMinorUnits: Int64, currencyCode: String
    ) {
        self.attemptID = attemptID
        self.idempotencyKey = idempotencyKey
        self.apiVersion = apiVersion
        self.body = body
        self.customerReference = customerReference
        self.amountMinorUnits = amountMinorUnits
        self.currencyCode = currencyCode
    }
}
