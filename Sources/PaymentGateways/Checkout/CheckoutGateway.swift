public import Billing

/// A processor as a customer who buys meets it: a page or an order first, the saved method afterwards.
public protocol CheckoutGateway: Sendable {
    /// "stripe", "razorpay".
    var processor: String { get }

    /// Opens the processor's page or order. Nothing is bought by that.
    func openCheckout(_ request: CheckoutRequest) async -> CheckoutOpening

    /// Whether the customer has finished.
    ///
    /// - Parameter proof: what the customer's browser came back with, where the processor signs it.
    func checkoutFinding(_ reference: String, proof: CheckoutProof?) async -> CheckoutFinding

    /// Writes our marks on what was paid, so that listings show which attempt it stands for; doing it again changes
    /// nothing. A processor that takes no money at its checkout has nothing to mark.
    func markCheckout(_ reference: String, attempt: String, invoice: String) async -> CheckoutMarking
}

/// Whether a checkout's payment carries our marks now.
public enum CheckoutMarking: Sendable, Hashable {
    case marked
    /// Not known: mark it again.
    case unknown(reason: String)
}

/// What a customer is to see at the processor.
public struct CheckoutRequest: Sendable, Hashable {
    /// The account that buys.
    public var account: String
    /// The subscription that is to begin.
    public var subscription: String
    /// The processor's id of the customer.
    public var customerReference: String
    /// What the first invoice comes to; only a processor that takes money at once asks for it.
    public var amountMinorUnits: Int64
    /// ISO 4217, upper case.
    public var currencyCode: String
    /// Where the customer goes afterwards; https.
    public var returnURL: String

    /// A request with all its parts.
    public init(
        account: String, subscription: String, customerReference: String, amountMinorUnits: Int64,
        currencyCode: String, returnURL: String
    ) {
        self.account = account
        self.subscription = subscription
        self.customerReference = customerReference
        self.amountMinorUnits = amountMinorUnits
        self.currencyCode = currencyCode
        self.returnURL = returnURL
    }
}

/// What came of asking for a page or an order.
public enum CheckoutOpening: Sendable, Hashable {
    /// The processor's id of it, the page where there is one, and until when it is good, in seconds since 1970.
    case opened(reference: String, url: String?, expiresAt: Int64?)
    case refused(code: String)
    case unknown(reason: String)
}

/// Razorpay's checkout hands it to the customer's browser.
public struct CheckoutProof: Sendable, Hashable {
    /// "pay_…".
    public var payment: String
    /// Hexadecimal HMAC-SHA256 of "order|payment" under the key's secret.
    public var signature: String

    /// A proof as it came.
    public init(payment: String, signature: String) {
        self.payment = payment
        self.signature = signature
    }
}

/// How a checkout stands at the processor.
public enum CheckoutFinding: Sendable, Hashable {
    /// The customer has finished; what was paid with it already, where the processor takes money at once.
    case finished(SavedMethod, paid: CheckoutPayment?)
    /// Not yet.
    case open
    /// It is no checkout of ours, or the proof is not the processor's.
    case refused(reason: String)
    /// The processor could not be asked: ask again.
    case unknown(reason: String)
}
