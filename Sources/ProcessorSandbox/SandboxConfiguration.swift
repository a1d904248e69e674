/// How a sandbox is set up.
public struct SandboxConfiguration: Sendable {
    /// On 127.0.0.1; 0 takes any free one.
    public var port = 0
    /// Stripe's keys that are let in. Live keys never are.
    public var secretKeys: Set<String> = [ProcessorSandbox.secretKey]
    /// Razorpay's key ids with their secrets.
    public var razorpayKeys = [ProcessorSandbox.razorpayKeyID: ProcessorSandbox.razorpaySecret]
    /// The file in which the books outlive the sandbox; nil keeps them in memory.
    public var journalPath: String?
    /// Whether every line of the journal is synced to the disk before the answer: survives a power cut, not only a
    /// kill.
    public var syncsJournal = false
    /// How long an idempotency key is remembered: at Stripe at least 24 hours.
    public var keyLifetimeSeconds: Int64 = 24 * 3_600
    /// What goes wrong, and how often.
    public var faults = FaultPlan.none
    /// More requests a second than this, and a burst of as many, are answered with 429; nil: no limit.
    public var requestsPerSecond: Int?
    /// Whether ``ProcessorSandbox/arrivals()`` tells when each request came; they are kept for as long as it runs.
    public var keepsArrivals = false
    /// Whether Razorpay answers a repeated receipt with the order that has it. Otherwise it refuses the receipt; both
    /// are documented.
    public var repeatsOrders = true
    /// Whether Razorpay's debits must be announced, and not asked for before their time.
    public var demandsNotice = false
    /// How long after it was told to have failed a debit is captured.
    public var lateSuccessSeconds: Int64 = 600
    /// How long after it was authorized a debit that nobody captured goes back: at Razorpay three to five days.
    public var authorizationSeconds: Int64 = 5 * 86_400
    /// Whether Razorpay's orders show the payments that have failed. Otherwise only the payment itself tells.
    public var showsFailedPayments = true
    /// Where events are sent.
    public var webhooks: [WebhookEndpoint] = []
    /// How often, how late and in what order.
    public var webhookPlan = WebhookPlan()
    /// Whether Stripe's smallest and largest amounts are enforced.
    public var enforcesAmountLimits = true
    /// Whether Stripe's keys may read charges, which a restricted key need not be let.
    public var letsReadCharges = true
    /// The instant at which the sandbox's clock stands, in seconds since 1970; nil follows real time.
    public var startsAt: Int64?

    /// A sandbox in memory, on any port, in real time, without faults.
    public init() {}
}
