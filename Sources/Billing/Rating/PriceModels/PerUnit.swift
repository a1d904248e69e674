import Monetary

/// unit price × q (5.5).
enum PerUnit {
    static func price(_ quantity: Ratio, unitPrice: ExactDecimal) throws -> TieredPrice {
        TieredPrice(units: try quantity * unitPrice.ratio, flats: .zero)
    }
}
