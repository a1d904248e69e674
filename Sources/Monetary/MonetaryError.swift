/// What can go wrong with an amount, a ratio or a currency.
public enum MonetaryError: Error, Hashable, Sendable {
    /// An exact result does not fit its type (RULES 1.3: an error, never a wrap).
    case overflow
    /// A ratio with a zero denominator, or a division by zero.
    case divisionByZero
    /// A text that is no number of the expected form.
    case malformed(String)
    /// A number with more fractional digits than its currency or type has.
    case tooManyDigits(String, allowed: Int)
    /// A code that is not an active ISO 4217 currency with minor units.
    case unknownCurrency(String)
    /// An amount other than zero, to be split over nothing.
    case noWeights
    /// A split over a weight below zero.
    case negativeWeight(String)
}

extension MonetaryError: CustomStringConvertible {
    /// What is wrong, for an operator.
    public var description: String {
        switch self {
        case .overflow: "the exact result is too large"
        case .divisionByZero: "division by zero"
        case .malformed(let text): "'\(text)' is not a number"
        case .tooManyDigits(let text, let allowed):
            "'\(text)' has more than \(allowed) digits after the point"
        case .unknownCurrency(let code): "'\(code)' is not an active ISO 4217 currency"
        case .noWeights: "an amount cannot be split: every weight is zero"
        case .negativeWeight(let weight): "an amount cannot be split over the negative weight \(weight)"
        }
    }
}
