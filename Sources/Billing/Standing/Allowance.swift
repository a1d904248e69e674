public import Monetary

/// What a subscription may use of a meter in its current period, add-ons included (5.4, 5.6).
public enum Allowance: Sendable, Hashable {
    case unlimited
    /// Use past it is charged.
    case metered(included: ExactDecimal)
    /// No use past it.
    case hard(included: ExactDecimal)

    /// The quantity that is included; nil: as much as one likes.
    public var included: ExactDecimal? {
        switch self {
        case .unlimited: nil
        case .metered(let included), .hard(let included): included
        }
    }
}

/// How much of a meter's allowance is used.
public struct MeterStanding: Sendable, Hashable {
    /// The meter.
    public var meter: Meter
    /// What the subscription may use.
    public var allowance: Allowance
    /// What the current period has come to so far (5.2).
    public var current: ExactDecimal
    /// What the period is expected to come to at its end; nil before anything can be said.
    public var projected: Projection?

    /// A standing with all its parts.
    public init(meter: Meter, allowance: Allowance, current: ExactDecimal, projected: Projection?) {
        self.meter = meter
        self.allowance = allowance
        self.current = current
        self.projected = projected
    }

    /// An expectation and how it was made.
    public struct Projection: Sendable, Hashable {
        /// How it was made.
        public enum Basis: String, Sendable, Hashable {
            /// What was counted so far goes on at the same pace.
            case elapsedTime = "elapsed_time"
            /// The change from the first to the second half of the elapsed time goes on.
            case trend
        }

        /// At the period's end, in the meter's unit.
        public var quantity: ExactDecimal
        /// How it was made.
        public var basis: Basis
    }

    /// Percent of the allowance, to two decimals, half away from zero; nil where there is no limit, or one of nothing.
    public func percentage() throws(BillingError) -> ExactDecimal? {
        try Self.percentage(current, of: allowance.included)
    }

    /// What may still be used before the limit; nil where there is none.
    public func remaining() throws(BillingError) -> ExactDecimal? {
        guard let included = allowance.included else { return nil }
        let rest = try refusing { try included - current }
        return rest.isNegative ? .zero : rest
    }

    /// Whether the projection goes past the allowance.
    public var isExpectedToExceed: Bool {
        guard let included = allowance.included, let projected else { return false }
        return projected.quantity > included
    }

    static func percentage(
        _ quantity: ExactDecimal, of included: ExactDecimal?
    ) throws(BillingError) -> ExactDecimal? {
        guard let included, !included.isZero else { return nil }
        return try refusing {
            let hundredths = try (quantity.ratio / included.ratio * Ratio(10_000)).rounded()
            return try ExactDecimal(rounding: try Ratio(Int128(hundredths), over: 100))
        }
    }
}

/// How near a meter is to its limit; each is told once a period.
public enum UsageAlert: String, Sendable, Hashable, CaseIterable {
    /// Above 80 %.
    case info
    /// Above 90 %.
    case warning
    /// At 100 % or above.
    case reached

    /// The levels that a share of the allowance has come to, lowest first.
    public static func levels(atPercent percent: ExactDecimal) -> [UsageAlert] {
        var levels: [UsageAlert] = []
        if percent > ExactDecimal(80) { levels.append(.info) }
        if percent > ExactDecimal(90) { levels.append(.warning) }
        if percent >= ExactDecimal(100) { levels.append(.reached) }
        return levels
    }
}

/// Whether some use is allowed now (5.6).
public enum LimitCheck: Sendable, Hashable {
    case allowed
    /// A hard limit would be passed.
    case refused(current: ExactDecimal, limit: ExactDecimal)
}
