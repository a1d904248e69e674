internal import Billing
internal import BillingCalendar
internal import Monetary

extension Plan {
    /// One of the catalogue's `plans`.
    init(id: String, reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: [
            "name", "tax_code", "proration", "prices", "limits", "minimum_spend", "features",
        ])
        let prices = try map.required("prices").prices { price throws(FormatError) in
            try price.interval()
        }
        let currencies = Set(prices.map(\.currency))
        self.init(
            id: id, name: try map["name"]?.shortText() ?? id,
            taxCode: try map["tax_code"]?.id() ?? "standard",
            proration: try map["proration"]?.word() ?? .second, prices: prices)
        limits =
            try map["limits"]?.byID { _, limit throws(FormatError) in
                try Limit(reading: limit, currencies: currencies)
            } ?? [:]
        minimumSpendMinorUnits = try map["minimum_spend"]?.amountsByCurrency() ?? [:]
        if let value = map["minimum_spend"] { try value.checkCurrencies(soldIn: currencies) }
        var reader = FeatureReader()
        features =
            try map["features"]?.dictionary { _, value throws(FormatError) in
                try reader.read(value, depth: 0)
            } ?? [:]
    }
}

extension AddOn {
    /// One of the catalogue's `addons`.
    init(id: String, reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: ["name", "kind", "tax_code", "raises", "prices"])
        let kind: Kind = try map.required("kind").word()
        if kind == .oneTime {
            try map.refuse("raises", "a one-time add-on is not attached, it cannot raise a limit")
        }
        self.init(
            id: id, name: try map["name"]?.shortText() ?? id, kind: kind,
            taxCode: try map["tax_code"]?.id() ?? "standard",
            raises: try map["raises"]?.byID { _, raise throws(FormatError) in
                try raise.positiveDecimal()
            } ?? [:],
            prices: try map.required("prices").prices { price throws(FormatError) in
                guard kind == .oneTime else { return try price.interval() }
                try price.refuse("interval", "the price of a one-time add-on has no interval")
                try price.refuse("interval_count", "the price of a one-time add-on has no interval")
                return nil
            })
    }
}

extension YAMLValue {
    /// Prices, at least one, no two for the same currency and interval.
    fileprivate func prices(
        _ interval: (YAMLMap) throws(FormatError) -> BillingInterval?
    ) throws(FormatError) -> [Price] {
        var prices: [Price] = []
        for value in try list() {
            let map = try value.map(keys: ["currency", "interval", "interval_count", "amount"])
            let currency = try map.required("currency").currency()
            let interval = try interval(map)
            let amount = try map.required("amount").minorUnits(of: currency)
            if prices.contains(where: { $0.currency == currency && $0.interval == interval }) {
                throw value.error("a second price for the same currency and interval")
            }
            prices.append(Price(currency: currency, interval: interval, amountMinorUnits: amount))
        }
        guard !prices.isEmpty else {
            throw error("has no price", hint: "write an amount of 0 for a free one")
        }
        return prices
    }

    /// Refuses currencies as keys that the plan is not sold in.
    func checkCurrencies(soldIn currencies: Set<Currency>) throws(FormatError) {
        for (code, value) in try entries() where !currencies.contains(try value.currency(code: code)) {
            throw value.error("the plan is not sold in \(code)")
        }
    }
}

/// Reads a plan's free-form features, up to a depth and a number of values: an alias of an alias can stand for
/// more values than fit anywhere.
private struct FeatureReader {
    private static let maximumDepth = 16
    private var valuesLeft = 10_000

    mutating func read(_ value: YAMLValue, depth: Int) throws(FormatError) -> FeatureValue {
        valuesLeft -= 1
        guard valuesLeft >= 0, depth <= Self.maximumDepth else {
            throw value.error("the features are too many or nested too deep")
        }
        if value.isList {
            var list: [FeatureValue] = []
            for element in try value.list() { list.append(try read(element, depth: depth + 1)) }
            return .list(list)
        }
        if value.isMap {
            var map: [String: FeatureValue] = [:]
            for (key, member) in try value.entries() { map[key] = try read(member, depth: depth + 1) }
            return .map(map)
        }
        return try scalar(value)
    }

    private func scalar(_ value: YAMLValue) throws(FormatError) -> FeatureValue {
        let text = try value.scalarText() ?? ""
        guard value.isPlain else { return .text(text) }
        if value.isNull { return .none }
        if let flag = value.plainFlag { return .flag(flag) }
        if let number = try? value.decimal() { return .number(number) }
        return .text(text)
    }
}
