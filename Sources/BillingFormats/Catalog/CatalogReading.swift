internal import Billing
internal import Monetary

extension Catalog {
    /// A whole catalogue, its cross references checked.
    init(reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: [
            "seller", "meters", "plans", "addons", "coupons", "tax", "dunning", "processor",
        ])
        self.init(seller: try Seller(reading: map.required("seller")))
        meters = try map["meters"]?.byID(Meter.init(id:reading:)) ?? [:]
        plans = try map["plans"]?.byID(Plan.init(id:reading:)) ?? [:]
        addOns = try map["addons"]?.byID(AddOn.init(id:reading:)) ?? [:]
        coupons = try map["coupons"]?.byID(Coupon.init(code:reading:)) ?? [:]
        tax = try map.optional("tax", TaxTable.init(reading:)) ?? TaxTable()
        dunning = try map["dunning"]?.byID(DunningPolicy.init(id:reading:)) ?? [:]
        // A subscription that names no policy follows "default", in a catalogue that has none too.
        if dunning["default"] == nil { dunning["default"] = .standard }
        processor = try map.optional("processor", ProcessorChoice.init(reading:)) ?? ProcessorChoice()
        try checkReferences(map)
    }

    private func checkReferences(_ map: YAMLMap) throws(FormatError) {
        for (id, plan) in try map["plans"]?.entries() ?? [] {
            for (meter, limit) in try plan.entry("limits")?.entries() ?? [] {
                guard case .metered = plans[id]?.limits[meter] else { continue }
                try limit.checkReference(to: meter, "meter", among: meters.keys)
            }
        }
        for (_, addOn) in try map["addons"]?.entries() ?? [] {
            for (meter, raise) in try addOn.entry("raises")?.entries() ?? [] {
                try raise.checkReference(to: meter, "meter", among: meters.keys)
            }
        }
        let items = Set(plans.keys).union(addOns.keys)
        for (_, coupon) in try map["coupons"]?.entries() ?? [] {
            for item in try coupon.entry("applies_to")?.list() ?? [] {
                try item.checkReference(to: item.text(), "plan or add-on", among: items)
            }
        }
    }
}

extension YAMLValue {
    /// The value of a key of a map that was read before; nil where it is left out.
    fileprivate func entry(_ key: String) throws(FormatError) -> YAMLValue? {
        try entries().first { $0.key == key && !$0.value.isNull }?.value
    }

    /// Refuses a name that nothing has.
    func checkReference(
        to name: String, _ kind: String, among names: some Sequence<String>
    ) throws(FormatError) {
        guard !names.contains(name) else { return }
        let nearest = nearestName(to: name, among: names)
        throw error("there is no \(kind) \(quoted(name))", hint: nearest.map { "did you mean \($0)?" })
    }
}
