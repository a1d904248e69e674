import Monetary

/// ceil(q ÷ size) × price (5.5).
enum Package {
    static func price(_ quantity: Ratio, size: ExactDecimal, price: ExactDecimal) throws -> TieredPrice {
        let packages = try (quantity / size.ratio).roundedUp()
        return TieredPrice(units: try Ratio(packages, over: 1) * price.ratio, flats: .zero)
    }
}
