import BillingCalendar
import Monetary

extension Notice {
    /// An invoice was issued: `amount` is what is left to be collected, `total` what was billed.
    public static func issued(_ invoice: Invoice) -> Notice {
        let content = invoice.content
        return Notice(
            .invoiceIssued, of: invoice.id, account: content.account, at: content.issuedAt,
            facts: [
                "invoice": invoice.id, "invoice_number": invoice.number,
                "subscription": content.subscription,
                "amount": content.currency.majorUnits(content.amountDueMinorUnits),
                "total": content.currency.majorUnits(content.totalMinorUnits),
                "currency": content.currency.code, "status": invoice.status.rawValue,
                "issued_at": content.issuedAt.description, "due_at": content.dueAt.description,
            ])
    }

    /// A subscription came to its end; nil while it has not. Written after every later event, it is the same notice.
    public static func canceled(_ subscription: Subscription) -> Notice? {
        guard let canceledAt = subscription.canceledAt else { return nil }
        return Notice(
            .subscriptionCanceled, of: subscription.id, account: subscription.accountID, at: canceledAt,
            facts: [
                "subscription": subscription.id, "plan": subscription.terms.plan,
                "canceled_at": canceledAt.description,
            ])
    }
}
