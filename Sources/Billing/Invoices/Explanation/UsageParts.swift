import Monetary

/// The stations between a usage line's inputs and its amount (5.3 to 5.5), each exact.
struct UsageParts {
    /// A product of the price: units × price, or a flat fee where `units` is nil.
    struct Term {
        var label: String
        var units: Ratio?
        var price: ExactDecimal
        /// The tier's place and bounds; nil where the model has no tiers.
        var tier: UsageBreakdown.Tier?

        func value() throws(MonetaryError) -> Ratio {
            guard let units else { return price.ratio }
            return try units * price.ratio
        }
    }

    let inputs: UsageDerivation
    let share: Ratio
    /// Included and raised, for a full period.
    let includedInFull: ExactDecimal
    /// What the segment includes: of counters the share, rounded up to a whole unit.
    let included: Ratio
    let billable: Ratio
    let terms: [Term]

    /// Counters scale what is included and the flat fees; the others scale the whole charge (5.3).
    var isCounter: Bool { inputs.aggregation == .sum || inputs.aggregation == .count }
    var isShared: Bool { share != .one }

    init(_ inputs: UsageDerivation) throws(MonetaryError) {
        self.inputs = inputs
        share = try inputs.share.ratio()
        includedInFull = try inputs.included + inputs.raised
        let isCounter = inputs.aggregation == .sum || inputs.aggregation == .count
        included =
            isCounter
            ? try Ratio(try (includedInFull.ratio * share).roundedUp(), over: 1) : includedInFull.ratio
        billable = max(.zero, try inputs.used - included)
        terms = billable.isZero ? [] : try Self.terms(of: inputs.model, for: billable)
    }

    private static func terms(of model: PriceModel, for quantity: Ratio) throws(MonetaryError) -> [Term] {
        switch model {
        case .perUnit(let price):
            return [Term(label: "Units", units: quantity, price: price)]
        case .package(let size, let price):
            let packages = try Ratio(try (quantity / size.ratio).roundedUp(), over: 1)
            return [Term(label: "Packages", units: packages, price: price)]
        case .volume(let tiers):
            guard let index = tiers.firstIndex(where: { $0.upTo.map { quantity <= $0.ratio } ?? true }) else {
                return []
            }
            let units = Term(
                label: label(tiers, index), units: quantity, price: tiers[index].unitPrice,
                tier: bounds(tiers, index))
            return [units] + flat(tiers, index)
        case .graduated(let tiers):
            var terms: [Term] = []
            var below = Ratio.zero
            for index in tiers.indices where quantity > below {
                let top = tiers[index].upTo.map { min($0.ratio, quantity) } ?? quantity
                let units = try top - below
                terms.append(
                    Term(
                        label: label(tiers, index), units: units, price: tiers[index].unitPrice,
                        tier: bounds(tiers, index)))
                terms += flat(tiers, index)
                below = top
            }
            return terms
        }
    }

    private static func flat(_ tiers: [PriceModel.Tier], _ index: Int) -> [Term] {
        let fee = tiers[index].flat
        if fee.isZero { return [] }
        return [
            Term(
                label: "Flat fee of tier \(index + 1)", units: nil, price: fee, tier: bounds(tiers, index))
        ]
    }

    private static func bounds(_ tiers: [PriceModel.Tier], _ index: Int) -> UsageBreakdown.Tier {
        UsageBreakdown.Tier(
            number: index + 1, above: index == 0 ? nil : tiers[index - 1].upTo, upTo: tiers[index].upTo)
    }

    private static func label(_ tiers: [PriceModel.Tier], _ index: Int) -> String {
        let numbers = NumberStyle.english
        let from = index == 0 ? nil : tiers[index - 1].upTo
        return switch (from, tiers[index].upTo) {
        case (nil, let upTo?): "Tier \(index + 1), up to \(numbers.text(upTo))"
        case (let from?, let upTo?):
            "Tier \(index + 1), above \(numbers.text(from)) up to \(numbers.text(upTo))"
        case (let from?, nil): "Tier \(index + 1), above \(numbers.text(from))"
        case (nil, nil): "Tier \(index + 1)"
        }
    }
}
