import Monetary

/// What the use of a segment costs (5.3 to 5.5), in another way than ``UsageRating``: graduated prices by the steps
/// between tiers, volume prices by counting the bounds that are passed.
struct UsageEvaluation {
    let billable: WideFraction
    let minorUnits: WideInteger

    init(_ inputs: UsageDerivation) {
        let share = WideFraction(inputs.share)
        let scalesAllowance = [.sum, .count].contains(inputs.aggregation)
        let full = WideFraction(inputs.included) + WideFraction(inputs.raised)
        let allowance = scalesAllowance ? WideFraction((full * share).ceiling) : full
        let excess = WideFraction(inputs.used) - allowance
        billable = excess.numerator.sign > 0 ? excess : .zero

        let units = Self.units(inputs.model, billable)
        let flats = Self.flats(inputs.model, billable) * share
        let major = scalesAllowance ? units + flats : units * share + flats
        var minor = major * WideFraction(Self.power(ofTen: inputs.currency.exponent))
        if let cap = inputs.maxChargeMinorUnits { minor = .min(minor, WideFraction(cap) * share) }
        minorUnits = minor.rounded
    }

    /// Without flat fees. Graduated: q × the last price, and for every bound what the units below it cost more (or
    /// less) than in the tier above.
    private static func units(_ model: PriceModel, _ quantity: WideFraction) -> WideFraction {
        guard quantity.numerator.sign > 0 else { return .zero }
        switch model {
        case .perUnit(let price):
            return WideFraction(price) * quantity
        case .package(let size, let price):
            return WideFraction((quantity / WideFraction(size)).ceiling) * WideFraction(price)
        case .volume(let tiers):
            return WideFraction(tiers[passed(tiers, quantity)].unitPrice) * quantity
        case .graduated(let tiers):
            let prices = tiers.map { WideFraction($0.unitPrice) }
            var cost = prices[prices.count - 1] * quantity
            for (index, tier) in tiers.dropLast().enumerated() {
                guard let bound = tier.upTo else { continue }
                cost = cost + .min(quantity, WideFraction(bound)) * (prices[index] - prices[index + 1])
            }
            return cost
        }
    }

    private static func flats(_ model: PriceModel, _ quantity: WideFraction) -> WideFraction {
        guard quantity.numerator.sign > 0 else { return .zero }
        switch model {
        case .perUnit, .package:
            return .zero
        case .volume(let tiers):
            return WideFraction(tiers[passed(tiers, quantity)].flat)
        case .graduated(let tiers):
            return tiers[...passed(tiers, quantity)].reduce(.zero) { $0 + WideFraction($1.flat) }
        }
    }

    /// How many bounds lie below the quantity; the last tier holds what is past them all.
    private static func passed(_ tiers: [PriceModel.Tier], _ quantity: WideFraction) -> Int {
        let bounds = tiers.dropLast().compactMap(\.upTo)
        return bounds.count { WideFraction($0) < quantity }
    }

    private static func power(ofTen exponent: Int) -> WideInteger {
        (0..<exponent).reduce(WideInteger(1 as Int64)) { power, _ in power * WideInteger(10 as Int64) }
    }
}

extension WideFraction {
    init(_ whole: WideInteger) { self.init(whole, over: WideInteger(1 as Int64)) }
}
