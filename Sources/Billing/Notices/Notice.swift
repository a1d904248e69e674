public import BillingCalendar

/// Something that became true and that others are told of: the customer by mail, other programs by webhook.
///
/// Whoever makes the thing true writes its notice in the same transaction, so that there is never one without the
/// other. It leaves later and more than once if need be; its id stays the same.
public struct Notice: Sendable, Hashable, Codable {
    /// What became true; the raw value is the event's type in webhooks and the template's name in mails.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case invoiceIssued = "invoice.issued"
        case invoicePaid = "invoice.paid"
        case paymentFailed = "payment.failed"
        case retryComing = "payment.retry_coming"
        case actionNeeded = "payment.action_needed"
        case cardExpiring = "payment_method.expiring"
        case lastWarning = "dunning.last_warning"
        case dunningEnded = "dunning.ended"
        case creditNoteIssued = "credit_note.issued"
        case paymentRefunded = "payment.refunded"
        case usageAlert = "usage.alert"
        case invoiceUnderReview = "invoice.under_review"
        case subscriptionCanceled = "subscription.canceled"
    }

    /// What it is about.
    public var kind: Kind
    /// Derived from what it tells ("payment.failed:<invoice id>:<round>"): written again it is the same notice.
    public var id: String
    /// The id of the account that it concerns.
    public var account: String
    /// When it became true.
    public var at: Instant
    /// All that templates and webhooks read, by snake_case name: ids, amounts in major units with their currency,
    /// instants that end in Z. A fact that is not known is left out.
    public var facts: [String: String]

    /// A notice with an id of the caller's.
    public init(kind: Kind, id: String, account: String, at: Instant, facts: [String: String]) {
        self.kind = kind
        self.id = id
        self.account = account
        self.at = at
        self.facts = facts
    }

    /// A notice that is one with every other of its kind about the same things: an invoice, or an invoice and a
    /// round. Facts that are nil are left out.
    public init(
        _ kind: Kind, of things: String..., account: String, at: Instant, facts: [String: String?] = [:]
    ) {
        self.init(
            kind: kind, id: ([kind.rawValue] + things).joined(separator: ":"), account: account, at: at,
            facts: facts.compactMapValues(\.self))
    }
}
