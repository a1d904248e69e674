internal import Billing
internal import Monetary

extension PriceModel {
    /// An overage's model with its prices (5.5).
    init(reading value: YAMLValue) throws(FormatError) {
        let any = try value.map(keys: ["model", "unit_price", "tiers", "size", "price"])
        switch try any.required("model").word(ModelName.self) {
        case .perUnit:
            let map = try value.map(keys: ["model", "unit_price"])
            self = .perUnit(unitPrice: try map.required("unit_price").nonNegativeDecimal())
        case .graduated:
            self = .graduated(tiers: try value.map(keys: ["model", "tiers"]).required("tiers").tiers())
        case .volume:
            self = .volume(tiers: try value.map(keys: ["model", "tiers"]).required("tiers").tiers())
        case .package:
            let map = try value.map(keys: ["model", "size", "price"])
            self = .package(
                size: try map.required("size").positiveDecimal(),
                price: try map.required("price").nonNegativeDecimal())
        }
    }

    private enum ModelName: String, CaseIterable {
        case perUnit = "per_unit"
        case graduated, volume, package
    }
}

extension YAMLValue {
    /// Tiers: ascending, all but the last with a bound.
    fileprivate func tiers() throws(FormatError) -> [PriceModel.Tier] {
        let values = try list()
        guard !values.isEmpty else { throw error("has no tier") }
        var tiers: [PriceModel.Tier] = []
        for (index, value) in values.enumerated() {
            let map = try value.map(keys: ["up_to", "unit_price", "flat"])
            let bound = try map["up_to"]?.positiveDecimal()
            if index == values.count - 1 {
                try map.refuse("up_to", "the last tier has no bound")
            } else if let bound {
                if let before = tiers.last?.upTo, bound <= before {
                    throw value.error(key: "up_to", "\(bound) is not above the tier before it (\(before))")
                }
            } else {
                throw value.error(key: "up_to", "is missing", hint: "only the last tier has none")
            }
            tiers.append(
                PriceModel.Tier(
                    upTo: bound, unitPrice: try map.required("unit_price").nonNegativeDecimal(),
                    flat: try map["flat"]?.nonNegativeDecimal() ?? .zero))
        }
        return tiers
    }
}
