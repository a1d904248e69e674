public import Monetary

/// Random choices of one seed: SplitMix64 (Steele, Lea, Flood 2014), so that a seed means the same scenario on every
/// machine.
public struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The choices of a seed.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something happens that does so `percent` times in a hundred.
    public mutating func happens(_ percent: Int) -> Bool { number(in: 0...99) < percent }

    /// A number of a range, by the remainder: even enough, and the same on every machine.
    public mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// One of the values; there must be one.
    public mutating func pick<Value>(_ values: [Value]) -> Value { values[number(in: 0...values.count - 1)] }

    /// A decimal with `digits` after the point.
    public mutating func decimal(in range: ClosedRange<Int>, digits: Int) -> ExactDecimal {
        let scaled = Int128(number(in: range))
        var scale: Int128 = 1
        for _ in 0..<digits { scale *= 10 }
        guard let ratio = try? Ratio(scaled, over: scale), let decimal = try? ExactDecimal(rounding: ratio)
        else {
            preconditionFailure("a small number over a power of ten is a decimal")
        }
        return decimal
    }
}
