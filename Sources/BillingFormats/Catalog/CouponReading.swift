internal import Billing
internal import Monetary

extension Coupon {
    /// One of the catalogue's `coupons` (7.1).
    init(code: String, reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: [
            "percent_off", "amount_off", "currency", "periods", "forever", "applies_to", "expires_at",
            "max_redemptions", "new_accounts_only",
        ])
        self.init(
            code: code, discount: try Discount(reading: map), duration: try Duration(reading: map),
            appliesTo: try map["applies_to"]?.list { item throws(FormatError) in try item.id() },
            expiresAt: try map["expires_at"]?.instant(),
            maxRedemptions: try map["max_redemptions"]?.integer(in: 1...Int.max),
            newAccountsOnly: try map["new_accounts_only"]?.flag() ?? false)
        if appliesTo?.isEmpty == true {
            throw value.error(key: "applies_to", "names nothing", hint: "leave it out for everything")
        }
    }
}

extension Coupon.Discount {
    fileprivate init(reading map: YAMLMap) throws(FormatError) {
        if let percentOff = map["percent_off"] {
            try map.refuse("amount_off", "a coupon has percent_off or amount_off, not both")
            try map.refuse("currency", "percent_off has no currency")
            let percent = try percentOff.positiveDecimal()
            guard percent <= ExactDecimal(100) else { throw percentOff.error("cannot be above 100") }
            self = .percent(percent)
            return
        }
        guard let amountOff = map["amount_off"] else {
            throw map.value.error("takes nothing off", hint: "write percent_off, or amount_off with currency")
        }
        let currency = try map.required("currency").currency()
        self = .amount(minorUnits: try amountOff.positiveMinorUnits(of: currency), currency: currency)
    }
}

extension Coupon.Duration {
    fileprivate init(reading map: YAMLMap) throws(FormatError) {
        let isForever = try map["forever"]?.flag() ?? false
        if isForever {
            try map.refuse("periods", "a coupon has periods or forever, not both")
            self = .forever
        } else if let periods = map["periods"] {
            self = .periods(try periods.integer(in: 1...100_000))
        } else {
            throw map.value.error("covers nothing", hint: "write periods: n, or forever: true")
        }
    }
}
