public import Monetary

/// What a usage line is made of, part by part, for documents that list it: every figure exact, and the parts, scaled
/// and capped as the rules say, add up to the line's amount before its one rounding (5.3 to 5.5).
public struct UsageBreakdown: Sendable, Hashable {
    /// One tier of a graduated or volume price.
    public struct Tier: Sendable, Hashable {
        /// From 1.
        public var number: Int
        /// The last quantity of the tier below; nil in the first.
        public var above: ExactDecimal?
        /// The last quantity it holds; nil in the last.
        public var upTo: ExactDecimal?
    }

    /// A product of the price.
    public struct Part: Sendable, Hashable {
        /// The tier it belongs to; nil where the price has none.
        public var tier: Tier?
        /// Units or packages; nil for a flat fee.
        public var quantity: Ratio?
        /// Major units for one of them, or the fee.
        public var price: ExactDecimal
        /// Quantity × price, a counter's fee × share; major units.
        public var amount: Ratio
    }

    /// What was used in the segment.
    public var used: Ratio
    /// What of it costs nothing extra.
    public var included: Ratio
    /// Use past it.
    public var billable: Ratio
    /// How many units a package holds; nil for other prices.
    public var packageSize: ExactDecimal?
    /// In the order of the tiers.
    public var parts: [Part]
    /// The part of the period that the whole charge is scaled by; one for counters, whose quantities are (5.3).
    public var share: Ratio
    /// The cap, scaled like the charge, where it cuts it; major units.
    public var cap: Ratio?
    /// The amount before it is rounded; major units.
    public var exact: Ratio
    /// The amount, rounded once.
    public var amountMinorUnits: Int64
}

extension UsageDerivation {
    /// The parts of the charge.
    ///
    /// - Throws: `overflow` where an exact number cannot be held; an amount that was computed never is such a case.
    public func breakdown() throws(MonetaryError) -> UsageBreakdown {
        let usage = try UsageParts(self)
        var parts: [UsageBreakdown.Part] = []
        var sum = Ratio.zero
        for term in usage.terms {
            let isScaled = usage.isCounter && term.units == nil
            let amount = try isScaled ? term.value() * usage.share : term.value()
            parts.append(
                UsageBreakdown.Part(tier: term.tier, quantity: term.units, price: term.price, amount: amount))
            sum = try sum + amount
        }
        let share = usage.isCounter ? Ratio.one : usage.share
        var exact = try sum * share
        let perMajorUnit = currency.minorUnitsPerMajorUnit
        var cap: Ratio?
        if let maxChargeMinorUnits {
            let most = try Ratio(maxChargeMinorUnits) / perMajorUnit * usage.share
            if most < exact { (cap, exact) = (most, most) }
        }
        var packageSize: ExactDecimal?
        if case .package(let size, _) = model { packageSize = size }
        return UsageBreakdown(
            used: used, included: usage.included, billable: usage.billable, packageSize: packageSize,
            parts: parts, share: share, cap: cap, exact: exact,
            amountMinorUnits: try (exact * perMajorUnit).rounded())
    }
}
