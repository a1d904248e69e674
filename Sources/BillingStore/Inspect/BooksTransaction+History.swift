import Billing
import BillingRun
import Postgres

extension BooksTransaction {
    func billedHistories(of id: String) async throws -> AccountHistory {
        try await run { session in
            let account = try session.row(SQL.inspect.account, [.text(id)]) { row in
                try AccountRecord(row, core: core)
            }
            .orUnknown("account", id)
            let invoices = try session.rows(SQL.inspect.invoicesOfAccount, [.text(id)]) { row in
                try Invoice(row)
            }
            let notes = try session.rows(SQL.inspect.creditNotesOfAccount, [.text(id)]) { row in
                try CreditNote(row)
            }
            let periods = try session.rows(SQL.inspect.closedPeriodsOfAccount, [.text(id)]) { row in
                let subscription = try row.text("subscription_id")
                return try JSONForm.value(
                    ClosedPeriod.self, row.json("content"), of: "closed_period", key: subscription)
            }
            let subscriptions = try session.rows(SQL.inspect.subscriptionsOfAccount, [.text(id)]) { row in
                try Subscription(row, lateUsageSince: row.optionalInstant("since"))
            }
            let invoicesBySubscription = Dictionary(grouping: invoices, by: \.content.subscription)
            let notesByInvoice = Dictionary(grouping: notes, by: \.content.invoice)
            let periodsBySubscription = Dictionary(grouping: periods, by: \.subscription)
            return AccountHistory(
                account: account,
                subscriptions: subscriptions.map { subscription in
                    let invoices = invoicesBySubscription[subscription.id] ?? []
                    return BilledHistory(
                        subscription: subscription, invoices: invoices,
                        creditNotes: invoices.flatMap { notesByInvoice[$0.id] ?? [] },
                        closedPeriods: periodsBySubscription[subscription.id] ?? [])
                })
        }
    }
}
