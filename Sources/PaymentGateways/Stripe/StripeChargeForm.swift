import Billing

/// The body of `POST /v1/payment_intents`: made once, stored, and read back when an answer is judged.
struct StripeChargeForm: Hashable {
    /// The only kind of method that is charged.
    static let methodType = "card"

    /// In Stripe's minor units.
    let amount: Int64
    /// Lower case.
    let currency: String
    let attemptID: String

    /// The exact body, or none when Stripe has no such amount.
    ///
    /// `payment_method_types[]=card` is named because the newer versions would otherwise choose methods by
    /// themselves, and some of those demand a `return_url`.
    static func body(for request: ChargeRequest, describes: Bool) -> [UInt8] {
        let exponent = request.currencyExponent
        guard
            let amount = StripeAmount.minorUnits(
                request.amountMinorUnits, currencyCode: request.currencyCode, exponent: exponent)
        else { return [] }
        var pairs: [(name: String, value: String)] = [
            ("amount", String(amount)), ("currency", request.currencyCode.lowercased()),
        ]
        if let customer = request.customerReference { pairs.append(("customer", customer)) }
        pairs += [
            ("payment_method", request.methodReference), ("off_session", "true"), ("confirm", "true"),
            ("payment_method_types[]", methodType), ("metadata[bc_invoice]", request.invoiceID),
            ("metadata[bc_attempt]", request.attemptID),
        ]
        if describes { pairs.append(("description", "Invoice \(request.invoiceNumber)")) }
        return [UInt8](FormEncoding.encode(pairs).utf8)
    }

    /// Reads what the stored bytes ask for; nil when they are not a charge's.
    init?(_ body: [UInt8]) {
        guard let pairs = FormEncoding.decode(body) else { return nil }
        let values = Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        guard let amount = values["amount"].flatMap({ Int64($0) }), let currency = values["currency"],
            let attemptID = values["metadata[bc_attempt]"]
        else { return nil }
        self.amount = amount
        self.currency = currency
        self.attemptID = attemptID
    }
}
