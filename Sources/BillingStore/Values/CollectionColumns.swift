import Billing
import BillingCalendar
import Postgres

extension InvoiceCollection {
    /// The columns of `collection`.
    init(_ row: PostgresRow) throws {
        self.init(issuedAt: try row.instant("issued_at"), collection: .manual, subscription: .active)
        nextRoundAt = try row.optionalInstant("next_round_at")
        extraRoundAt = try row.optionalInstant("extra_round_at")
        firstFailureAt = try row.optionalInstant("first_failure_at")
        hasFailedRound = try row.bool("has_failed_round")
        round = Int(try row.int32("round"))
        isInRound = try row.bool("is_in_round")
        roundIsScheduled = try row.bool("round_is_scheduled")
        lastDecline = try row.optionalText("last_decline").map { DeclineCode(rawValue: $0) }
        retryNotBefore = try row.optionalInstant("retry_not_before")
        customerActionUntil = try row.optionalInstant("customer_action_until")
        endsAt = try row.optionalInstant("ends_at")
        lastMailAt = try row.optionalInstant("last_mail_at")
        warnedAt = try row.optionalInstant("warned_at")
        onlyMethod = try row.optionalText("only_method")
        let invoice = try row.text("invoice_id")
        tried = try JSONForm.value([String].self, row.json("tried"), of: "collection", key: invoice)
    }
}
