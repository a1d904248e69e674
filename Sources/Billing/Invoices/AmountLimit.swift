import Monetary

/// The most that one line, credit or grant may come to. Sums over an invoice or a balance add without a check; with
/// this they stay far inside 64 bits, so that an absurd quantity is refused (1.3) and no run ends on it.
public enum AmountLimit {
    /// 10^16 minor units: a hundred trillion dollars. 900 such amounts fit 64 bits.
    public static let minorUnits: Int64 = 10_000_000_000_000_000

    /// - Throws: `overflow`.
    static func check(_ minorUnits: Int64) throws(MonetaryError) -> Int64 {
        guard minorUnits.magnitude <= Self.minorUnits.magnitude else { throw .overflow }
        return minorUnits
    }
}

extension Ratio {
    /// Rounded to the minor unit (1.3) and within ``AmountLimit``.
    func roundedAmount() throws(MonetaryError) -> Int64 { try AmountLimit.check(try rounded()) }
}
