public import BillingCalendar
public import Monetary

/// A subscription that waits for its customer at a processor. While it waits there is no subscription, and so
/// nothing that could be billed.
public struct Checkout: Sendable, Hashable {
    /// Where it stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case pending, completed, expired
    }

    /// What was chosen; begins when the customer has finished.
    public var order: SubscribeOrder
    /// "stripe", "razorpay".
    public var processor: String
    /// The processor's id of its page ("cs_…") or order ("order_…").
    public var reference: String
    /// The processor's id of the customer.
    public var customer: String
    /// The page; nil where the application shows the processor's form itself.
    public var url: String?
    /// What the first invoice comes to, in minor units of `currency`.
    public var amountMinorUnits: Int64
    /// The account's currency.
    public var currency: Currency
    /// See ``State``.
    public var state: State
    /// When it was opened.
    public var createdAt: Instant
    /// Until when the customer may finish.
    public var expiresAt: Instant
    /// What was paid with it, once it is completed; nil where nothing was.
    public var paid: CheckoutPayment?

    /// The processors that take the first invoice's amount at once.
    public static let moneyTakers: Set<String> = ["razorpay"]

    /// For how long after its time one is asked about that may still be paid: an order of Razorpay's never closes, a
    /// payment that was begun at the last moment counts as failed after ten minutes and may be captured within three days,
    /// and a form that was left open may be used for some days more. What is paid later is found by `checkout confirm`.
    public static let watchSeconds: Int64 = 7 * 86_400

    /// A checkout that was just opened.
    public init(
        order: SubscribeOrder, processor: String, reference: String, customer: String, url: String?,
        amountMinorUnits: Int64, currency: Currency, createdAt: Instant, expiresAt: Instant
    ) {
        self.order = order
        self.processor = processor
        self.reference = reference
        self.customer = customer
        self.url = url
        self.amountMinorUnits = amountMinorUnits
        self.currency = currency
        self.state = .pending
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
