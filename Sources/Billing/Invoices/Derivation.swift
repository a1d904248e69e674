public import Monetary

/// How a line's amount came about: the inputs, kept with the line so that anybody can work it out again.
public enum Derivation: Sendable, Hashable, Codable {
    /// quantity × price × share, rounded.
    case charge(quantity: ExactDecimal, priceMinorUnits: Int64, share: Share)
    /// −(net × share), rounded. The net is the charge's less what credit notes took back of it before; `of` is the line that
    /// charged it, nil while that waits for its invoice.
    case credit(netMinorUnits: Int64, share: Share, of: ChargedLine? = nil)
    case usage(UsageDerivation)
    /// The segment rated again minus what was charged for it so far (5.7).
    case lateUsage(UsageDerivation, chargedBeforeMinorUnits: Int64, billedBefore: ExactDecimal)
    case minimum(MinimumDerivation)
}

extension Derivation {
    /// The line that a credit takes back; nil for everything else.
    public var creditedLine: ChargedLine? {
        if case .credit(_, _, let line) = self { line } else { nil }
    }
}

/// A part of a whole, counted in seconds or local days (4.2).
public struct Share: Sendable, Hashable, Codable {
    /// Seconds or local days that are charged or credited.
    public var part: Int64
    /// The same unit; of the full period for a charge, of the window for a credit (4.1).
    public var whole: Int64
    /// The old plan's for a credit, the new plan's for a charge (4.2).
    public var basis: ProrationBasis

    /// A charge that nothing is taken from: a whole period, or bought once.
    public static let full = Share(part: 1, whole: 1, basis: .second)

    /// A share of a whole in units of `basis`.
    public init(part: Int64, whole: Int64, basis: ProrationBasis) {
        self.part = part
        self.whole = whole
        self.basis = basis
    }

    /// 0 ÷ 0 days is 0 (4.2).
    func ratio() throws(MonetaryError) -> Ratio {
        if part == whole && part != 0 { return .one }
        if part == 0 { return .zero }
        return try Ratio(Int128(part), over: Int128(whole))
    }
}

/// The inputs of a usage line (5.3 to 5.5).
public struct UsageDerivation: Sendable, Hashable, Codable {
    /// Decides whether the included quantity or the whole charge is scaled (5.3).
    public var aggregation: Meter.Aggregation
    /// What was used in the segment.
    public var used: Ratio
    /// What the plan includes in a full period.
    public var included: ExactDecimal
    /// What attached add-ons add to it.
    public var raised: ExactDecimal
    /// The segment's part of the full period, by seconds (5.3).
    public var share: Share
    /// As the plan had it when the segment was rated.
    public var model: PriceModel
    /// The cap for a full period (5.5); nil: none.
    public var maxChargeMinorUnits: Int64?
    /// Says how many digits the line is rounded to (1.3).
    public var currency: Currency
}

/// The inputs of a minimum line (section 6).
public struct MinimumDerivation: Sendable, Hashable, Codable {
    /// A segment's minimum for a full period and its share.
    public struct Part: Sendable, Hashable, Codable {
        /// Of the segment's plan, for a full period; minor units.
        public var minimumMinorUnits: Int64
        /// The segment's part of the full period, by seconds (6.1).
        public var share: Share
    }

    /// One for each segment whose plan has a minimum, oldest first.
    public var parts: [Part]
    /// What plan, plan proration and usage lines of the period came to.
    public var chargedMinorUnits: Int64
    /// What the minimum of this period was charged so far; above zero only for corrections (5.7).
    public var minimumBeforeMinorUnits: Int64
}
