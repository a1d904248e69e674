import Monetary

/// All units at the price of the tier that q falls in, plus its flat fee; a tier holds q ≤ up_to (5.5).
enum Volume {
    static func price(_ quantity: Ratio, tiers: [PriceModel.Tier]) throws -> TieredPrice {
        guard !quantity.isZero,
            let tier = tiers.first(where: { tier in tier.upTo.map { quantity <= $0.ratio } ?? true })
        else { return TieredPrice(units: .zero, flats: .zero) }
        return TieredPrice(units: try quantity * tier.unitPrice.ratio, flats: tier.flat.ratio)
    }
}
