/// Which faults happen how often. Bounded, so that whoever asks long enough gets an answer.
public struct FaultPlan: Sendable, Hashable {
    /// The same seed gives the same fault to the n-th sending of the same key.
    public var seed: UInt64 = 1
    /// Of each thousand requests so many; the sum is at most 1000.
    public var perThousand: [SandboxFault: Int] = [:]
    /// How long ``SandboxFault/delay`` waits.
    public var delayMilliseconds = 1_000
    /// Whether what is delayed waits until another plan is in force, however long that takes.
    public var holdsDelayed = false
    /// At most so many faults to one idempotency key, or to one path for requests without a key.
    public var mostPerKey = 3
    /// At most so many faults from this plan.
    public var mostInAll = 1_000_000
    /// Whether requests that only read are hit too.
    public var hitsReading = false

    /// No fault at all.
    public static let none = FaultPlan()

    /// A plan to be filled in.
    public init() {}

    /// A plan in which that fault happens to every request, at most so often per key.
    public static func always(_ fault: SandboxFault, mostPerKey: Int = 1) -> FaultPlan {
        var plan = FaultPlan()
        plan.perThousand = [fault: 1_000]
        plan.mostPerKey = mostPerKey
        return plan
    }

    var isAcceptable: Bool {
        perThousand.values.allSatisfy { $0 >= 0 } && perThousand.values.reduce(0, +) <= 1_000
            && (0...600_000).contains(delayMilliseconds) && mostPerKey >= 0 && mostInAll >= 0
    }
}
