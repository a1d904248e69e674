public import Billing
public import BillingCalendar
import Postgres

/// A refund as lists show it: one of ours, or one that somebody made on the processor's own pages.
public struct RefundRecord: Sendable, Hashable {
    /// Who sent it.
    public enum Source: Sendable, Hashable {
        /// These books, for a reason that somebody gave.
        case books(id: String, reason: RefundRequest.Reason, note: String, requestedAt: Instant)
        /// Somebody at the processor; when that was learnt.
        case processor(notedAt: Instant)
    }

    /// Who sent it.
    public var source: Source
    /// What `dueday payment refund` knows the charge by: its attempt's id, or the processor's id where it has none.
    public var payment: String
    /// What the customer knows the invoice by; nil where there is none, or nobody has looked it up.
    public var invoiceNumber: String?
    /// The id of the account that gets it.
    public var account: String
    /// Through whom it went.
    public var processor: String
    /// The processor's id of it; nil where it gave none yet.
    public var reference: String?
    /// Minor units of `currencyCode`.
    public var amountMinorUnits: Int64
    /// ISO 4217 code.
    public var currencyCode: String
    /// Where it stands; one that was made at the processor has succeeded, or failed after all.
    public var state: Refund.State
    /// When its result was known; nil before.
    public var settledAt: Instant?
    /// Why it failed or was refused.
    public var failureCode: String?

    /// One of ours.
    public init(_ refund: Refund, invoiceNumber: String?) {
        source = .books(
            id: refund.id, reason: refund.reason, note: refund.note, requestedAt: refund.requestedAt)
        payment = refund.payment
        self.invoiceNumber = invoiceNumber
        account = refund.account
        processor = refund.processor
        reference = refund.reference
        amountMinorUnits = refund.request.amountMinorUnits
        currencyCode = refund.request.currencyCode
        state = refund.state
        settledAt = refund.settledAt
        failureCode = refund.failureCode
    }

    /// The columns of `list_refunds`.
    init(_ row: PostgresRow) throws {
        payment = try row.text("payment")
        invoiceNumber = try row.optionalText("number")
        account = try row.text("account_id")
        processor = try row.text("processor")
        reference = try row.optionalText("reference")
        amountMinorUnits = try row.int64("amount_minor_units")
        currencyCode = try row.text("currency")
        settledAt = try row.optionalInstant("settled_at")
        failureCode = try row.optionalText("failure_code")
        let stateName = try row.text("state")
        guard let state = Refund.State(rawValue: stateName) else {
            throw StoreError.unreadable(table: "refund", key: payment, reason: "state \(stateName)")
        }
        self.state = state
        if let notedAt = try row.optionalInstant("noted_at") {
            source = .processor(notedAt: notedAt)
            return
        }
        let reasonName = try row.text("reason")
        guard let reason = RefundRequest.Reason(rawValue: reasonName) else {
            throw StoreError.unreadable(table: "refund", key: payment, reason: "reason \(reasonName)")
        }
        source = .books(
            id: try row.text("id"), reason: reason, note: try row.text("note"),
            requestedAt: try row.instant("requested_at"))
    }
}
