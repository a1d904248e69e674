public import Monetary

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

    /// Refuses an amount that somebody gave and that is not above zero or cannot be held, in the words of its currency.
    ///
    /// - Parameter what: what the amount is, such as "a credit".
    public static func check(
        given minorUnits: Int64, _ currency: Currency, for what: String
    ) throws(BillingError) {
        func words(_ minorUnits: Int64) -> String { "\(currency.majorUnits(minorUnits)) \(currency.code)" }
        guard minorUnits > 0 else {
            throw .invalid(
                "\(what) of \(words(minorUnits))", "give an amount above zero, such as \(words(2_500))")
        }
        guard minorUnits <= Self.minorUnits else {
            throw .invalid("\(what) of \(words(minorUnits))", "give at most \(words(Self.minorUnits))")
        }
    }
}

extension Ratio {
    /// Rounded to the minor unit (1.3) and within ``AmountLimit``.
    func roundedAmount() throws(MonetaryError) -> Int64 { try AmountLimit.check(try rounded()) }
}
