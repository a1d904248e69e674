extension DeclineRule {
    static let generic = "the bank gives no reason; the customer can ask it"
    private static let secret =
        "tell the customer only that the payment was declined, and ask for another card"
    private static let another = "ask the customer for another way to pay"
    private static let update = "ask the customer to update the card"
    private static let later = "nothing to do: it is tried again"

    /// The codes of Stripe and Razorpay that mean more than "declined" (PROCESSORS 1a, 1b and 3).
    static let table: [DeclineRule] = [
        // Never this method again.
        DeclineRule("stolen_card", .hard, isForCustomers: false, secret),
        DeclineRule("lost_card", .hard, isForCustomers: false, secret),
        DeclineRule("pickup_card", .hard, isForCustomers: false, secret),
        DeclineRule("restricted_card", .hard, isForCustomers: false, secret),
        DeclineRule("fraudulent", .hard, isForCustomers: false, secret),
        DeclineRule("highest_risk_level", .hard, isForCustomers: false, secret),
        DeclineRule("closed_account", .hard, another),
        DeclineRule("invalid_account", .hard, another),
        DeclineRule(
            "revoked_authorization", .hard, "the customer took back the consent: ask before anything else"),
        DeclineRule(
            "revocation_of_authorization", .hard,
            "the customer took back the consent: ask before anything else"),
        DeclineRule(
            "revocation_of_all_authorizations", .hard,
            "the customer took back the consent: ask before anything else"),
        DeclineRule(
            "stop_payment_order", .hard, "the customer told the bank to stop: ask before anything else"),
        DeclineRule("card_not_supported", .hard, "the card cannot be used for this; \(another)"),
        DeclineRule("currency_not_supported", .hard, "the card cannot pay in this currency; \(another)"),
        DeclineRule("transaction_not_allowed", .hard, "the bank forbids it for this card; \(another)"),
        DeclineRule(
            "disputed", .hard, isForCustomers: false,
            "the card's holder denies a payment at the bank: agree with them, and save the card again"),
        DeclineRule("do_not_try_again", .hard, "the card network forbids another try; \(another)"),
        // The card's details.
        DeclineRule("expired_card", .needsNewDetails, isHard: true, update),
        DeclineRule("incorrect_number", .needsNewDetails, isHard: true, update),
        DeclineRule("incorrect_cvc", .needsNewDetails, update),
        DeclineRule("invalid_cvc", .needsNewDetails, update),
        DeclineRule("invalid_expiry_month", .needsNewDetails, update),
        DeclineRule("invalid_expiry_year", .needsNewDetails, update),
        DeclineRule("incorrect_zip", .needsNewDetails, update),
        DeclineRule("confirm_card_data", .needsNewDetails, update),
        DeclineRule("card_expired", .needsNewDetails, isHard: true, update),
        // The customer.
        DeclineRule(
            "requires_action", .needsCustomer, "the customer must confirm with the bank (3-D Secure)"),
        DeclineRule(
            "authentication_required", .needsCustomer, "the customer must confirm with the bank (3-D Secure)"),
        DeclineRule("authentication_failed", .needsCustomer, "the customer did not confirm with the bank"),
        // No money today.
        DeclineRule("insufficient_funds", .funds, later),
        DeclineRule("withdrawal_count_limit_exceeded", .funds, later),
        DeclineRule("card_velocity_exceeded", .funds, later),
        DeclineRule("insufficient_balance", .funds, later),
        DeclineRule("debit_limit_exceeded", .funds, later),
        // Without a reason.
        DeclineRule("generic_decline", .generic, generic),
        DeclineRule("card_declined", .generic, generic),
        DeclineRule("do_not_honor", .generic, generic),
        DeclineRule("no_action_taken", .generic, generic),
        DeclineRule("not_permitted", .generic, generic),
        DeclineRule("service_not_allowed", .generic, generic),
        DeclineRule("try_again_later", .generic, later),
        DeclineRule("call_issuer", .generic, generic),
        DeclineRule("payment_failed", .generic, generic),
        // Technical.
        DeclineRule("processing_error", .technical, later),
        DeclineRule("issuer_not_available", .technical, later),
        DeclineRule("reenter_transaction", .technical, later),
        DeclineRule("approve_with_id", .technical, later),
        DeclineRule("GATEWAY_ERROR", .technical, later),
        DeclineRule("SERVER_ERROR", .technical, later),
        DeclineRule("gateway_technical_error", .technical, later),
        DeclineRule("bank_technical_error", .technical, later),
        DeclineRule("server_error", .technical, later),
        // Indian mandates.
        DeclineRule(
            "pre_debit_notification_not_sent", .mandate, "the notice before the debit was not sent in time"),
        DeclineRule(
            "BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED", .mandate,
            "the debit came before the day that the notice named"),
        DeclineRule("mandate_not_active", .mandate, "ask the customer to confirm the mandate again"),
        DeclineRule("mandate_debit_failed", .mandate, later),
    ]
}
