import Monetary

/// What a price model gives, in major units and before any rounding; flat fees apart, because a shortened
/// segment scales them on their own (5.3).
struct TieredPrice {
    var units: Ratio
    var flats: Ratio
}

extension PriceModel {
    func price(of quantity: Ratio) throws -> TieredPrice {
        switch self {
        case .perUnit(let unitPrice): try PerUnit.price(quantity, unitPrice: unitPrice)
        case .graduated(let tiers): try Graduated.price(quantity, tiers: tiers)
        case .volume(let tiers): try Volume.price(quantity, tiers: tiers)
        case .package(let size, let price): try Package.price(quantity, size: size, price: price)
        }
    }
}
