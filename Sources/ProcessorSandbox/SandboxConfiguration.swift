/// How a sandbox is set up.
public struct SandboxConfiguration: Sendable {
    /// On 127.0.0.1; 0 takes any free one.
    public var port = 0
    /// The keys that are let in. Live keys never are.
    public var secretKeys: Set<String> = [ProcessorSandbox.secretKey]
    /// The file in which the books outlive the sandbox; nil keeps them in memory.
    public var journalPath: String?
    /// Whether every line of the journal is synced to the disk before the answer: survives a power cut, not only a
    /// kill.
    public var syncsJournal = false
    /// How long an idempotency key is remembered: at Stripe at least 24 hours.
    public var keyLifetimeSeconds: Int64 = 24 * 3_600
    /// What goes wrong, and how often.
    public var faults = FaultPlan.none
    /// Whether Stripe's smallest and largest amounts are enforced.
    public var enforcesAmountLimits = true
    /// The instant at which the sandbox's clock stands, in seconds since 1970; nil follows real time.
    public var startsAt: Int64?

    /// A sandbox in memory, on any port, in real time, without faults.
    public init() {}
}
