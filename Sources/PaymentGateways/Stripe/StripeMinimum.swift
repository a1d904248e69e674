/// Stripe's smallest charges in its minor units, from its page on currencies as read in October 2026 (PROCESSORS 1a).
/// They hold in the currency of settlement; what Stripe refuses as `amount_too_small` is the truth.
enum StripeMinimum {
    /// 1 where none is published.
    static func amount(_ currency: String) -> Int64 { table[currency.lowercased()] ?? 1 }

    private static let table: [String: Int64] = [
        "usd": 50, "aed": 200, "ars": 50, "aud": 50, "brl": 50, "cad": 50, "chf": 50, "cop": 50, "czk": 1_500,
        "dkk": 250, "eur": 50, "gbp": 30, "hkd": 400, "huf": 17_500, "idr": 50, "ils": 50, "inr": 50,
        "jpy": 50, "krw": 50, "mxn": 1_000, "myr": 200, "nok": 300, "nzd": 50, "php": 50, "pln": 200,
        "ron": 200, "rub": 50, "sek": 300, "sgd": 50, "thb": 1_000, "zar": 50,
    ]
}
