/// Draws faults from a plan. What a request draws depends on the seed, its key and how often the key came, not on
/// the order in which different keys come: runs with many workers stay reproducible.
struct FaultDice: Sendable {
    private let plan: FaultPlan
    private var sends: [String: UInt64] = [:]
    private var faults: [String: Int] = [:]
    /// How many were drawn.
    private(set) var faultsInAll = 0

    init(_ plan: FaultPlan) { self.plan = plan }

    var delayMilliseconds: Int { plan.delayMilliseconds }
    var holdsDelayed: Bool { plan.holdsDelayed }

    mutating func draw(key: String, isReading: Bool) -> SandboxFault? {
        if plan.perThousand.isEmpty || (isReading && !plan.hitsReading) { return nil }
        let nth = sends[key, default: 0]
        sends[key] = nth + 1
        guard faultsInAll < plan.mostInAll, faults[key, default: 0] < plan.mostPerKey else { return nil }
        var rest = Int(Self.mix(plan.seed, key, nth) % 1_000)
        for fault in SandboxFault.allCases {
            let rate = plan.perThousand[fault] ?? 0
            if rest < rate {
                faults[key, default: 0] += 1
                faultsInAll += 1
                return fault
            }
            rest -= rate
        }
        return nil
    }

    /// FNV-1a over the key, then the finisher of SplitMix64.
    static func mix(_ seed: UInt64, _ key: String, _ nth: UInt64) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var value = hash &+ (seed &* 0x9e37_79b9_7f4a_7c15) &+ (nth &* 0xd1b5_4a32_d192_ed03)
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
