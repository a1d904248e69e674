/// What one request changed: one line of the journal. It is written whole before the request is answered, so a
/// result and the charge it reports are never apart.
struct JournalEntry: Codable, Sendable {
    var customer: CustomerRecord?
    var method: MethodRecord?
    /// The method whose next outcome was used up.
    var chargedMethod: String?
    var intent: IntentRecord?
    var refund: RefundRecord?
    var result: KeyedResult?
    var order: OrderRecord?
    var payment: PaymentRecord?
    var razorpayRefund: RazorpayRefundRecord?
    var dispute: DisputeRecord?
    var session: SessionRecord?
    var clearsBooks: Bool?
    /// What is told of it, in the same line: an event is never apart from what happened.
    var events: [SandboxEvent]?
    /// A copy of an event that is not sent any more.
    var ended: EndedDelivery?
}

/// The end of one copy of an event: it arrived, or was given up.
struct EndedDelivery: Codable, Sendable {
    /// The event's id.
    let event: String
    /// Where it went.
    let url: String
    let isDelivered: Bool
}
