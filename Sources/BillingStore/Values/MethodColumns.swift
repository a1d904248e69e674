import Billing
import Postgres

extension PaymentMethod {
    /// The columns of `payment_method`.
    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            id: try row.text("id"), brand: try row.optionalText("brand"),
            last4: try row.optionalText("last4"),
            expiresOn: try row.optionalText("expires_on"), processor: try row.text("processor"),
            reference: try row.text("reference"),
            customerReference: try row.optionalText("customer_reference"),
            fingerprint: try row.optionalText("fingerprint"))
    }
}
