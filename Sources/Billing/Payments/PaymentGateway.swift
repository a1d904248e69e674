/// One payment processor as the worker sees it; Stripe, Razorpay and the scripted one of simulations conform.
///
/// A decline is a value. An answer that is not known (`unknown`) is neither a decline nor an error: the same
/// attempt is asked about, or sent again with the same bytes under the same key, until it is known (RULES 11.5).
/// No method throws: every way a call can end is a case of ``ChargeAnswer``, so that no caller can forget one.
public protocol PaymentGateway: Sendable {
    /// The name under which attempts are stored: "stripe", "razorpay", "scripted".
    var processor: String { get }

    /// The exact request for a charge. Pure: equal input gives equal bytes. They are stored before they are sent
    /// and never rebuilt (PROCESSORS 5).
    func prepare(_ request: ChargeRequest) -> PreparedCharge

    /// Sends the stored request once. Never repeats by itself what could charge twice.
    func send(_ charge: PreparedCharge) async -> ChargeAnswer

    /// Asks the processor what became of a charge, without sending it again.
    func lookUp(_ charge: PreparedCharge, sentAtOrAfter: Int64) async -> LookUpAnswer
}

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

    /// A request with all its parts.
    public init(
        attemptID: String, idempotencyKey: String, invoiceID: String, invoiceNumber: String,
        accountID: String, customerReference: String?, methodReference: String, amountMinorUnits: Int64,
        currencyCode: String, currencyExponent: Int
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

/// How one send of a charge ended.
public enum ChargeAnswer: Sendable, Hashable {
    /// The money is taken. `reference` is the processor's id ("pi_…").
    case succeeded(reference: String)
    /// The bank or the processor said no; definite.
    case declined(code: DeclineCode, reference: String?)
    /// The customer must act (3-D Secure); nothing is taken.
    case needsAction(reference: String)
    /// Under way at the bank (SEPA, ACH, Indian mandates); the processor will know later.
    case pending(reference: String)
    /// The request was refused before it was executed (a method or customer that is gone, an amount too small).
    case refused(code: String)
    /// Not executed and safe to send again under the same key later (429, refused connection).
    case notExecuted(reason: String)
    /// The processor does not accept our credentials; nothing was executed. Stop using it in this run.
    case unavailable(reason: String)
    /// Nobody knows: time-out after sending, 5xx, closed or garbled answer, key in use.
    case unknown(reason: String)
}

/// What asking for a charge found.
public enum LookUpAnswer: Sendable, Hashable {
    case found(ChargeAnswer)
    /// The processor has paged through everything since the first send and knows no such charge.
    case absent
    case unknown(reason: String)
}
