import Billing
import BillingCalendar
import BillingRun

extension MemoryBooks: BooksInspection {
    func nextBoundaryAt() -> Instant? { boundaries.first?.at }

    func nextRoundAt() -> Instant? {
        let begun = roundsUnderWay.map { index in
            collections[invoices[index].id]?.customerActionUntil ?? invoices[index].content.issuedAt
        }.min()
        guard let next = rounds.first?.dueAt else { return begun }
        return begun.map { min($0, next) } ?? next
    }

    func allInvoices() -> [Invoice] { invoices }

    func allAttempts() -> [PaymentAttempt] { attempts }

    func allSubscriptions() -> [Subscription] {
        subscriptions.values.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    }

    func allBalances() -> [AccountRecord] {
        accounts.values.sorted { $0.account.id.utf8.lexicographicallyPrecedes($1.account.id.utf8) }
    }
}
