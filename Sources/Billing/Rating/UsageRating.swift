import Monetary

/// What the use of one segment costs (5.3 to 5.5).
struct UsageRating {
    /// Use past what is included.
    var billable: Ratio
    /// Rounded once, here.
    var amountMinorUnits: Int64

    init(_ inputs: UsageDerivation) throws {
        let share = try inputs.share.ratio()
        let isCounter = inputs.aggregation == .sum || inputs.aggregation == .count
        var included = try inputs.included.ratio + inputs.raised.ratio
        if isCounter { included = try Ratio(try (included * share).roundedUp(), over: 1) }
        let difference = try inputs.used - included
        billable = difference.isNegative ? .zero : difference

        let price = try inputs.model.price(of: billable)
        let exact =
            isCounter
            ? try price.units + price.flats * share
            : try (price.units + price.flats) * share
        var minorUnits = try exact * inputs.currency.minorUnitsPerMajorUnit
        if let cap = inputs.maxChargeMinorUnits {
            minorUnits = min(minorUnits, try Ratio(cap) * share)
        }
        amountMinorUnits = try minorUnits.roundedAmount()
    }

    /// Billable as it stands on a line: at most 12 fractional digits.
    func quantity() throws -> ExactDecimal { try ExactDecimal(rounding: billable) }
}

extension Currency {
    var minorUnitsPerMajorUnit: Ratio {
        var result: Int64 = 1
        for _ in 0..<exponent { result *= 10 }
        return Ratio(result)
    }
}
