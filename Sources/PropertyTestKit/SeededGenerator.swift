import Glibc

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same values on every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    /// What it began with.
    public let seed: UInt64
    private var state: UInt64

    /// The values of a seed.
    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// The values of a seed that each run draws and prints, or takes from DUEDAY_TEST_SEED to repeat a failure.
    ///
    /// - Parameter test: who draws it, for the line that is printed.
    public init(_ test: String) {
        let given = getenv("DUEDAY_TEST_SEED").flatMap { UInt64(String(cString: $0)) }
        self.init(seed: given ?? UInt64.random(in: 0 ... .max))
        print("\(test): DUEDAY_TEST_SEED=\(seed)")
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
