/// One step of the arithmetic behind a line's amount, to be done again with a pocket calculator.
public struct ExplanationStep: Sendable, Hashable, Codable {
    /// How the result follows from the formula.
    public enum Rounding: String, Sendable, Hashable, Codable, CaseIterable {
        /// The formula's value itself.
        case exact
        /// To the minor unit, half away from zero (1.3).
        case halfAwayFromZero = "half_away_from_zero"
        /// To the next whole number (5.3, 5.5).
        case up
        /// A part of a sum that was split: to the minor unit below, or above for the largest remainders, so that
        /// the parts add up (1.4).
        case split
    }

    /// What the step works out.
    public var label: String
    /// Exact numbers with + − × ÷, fractions, min and max.
    public var formula: String
    /// An exact decimal, or a fraction where no decimal is exact.
    public var result: String
    /// What was done to the formula's value.
    public var rounding: Rounding
}
