import Monetary

/// Each tier's units at its price, plus the flat fee of every tier that is entered (5.5).
enum Graduated {
    static func price(_ quantity: Ratio, tiers: [PriceModel.Tier]) throws -> TieredPrice {
        var price = TieredPrice(units: .zero, flats: .zero)
        var below = Ratio.zero
        for tier in tiers where quantity > below {
            let top = tier.upTo.map { min($0.ratio, quantity) } ?? quantity
            price.units = try price.units + (top - below) * tier.unitPrice.ratio
            price.flats = try price.flats + tier.flat.ratio
            below = tier.upTo?.ratio ?? quantity
        }
        return price
    }
}
