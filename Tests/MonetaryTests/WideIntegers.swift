import PropertyTestKit

extension SeededGenerator {
    /// A number of any sign and of any length up to `bits` bits, so that small and huge ones are as likely.
    mutating func integer(bits: ClosedRange<Int>) -> Int128 {
        let length = Int.random(in: bits, using: &self)
        guard length > 0 else { return 0 }
        let magnitude = Int128.random(in: 0...(Int128.max >> Int128(127 - length)), using: &self)
        return Bool.random(using: &self) ? -magnitude : magnitude
    }
}
