import Monetary

/// Minor units as Stripe counts them, which for some currencies is not as ISO 4217 does (PROCESSORS 1a).
enum StripeAmount {
    /// No decimals at Stripe. MGA has decimals in ISO 4217 and none here.
    private static let zeroDecimal: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF",
        "XPF",
    ]
    private static let threeDecimal: Set<String> = ["BHD", "JOD", "KWD", "OMR", "TND"]

    /// The amount Stripe takes, or nil when it has no such amount: a fraction of its unit. Nothing is rounded here;
    /// what is charged is what the invoice says.
    ///
    /// A third decimal that is not 0 is left to Stripe: its page asked for 0 until 2026 and does not any more; where
    /// an account still has the old rule, its refusal is told and dunned by nobody. So is what is above Stripe's most, which
    /// differs by currency and account and is left to Stripe as well.
    static func minorUnits(_ amount: Int64, currencyCode: String, exponent: Int) -> Int64? {
        guard amount > 0 else { return nil }
        return rescale(amount, from: exponent, to: stripeExponent(currencyCode))
    }

    /// Our minor units of an amount of Stripe's; nil for a currency that nobody can be billed in, or where it
    /// would be a fraction.
    static func billed(_ amount: Int64, currencyCode: String) -> Int64? {
        guard let currency = try? Currency(code: currencyCode) else { return nil }
        return rescale(amount, from: stripeExponent(currencyCode), to: currency.exponent)
    }

    /// ISK and UGX have no decimals in ISO 4217 but are sent with two here, always `00`.
    private static func stripeExponent(_ currencyCode: String) -> Int {
        if zeroDecimal.contains(currencyCode) { return 0 }
        return threeDecimal.contains(currencyCode) ? 3 : 2
    }

    private static func rescale(_ amount: Int64, from: Int, to: Int) -> Int64? {
        var result = amount
        for _ in from..<max(from, to) {
            let (product, overflows) = result.multipliedReportingOverflow(by: 10)
            if overflows { return nil }
            result = product
        }
        for _ in to..<max(from, to) {
            if result % 10 != 0 { return nil }
            result /= 10
        }
        return result
    }
}
