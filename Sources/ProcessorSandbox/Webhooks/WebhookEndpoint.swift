/// Where one processor's events are sent.
public struct WebhookEndpoint: Sendable, Hashable, Codable {
    /// "stripe" or "razorpay".
    public var processor: String
    /// On this machine only: nothing of a sandbox goes anywhere else.
    public var url: String
    /// What the messages are signed with.
    public var secret: String

    /// An address with its secret.
    public init(processor: String, url: String, secret: String) {
        self.processor = processor
        self.url = url
        self.secret = secret
    }
}

/// How often, how late and in what order events arrive. Processors promise at least once and no order; the sandbox can
/// be worse.
public struct WebhookPlan: Sendable, Hashable, Codable {
    /// The same seed gives the n-th event the same number of copies and the same delays.
    public var seed: UInt64 = 1
    /// Each event is sent at least so often; 0 loses some.
    public var leastCopies = 1
    /// And at most so often.
    public var mostCopies = 1
    /// Each copy waits a random time up to this: more than the time between two events shuffles them.
    public var mostDelayMilliseconds = 0
    /// What was not answered with 2xx goes again after this, doubled each time.
    public var retryMilliseconds = 1_000
    /// And so often in all.
    public var mostTries = 5

    /// Each event once, at once.
    public init() {}

    var isAcceptable: Bool {
        leastCopies >= 0 && leastCopies <= mostCopies && mostCopies <= 20
            && (0...600_000).contains(mostDelayMilliseconds) && (1...600_000).contains(retryMilliseconds)
            && (1...20).contains(mostTries)
    }
}

/// Something that happened, as a processor tells it.
public struct SandboxEvent: Sendable, Hashable, Codable {
    /// "evt_…"; for Razorpay what stands in `x-razorpay-event-id`.
    public var id: String
    /// "stripe" or "razorpay".
    public var processor: String
    /// "payment_intent.succeeded", "order.paid".
    public var type: String
    /// The message.
    public var body: String
    /// How many copies were answered with 2xx.
    public var delivered = 0
}
