internal import Billing
internal import Monetary

extension Limit {
    /// One of a plan's `limits`; `currencies` are those the plan is sold in.
    init(reading value: YAMLValue, currencies: Set<Currency>) throws(FormatError) {
        if value.isNull { throw value.noLimit("is empty") }
        if let text = try value.scalarText() {
            guard text == "unlimited" else { throw value.noLimit("\(quoted(text)) is not a limit") }
            self = .unlimited
            return
        }
        let map = try value.map(keys: ["included", "overage", "max_charge", "hard"])
        let included = try map.required("included", hint: "write included: 0 for none").nonNegativeDecimal()
        if try map["hard"]?.flag() == true {
            try map.refuse("overage", "a hard limit has no overage")
            try map.refuse("max_charge", "a hard limit has no overage to cap")
            self = .hard(included: included)
            return
        }
        guard let overage = map["overage"] else {
            throw value.noLimit("says nothing of use past what is included")
        }
        let caps = try map["max_charge"]?.capByCurrency(soldIn: currencies) ?? [:]
        var prices: [Currency: Overage] = [:]
        for (currency, model) in try overage.modelByCurrency(soldIn: currencies) {
            prices[currency] = Overage(model: model, maxChargeMinorUnits: caps[currency])
        }
        self = .metered(included: included, overage: prices)
    }
}

extension YAMLValue {
    fileprivate func noLimit(_ message: String) -> FormatError {
        error(message, hint: "write unlimited, or included with hard: true or with an overage")
    }

    /// One model for the plan's only currency, or one for each of several.
    fileprivate func modelByCurrency(
        soldIn currencies: Set<Currency>
    ) throws(FormatError) -> [Currency: PriceModel] {
        guard try isByCurrency() else {
            return [try onlyCurrency(of: currencies): try PriceModel(reading: self)]
        }
        try checkCurrencies(soldIn: currencies)
        var models: [Currency: PriceModel] = [:]
        for (code, model) in try entries() {
            models[try model.currency(code: code)] = try PriceModel(reading: model)
        }
        for currency in currencies.sorted(by: { "\($0)" < "\($1)" }) where models[currency] == nil {
            throw error("has no price in \(currency), in which the plan is sold")
        }
        return models
    }

    /// One cap for the plan's only currency, or caps by currency; null there is none.
    fileprivate func capByCurrency(soldIn currencies: Set<Currency>) throws(FormatError) -> [Currency: Int64]
    {
        if try scalarText() != nil {
            let currency = try onlyCurrency(of: currencies)
            return [currency: try minorUnits(of: currency)]
        }
        try checkCurrencies(soldIn: currencies)
        var caps: [Currency: Int64] = [:]
        for (code, cap) in try entries() where !cap.isNull {
            let currency = try cap.currency(code: code)
            caps[currency] = try cap.minorUnits(of: currency)
        }
        return caps
    }

    /// Whether all keys look like currencies.
    private func isByCurrency() throws(FormatError) -> Bool {
        let keys = try entries().map(\.key)
        return !keys.isEmpty
            && keys.allSatisfy { key in
                key.utf8.count == 3
                    && key.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
            }
    }

    private func onlyCurrency(of currencies: Set<Currency>) throws(FormatError) -> Currency {
        if let only = currencies.first, currencies.count == 1 { return only }
        let codes = currencies.map { "\($0)" }.sorted()
        throw error(
            "the plan is sold in \(codes.joined(separator: ", "))",
            hint: "give it by currency: {\(codes.map { "\($0): …" }.joined(separator: ", "))}")
    }
}
