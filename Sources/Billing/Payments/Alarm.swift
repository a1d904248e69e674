public import BillingCalendar

/// Something about money that only people can set right. Until it is cleared nothing more is charged: to the account
/// it names, or through the processor where it names none, or through any where a processor has charges that these
/// books do not know (PROCESSORS 5). A dispute alone stops no charging: see ``Kind/stopsCharging``.
public struct Alarm: Sendable, Hashable, Codable {
    /// What is wrong; says what to do.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Two charges of one invoice succeeded.
        case doubleCharge = "double_charge"
        /// The processor's charge is not the one that was prepared.
        case contradiction
        /// The processor has charges that are marked as ours and are not in these books.
        case orphanCharge = "orphan_charge"
        /// A refund failed, at once or after it had succeeded, and nobody looked on.
        case refundFailed = "refund_failed"
        /// A charge or a refund without an answer for so long that people must look.
        case unsettled
        /// A customer disputes a charge at the bank.
        case disputed

        /// Whether charging stops until it is cleared. A dispute is about one invoice and the card that paid it: that
        /// card may be barred, and the account goes on with its other ones.
        public var stopsCharging: Bool { self != .disputed }

        /// What an operator is to do before clearing it.
        public var advice: String {
            switch self {
            case .doubleCharge:
                "look at both charges at the processor, give the later back with `dueday payment refund`, then "
                    + "clear the alarm"
            case .contradiction:
                "find out at the processor who changed or made the charge, put it right there, then clear the alarm"
            case .orphanCharge:
                "either this database is older than what was charged (it was restored), or another installation uses "
                    + "the same processor account and key: find out which, then decide about each charge with `dueday "
                    + "alarms resolve` (it pays its invoice, was given back, took nothing or is not ours)"
            case .refundFailed: "give the money back another way, then clear the alarm"
            case .unsettled: "look it up at the processor; `dueday payment reconcile` asks again"
            case .disputed:
                "answer the dispute at the processor before its deadline; the invoice is under review, and a card whose "
                    + "holder denies the payment is not charged again; clear the alarm when it is decided"
            }
        }
    }

    /// What is wrong.
    public var kind: Kind
    /// Whose charging stops; nil: everybody's, see ``stops(processor:)``.
    public var account: String?
    /// Through whom it came about.
    public var processor: String
    /// What it is about: an attempt's id, a charge's, the processor's name. Raised again about the same, it is the
    /// same alarm until it is cleared.
    public var subject: String
    /// What was found, in one line.
    public var detail: String
    /// As the run dates it.
    public var raisedAt: Instant

    /// Whether nothing is charged through a processor, whoever the account is. Charges that these books do not know say
    /// that the books are older than what was charged, or that others charge the same accounts: then a customer with
    /// methods at two processors could pay at the second what the first has taken already, so that they stop both.
    public func stops(processor name: String) -> Bool {
        account == nil && kind.stopsCharging && (kind == .orphanCharge || processor == name)
    }

    /// An alarm with all its parts.
    public init(
        kind: Kind, account: String?, processor: String, subject: String, detail: String, raisedAt: Instant
    ) {
        self.kind = kind
        self.account = account
        self.processor = processor
        self.subject = subject
        self.detail = detail
        self.raisedAt = raisedAt
    }
}
