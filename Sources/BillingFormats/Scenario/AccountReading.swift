internal import Billing
internal import Monetary

extension ScenarioAccount {
    /// One of the scenario's `accounts`.
    init(reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: [
            "id", "name", "email", "currency", "time_zone", "country", "region", "address", "tax_id",
            "tax_exempt", "payment_terms_days", "collection", "payment_methods", "purchase_order",
            "buyer_reference", "electronic_address", "city", "postcode", "language", "e_invoice",
        ])
        var account = Account(
            id: try map.required("id").id(), currency: try map.required("currency").currency(),
            timeZoneID: try map.required("time_zone").timeZoneID(),
            country: try map.required("country").country())
        account.name = try map["name"]?.shortText()
        account.email = try map["email"]?.shortText()
        account.region = try map["region"]?.region()
        account.address = try map["address"]?.address() ?? []
        account.taxID = try map["tax_id"]?.shortText(limit: 255)
        account.isTaxExempt = try map["tax_exempt"]?.flag() ?? false
        account.paymentTermsDays = try map["payment_terms_days"]?.integer(in: 0...3650) ?? 0
        account.collection = try map["collection"]?.word() ?? .automatic
        account.invoicing = try BuyerInvoicing(reading: map)
        self.init(account: account, paymentMethods: try map["payment_methods"]?.paymentMethods() ?? [])
    }
}

extension YAMLValue {
    fileprivate func paymentMethods() throws(FormatError) -> [ScriptedPaymentMethod] {
        var methods: [ScriptedPaymentMethod] = []
        for value in try list() {
            let method = try ScriptedPaymentMethod(reading: value)
            guard !methods.contains(where: { $0.method.id == method.method.id }) else {
                throw value.error(key: "id", "a second payment method \(quoted(method.method.id))")
            }
            methods.append(method)
        }
        return methods
    }
}

extension ScriptedPaymentMethod {
    /// One of an account's `payment_methods`, or the one that an event sets.
    init(reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: ["id", "brand", "last4", "exp", "outcomes"])
        let method = PaymentMethod(
            id: try map.required("id").id(), brand: try map["brand"]?.shortText(limit: 255),
            last4: try map["last4"]?.shortText(limit: 255), expiresOn: try map["exp"]?.month())
        let outcomes = try map["outcomes"]?.list(ScriptedOutcome.init(reading:)) ?? [.ok]
        if outcomes.isEmpty { throw value.error(key: "outcomes", "is empty", hint: "leave it out for ok") }
        self.init(method: method, outcomes: outcomes)
    }
}

extension YAMLValue {
    /// A month like 2027-12.
    fileprivate func month() throws(FormatError) -> String {
        let text = try text()
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            parts.joined().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let month = Int(parts[1]), (1...12).contains(month)
        else { throw error("\(quoted(text)) is not a month", hint: "like 2027-12") }
        return text
    }
}

extension ScriptedOutcome {
    fileprivate init(reading value: YAMLValue) throws(FormatError) {
        let text = try value.text()
        switch text {
        case "ok": self = .ok
        case "unknown_then_ok": self = .unknownThenOK
        case "unknown_then_declined": self = .unknownThenDeclined
        default:
            let code = DeclineCode(rawValue: text)
            guard code.isHard || Self.softCodes.contains(text) else {
                let known = ["ok", "unknown_then_ok", "unknown_then_declined"] + Self.softCodes
                throw value.error(
                    "\(quoted(text)) is not an outcome",
                    hint: nearestName(to: text, among: known).map { "did you mean \($0)?" }
                        ?? "ok, unknown_then_ok, unknown_then_declined or a decline code")
            }
            self = .declined(code)
        }
    }

    /// The declines that can be tried again (11.2), by Stripe's names (its page "Decline codes").
    private static let softCodes = [
        "insufficient_funds", "processing_error", "try_again_later", "requires_action",
        "approve_with_id", "authentication_required", "call_issuer", "card_declined",
        "card_velocity_exceeded", "declined", "do_not_honor", "duplicate_transaction", "expired_token",
        "generic_decline", "incorrect_address", "incorrect_cvc", "incorrect_pin", "incorrect_zip",
        "invalid_amount", "invalid_cvc", "invalid_expiry_month", "invalid_expiry_year", "invalid_pin",
        "issuer_not_available", "merchant_blacklist", "new_account_information_available",
        "no_action_taken", "not_permitted", "offline_pin_required", "online_or_offline_pin_required",
        "pin_try_exceeded", "reenter_transaction", "security_violation", "service_not_allowed",
        "testmode_decline", "withdrawal_count_limit_exceeded",
    ]
}
