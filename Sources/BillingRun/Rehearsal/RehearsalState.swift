import Billing
import BillingCalendar

/// What a rehearsal remembers between its batches. Pure.
///
/// It keeps a page of subscriptions, those that have missed more than one boundary, and balances that changed: its
/// size does not grow with the number of subscriptions.
struct RehearsalState: Sendable {
    /// Boundaries up to here are closed; set by the stage's claim.
    var asOf: Instant?
    /// Up to where the real books have been read.
    private(set) var cursor: BoundaryPlace?
    /// Totals of rehearsed invoices of subscriptions that have another boundary to close; minor units.
    private(set) var lastTotals: [String: Int64] = [:]
    /// Read or closed before, and to be closed next, in the order of billing.
    private var waiting: [ClaimedSubscription] = []
    private var isExhausted = false
    private var balances: [String: AccountBalance] = [:]

    /// Whether the real books must be read on before `count` subscriptions can be given in order.
    func needsMore(than count: Int) -> Bool { !isExhausted && ready < count }

    /// Takes in a page of the real books; a page shorter than asked for is the last.
    mutating func add(_ page: [ClaimedSubscription], isLast asked: Int) {
        isExhausted = page.count < asked
        for claim in page { insert(claim) }
        cursor = page.last?.place ?? cursor
    }

    /// The next subscriptions in order, with their accounts' balances as the rehearsal has left them.
    func first(_ count: Int) -> [ClaimedSubscription] {
        waiting.prefix(min(count, ready)).map { claim in
            var claim = claim
            claim.account.balance = balances[claim.account.account.id] ?? claim.account.balance
            return claim
        }
    }

    /// A boundary is closed: the subscription waits for its next one, if that is due as well.
    mutating func close(_ outcome: BillingOutcome) {
        guard let index = waiting.firstIndex(where: { $0.subscription.id == outcome.subscription.id })
        else { return }
        var claim = waiting.remove(at: index)
        if claim.account.balance != outcome.balance { balances[claim.account.account.id] = outcome.balance }
        lastTotals[outcome.subscription.id] = nil
        guard let next = outcome.subscription.nextBoundaryAt, let asOf, next <= asOf else { return }
        lastTotals[outcome.subscription.id] = outcome.invoice?.totalMinorUnits
        claim.subscription = outcome.subscription
        claim.closedPeriods = []
        insert(claim)
    }

    /// A subscription is set aside: nothing more of it is closed.
    mutating func remove(_ subscription: String) {
        waiting.removeAll { $0.subscription.id == subscription }
    }

    /// The plan of a subscription that waits.
    func plan(of subscription: String) -> String? {
        waiting.first { $0.subscription.id == subscription }?.subscription.terms.plan
    }

    /// How many can be given without passing over one that has not been read.
    private var ready: Int {
        guard !isExhausted else { return waiting.count }
        guard let cursor else { return 0 }
        return waiting.prefix { $0.place <= cursor }.count
    }

    private mutating func insert(_ claim: ClaimedSubscription) {
        let index = waiting.lastIndex { $0.place < claim.place }.map { $0 + 1 } ?? 0
        waiting.insert(claim, at: index)
    }
}

extension ClaimedSubscription {
    /// Where its boundary stands in the order of billing.
    var place: BoundaryPlace {
        BoundaryPlace(at: subscription.currentPeriod.end, subscription: subscription.id)
    }
}
