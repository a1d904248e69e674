internal import Billing
internal import Monetary

extension ProcessorChoice {
    /// The catalogue's `processor`: `{default: stripe, currencies: {INR: razorpay}, accounts: {acme: razorpay}}`.
    init(reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: ["default", "currencies", "accounts"])
        self.init()
        fallback = try map["default"]?.word() ?? .stripe
        for (code, choice) in try map["currencies"]?.entries() ?? [] {
            byCurrency[try choice.currency(code: code)] = try choice.word()
        }
        byAccount =
            try map["accounts"]?.byID { _, choice throws(FormatError) in try choice.word() } ?? [:]
        if let inRupees = byCurrency.first(where: { $0.value == .razorpay && $0.key.code != "INR" }) {
            throw value.error(
                key: "currencies", "Razorpay debits rupees only, not \(inRupees.key.code)")
        }
    }
}
