public import BillingCalendar
public import Monetary

/// An invoice in collection, as notices tell of it.
public struct CollectedAmount: Sendable, Hashable {
    /// The invoice's id.
    public var invoice: String
    /// The number on the document.
    public var invoiceNumber: String
    /// The id of the account that owes it.
    public var account: String
    /// The id of the subscription that it bills.
    public var subscription: String
    /// Minor units of the currency.
    public var amountMinorUnits: Int64
    /// The invoice's.
    public var currency: Currency

    /// What notices name an invoice by.
    public init(
        invoice: String, invoiceNumber: String, account: String, subscription: String,
        amountMinorUnits: Int64,
        currency: Currency
    ) {
        self.invoice = invoice
        self.invoiceNumber = invoiceNumber
        self.account = account
        self.subscription = subscription
        self.amountMinorUnits = amountMinorUnits
        self.currency = currency
    }

    fileprivate func facts(_ more: [String: String?]) -> [String: String?] {
        let own: [String: String?] = [
            "invoice": invoice, "invoice_number": invoiceNumber, "subscription": subscription,
            "amount": currency.majorUnits(amountMinorUnits), "currency": currency.code,
        ]
        return own.merging(more) { $1 }
    }
}

/// When a customer in dunning is written to: at most every three days for an invoice, and not so shortly before the
/// last warning that the two would follow each other (PROCESSORS 3).
public enum DunningMail {
    /// Seconds between two mails about one invoice, and of the last warning before the end.
    public static let spacingSeconds: Int64 = 3 * 86_400
    /// Seconds before a retry at which it is announced.
    public static let aheadSeconds: Int64 = 86_400

    /// Whether a mail about a failure, or a retry to come, may go now.
    public static func mayWrite(_ collection: InvoiceCollection, at: Instant) -> Bool {
        if let last = collection.lastMailAt, last.seconds(until: at) < spacingSeconds { return false }
        guard let warning = warningAt(collection), collection.lastMailAt != nil else { return true }
        return at.seconds(until: warning) >= spacingSeconds
    }

    /// When the last warning is due; nil where the end is too near to the first failure for one.
    public static func warningAt(_ collection: InvoiceCollection) -> Instant? {
        guard collection.warnedAt == nil, let end = collection.endsAt, let first = collection.firstFailureAt
        else { return nil }
        let warning = end.adding(seconds: -spacingSeconds)
        return warning > first ? warning : nil
    }

    /// What a customer is to be told at an instant, beside what happens to the invoice then.
    public static func reminder(_ collection: InvoiceCollection, at: Instant) -> Notice.Kind? {
        guard !collection.isInRound else { return nil }
        if let warning = warningAt(collection), warning <= at, let end = collection.endsAt, at < end {
            return .lastWarning
        }
        guard collection.hasFailedRound, let next = collection.nextRoundAt, next != collection.endsAt,
            at < next, at.seconds(until: next) <= aheadSeconds, mayWrite(collection, at: at)
        else { return nil }
        return .retryComing
    }
}

extension Notice {
    /// A round of an invoice failed; `retryAt` is nil where no other is to come.
    ///
    /// - Parameter isMailed: false where the customer was written to shortly before (``DunningMail``).
    public static func paymentFailed(
        _ amount: CollectedAmount, round: Int, code: DeclineCode?, method: PaymentMethod?, retryAt: Instant?,
        isMailed: Bool, at: Instant
    ) -> Notice {
        Notice(
            .paymentFailed, of: amount.invoice, "\(round)", account: amount.account, at: at,
            facts: amount.facts([
                "round": "\(round)", "decline_code": code?.rawValue,
                "decline_reason": code?.rule.customerWords, "method": method?.id,
                "method_label": method?.label, "retry_at": retryAt?.description,
                "mail": isMailed ? "yes" : "no",
            ]))
    }

    /// A charge waits for its customer to confirm it with the bank.
    public static func actionNeeded(
        _ amount: CollectedAmount, attempt: String, method: PaymentMethod?, until: Instant?, at: Instant
    ) -> Notice {
        Notice(
            .actionNeeded, of: attempt, account: amount.account, at: at,
            facts: amount.facts([
                "attempt": attempt, "method": method?.id, "method_label": method?.label,
                "confirm_until": until?.description,
            ]))
    }

    /// Another try comes within a day.
    public static func retryComing(_ amount: CollectedAmount, round: Int, retryAt: Instant, at: Instant)
        -> Notice
    {
        Notice(
            .retryComing, of: amount.invoice, "\(round)", account: amount.account, at: at,
            facts: amount.facts(["retry_at": retryAt.description]))
    }

    /// Three days are left before the policy's final action.
    public static func lastWarning(
        _ amount: CollectedAmount, endsAt: Instant, then action: DunningPolicy.FinalAction, at: Instant
    ) -> Notice {
        Notice(
            .lastWarning, of: amount.invoice, endsAt.description, account: amount.account, at: at,
            facts: amount.facts(["ends_at": endsAt.description, "final_action": action.rawValue]))
    }

    /// The last round failed, and the final action was taken.
    public static func dunningEnded(
        _ amount: CollectedAmount, action: DunningPolicy.FinalAction, code: DeclineCode?, at: Instant
    ) -> Notice {
        Notice(
            .dunningEnded, of: amount.invoice, account: amount.account, at: at,
            facts: amount.facts(["final_action": action.rawValue, "decline_code": code?.rawValue]))
    }

    /// An invoice was paid by a charge.
    public static func paid(
        _ amount: CollectedAmount, attempt: String, method: PaymentMethod?, at: Instant
    ) -> Notice {
        Notice(
            .invoicePaid, of: amount.invoice, account: amount.account, at: at,
            facts: amount.facts([
                "attempt": attempt, "method": method?.id, "method_label": method?.label,
                "paid_at": at.description,
            ]))
    }

    /// Money for an invoice went back.
    public static func refunded(_ amount: CollectedAmount, refund: String, at: Instant) -> Notice {
        Notice(
            .paymentRefunded, of: refund, account: amount.account, at: at,
            facts: amount.facts(["refund": refund, "refunded_at": at.description]))
    }

    /// A saved card is good for only a few more days.
    public static func cardExpiring(
        _ method: PaymentMethod, account: String, within days: Int, expiresAt: Instant, at: Instant
    ) -> Notice {
        Notice(
            .cardExpiring, of: account, method.id, method.expiresOn ?? "", "\(days)", account: account,
            at: at,
            facts: [
                "method": method.id, "method_label": method.label, "expires_on": method.expiresOn,
                "expires_at": expiresAt.description, "days": "\(days)",
            ])
    }
}
