/// A processor's message that something has changed, its signature checked. It is a hint: what it names is fetched
/// before anything is believed.
public struct ProcessorEvent: Sendable, Hashable, Codable {
    /// What the message is about, by the processor's ids.
    public enum Subject: Sendable, Hashable, Codable {
        case charge(reference: String)
        case refund(reference: String, charge: String)
        case dispute(reference: String, charge: String)
        case method(reference: String, customer: String?)
        /// A page on which a customer saved a method (Stripe: a Checkout session).
        case session(reference: String)
        /// Something the worker does not follow: acknowledged and left alone.
        case other
    }

    /// "stripe", "razorpay".
    public var processor: String
    /// The processor's id of the message: the same message may come any number of times.
    public var id: String
    /// The processor's word ("payment_intent.succeeded", "order.paid").
    public var type: String
    /// Seconds since 1970 by the processor's clock. Messages come in any order.
    public var createdAt: Int64
    /// Whether real money is behind it; nil where the processor does not say.
    public var isLive: Bool?
    /// What it is about.
    public var subject: Subject

    /// A message as it was read.
    public init(
        processor: String, id: String, type: String, createdAt: Int64, isLive: Bool?, subject: Subject
    ) {
        self.processor = processor
        self.id = id
        self.type = type
        self.createdAt = createdAt
        self.isLive = isLive
        self.subject = subject
    }
}

/// What the object behind an event looks like now.
public enum EventFinding: Sendable, Hashable {
    /// To be settled by the same code as an answer: see ``ProcessorCharge/answer(to:)``.
    case charge(ProcessorCharge)
    case refund(ProcessorRefund)
    case dispute(ProcessorDispute)
    /// A saved method that is new or has changed; `isUsable` is false where it is gone.
    case method(SavedMethod)
    /// Nothing that concerns the worker.
    case nothing
    /// The processor could not be asked; the event stays to be handled.
    case unknown(reason: String)
}
