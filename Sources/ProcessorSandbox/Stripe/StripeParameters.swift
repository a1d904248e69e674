/// The parameter names of the endpoints that the sandbox has: the `*_params.py` of stripe-python 15.3.1, API
/// version 2026-06-24.dahlia.
enum StripeParameters {
    static let createIntent: Set<String> = [
        "amount", "amount_details", "application_fee_amount", "automatic_payment_methods", "capture_method",
        "confirm", "confirmation_method", "confirmation_token", "currency", "customer", "customer_account",
        "description", "error_on_requires_action", "excluded_payment_method_types", "expand", "hooks",
        "mandate",
        "mandate_data", "metadata", "off_session", "on_behalf_of", "payment_details", "payment_method",
        "payment_method_configuration", "payment_method_data", "payment_method_options",
        "payment_method_types",
        "radar_options", "receipt_email", "return_url", "setup_future_usage", "shipping",
        "statement_descriptor",
        "statement_descriptor_suffix", "transfer_data", "transfer_group", "use_stripe_sdk",
    ]
    static let cancelIntent: Set<String> = ["cancellation_reason", "expand"]
    static let listIntents: Set<String> = [
        "created", "customer", "customer_account", "ending_before", "expand", "limit", "starting_after",
    ]
    static let createRefund: Set<String> = [
        "amount", "charge", "currency", "customer", "expand", "instructions_email", "metadata", "origin",
        "payment_intent", "reason", "refund_application_fee", "reverse_transfer",
    ]
    static let listRefunds: Set<String> = [
        "charge", "created", "ending_before", "expand", "limit", "payment_intent", "starting_after",
    ]
    static let createCustomer: Set<String> = [
        "address", "balance", "business_name", "cash_balance", "description", "email", "expand",
        "individual_name", "invoice_prefix", "invoice_settings", "metadata", "name", "next_invoice_sequence",
        "payment_method", "phone", "preferred_locales", "shipping", "source", "tax", "tax_exempt",
        "tax_id_data",
        "test_clock", "validate",
    ]
    static let createMethod: Set<String> = [
        "allow_redisplay", "billing_details", "card", "customer", "expand", "metadata", "payment_method",
        "type",
    ]
    static let attachMethod: Set<String> = ["customer", "customer_account", "expand"]
    static let listMethods: Set<String> = [
        "allow_redisplay", "customer", "customer_account", "ending_before", "expand", "limit",
        "starting_after",
        "type",
    ]
    static let createSession: Set<String> = [
        "adaptive_pricing", "after_expiration", "allow_promotion_codes", "automatic_tax",
        "billing_address_collection", "branding_settings", "cancel_url", "client_reference_id",
        "consent_collection", "currency", "custom_fields", "custom_text", "customer", "customer_account",
        "customer_creation", "customer_email", "customer_update", "discounts",
        "excluded_payment_method_types", "expand", "expires_at", "invoice_creation", "line_items", "locale",
        "metadata", "mode", "name_collection", "optional_items", "origin_context", "payment_intent_data",
        "payment_method_collection", "payment_method_configuration", "payment_method_data",
        "payment_method_options", "payment_method_types", "permissions", "phone_number_collection",
        "redirect_on_completion", "return_url", "saved_payment_method_options", "setup_intent_data",
        "shipping_address_collection", "shipping_options", "submit_type", "subscription_data", "success_url",
        "tax_id_collection", "ui_mode", "wallet_options",
    ]
    static let createPortal: Set<String> = [
        "configuration", "customer", "customer_account", "expand", "flow_data", "locale", "on_behalf_of",
        "return_url",
    ]
    static let retrieve: Set<String> = ["expand"]
}
