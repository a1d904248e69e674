import BillingRun
import Postgres

/// A run's scope as three filters of a query, each NULL where it does not restrict.
struct ScopeFilter {
    var account: String?
    var subscription: String?
    var invoices: [String]?

    init(_ scope: RunScope) {
        switch scope {
        case .everything: break
        case .account(let id): account = id
        case .subscription(let id): subscription = id
        case .invoices(let ids): invoices = ids.sorted()
        }
    }

    var parameters: [Parameter] { [.text(account), .text(subscription), .optionalTextArray(invoices)] }
}
