import Billing
import BillingRun

extension MemoryBooks {
    func billedHistories(of id: String) throws -> AccountHistory {
        let account = try claimAccount(id)
        let own = Dictionary(
            grouping: invoices.filter { $0.content.account == id }, by: \.content.subscription)
        let notes = Dictionary(
            grouping: creditNotes.filter { $0.content.account == id }, by: \.content.invoice)
        let held = (subscriptionsByAccount[id] ?? []).compactMap { subscriptions[$0] }
        return AccountHistory(
            account: account,
            subscriptions: held.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }.map {
                subscription in
                let invoices = own[subscription.id] ?? []
                return BilledHistory(
                    subscription: subscription, invoices: invoices,
                    creditNotes: invoices.flatMap { notes[$0.id] ?? [] },
                    closedPeriods: closedPeriods[subscription.id] ?? [])
            })
    }
}
