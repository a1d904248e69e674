import Billing

/// Razorpay's reason and source in the words that dunning knows (PROCESSORS 1b: branch on `reason` and `source`).
enum RazorpayDecline {
    static func details(reason: String?, source: String?, code: String?) -> DeclineDetails {
        DeclineDetails(declineCode(reason: reason, source: source, code: code), source: source)
    }

    private static func declineCode(reason: String?, source: String?, code: String?) -> DeclineCode {
        if let reason, let known = known[reason] { return known }
        // The bank gave no reason; whose fault it was tells technical trouble from a refusal.
        if [nil, "NA", "payment_failed", "server_error"].contains(reason) {
            return code == "GATEWAY_ERROR" || ["gateway", "internal"].contains(source)
                ? "processing_error" : "generic_decline"
        }
        return DeclineCode(rawValue: reason ?? "generic_decline")
    }

    private static let known: [String: DeclineCode] = [
        "card_declined": "generic_decline", "card_expired": "expired_card",
        "incorrect_card_expiry_date": "expired_card", "card_number_invalid": "incorrect_number",
        "incorrect_cvv": "incorrect_cvc", "bank_account_invalid": "invalid_account",
        "debit_instrument_inactive": "invalid_account", "debit_instrument_blocked": "restricted_card",
        "payment_risk_check_failed": "highest_risk_level",
        "card_disabled_for_online_payments": "transaction_not_allowed",
        "international_transaction_not_allowed": "transaction_not_allowed",
        "transaction_limit_exceeded": "withdrawal_count_limit_exceeded",
        "bank_technical_error": "processing_error", "gateway_technical_error": "processing_error",
        "issuer_technical_error": "issuer_not_available", "payment_timed_out": "processing_error",
        "authentication_failed": "authentication_required",
        "mandate_cancelled": "revocation_of_authorization", "token_cancelled": "revocation_of_authorization",
    ]
}
