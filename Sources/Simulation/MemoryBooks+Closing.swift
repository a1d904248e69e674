import Billing
import BillingCalendar
import BillingRun
import Monetary

extension MemoryBooks {
    func claimDue(_ scope: RunScope, asOf: Instant, limit: Int) throws -> [ClaimedSubscription] {
        switch scope {
        case .everything:
            return try boundaries.first(
                limit, while: { $0.at <= asOf }, { id in try subscriptions[id].map(claim) })
        case .account(let account): return try claim(subscriptionsByAccount[account] ?? [], asOf, limit)
        case .subscription(let id): return try claim([id], asOf, limit)
        case .invoices: return []
        }
    }

    private func claim(_ ids: [String], _ asOf: Instant, _ limit: Int) throws -> [ClaimedSubscription] {
        try ids.compactMap { boundaries[$0] }.filter { $0.at <= asOf }.sorted().prefix(limit)
            .compactMap { subscriptions[$0.subscription] }.map(claim)
    }

    /// Where a subscription stands among those that are billed next.
    func queueBoundary(of subscription: Subscription) {
        boundaries.set(
            subscription.id,
            at: subscription.nextBoundaryAt.map { BoundaryPlace(at: $0, subscription: subscription.id) })
    }

    func usageTotals(_ windows: [UsageWindow]) throws -> UsageTotals {
        var totals: [UsageWindow: Ratio] = [:]
        for window in windows {
            let stream = usage[UsageStream(subscription: window.subscription, meter: window.meter)]
            guard let stream else { continue }
            totals[window] = try window.total(of: stream)
        }
        return UsageTotals(totals)
    }

    func write(_ outcomes: [BillingOutcome], run: String?) throws -> [Invoice] {
        for outcome in outcomes {
            guard let boundary = outcome.boundary else { continue }
            let claim = BoundaryClaim(subscription: outcome.subscription.id, boundary: boundary)
            guard claimed.insert(claim).inserted else {
                throw RunError.boundaryTaken(
                    subscription: outcome.subscription.id, boundary: "\(boundary)")
            }
        }
        return outcomes.compactMap { outcome in
            let subscription = outcome.subscription
            if subscriptions.updateValue(subscription, forKey: subscription.id) == nil {
                subscriptionsByAccount[subscription.accountID, default: []].append(subscription.id)
            }
            queueBoundary(of: subscription)
            accounts[subscription.accountID]?.balance = outcome.balance
            for closed in outcome.closedPeriods { keep(closed) }
            if let redeemed = outcome.redeemed { redemptions[redeemed.code, default: 0] += 1 }
            return outcome.invoice.map { issue($0, for: subscription) }
        }
    }

    func park(_ parked: ParkedSubscription) {
        self.parked[parked.subscription] = parked
        boundaries.set(parked.subscription, at: nil)
    }

    func keep(_ closed: ClosedPeriod) {
        var periods = closedPeriods[closed.subscription] ?? []
        if let index = periods.firstIndex(where: { $0.period.start == closed.period.start }) {
            periods[index] = closed
        } else {
            periods.append(closed)
        }
        closedPeriods[closed.subscription] = periods
    }

    private func issue(_ draft: InvoiceDraft, for subscription: Subscription) -> Invoice {
        let year = inForce.sellerZone.date(of: draft.issuedAt).year
        let sequence = (numbers[year] ?? 0) + 1
        numbers[year] = sequence
        let identity = draft.identity
        let invoice = Invoice(
            id: [
                identity.subscription, identity.kind.rawValue, identity.at.description,
                String(identity.ordinal),
            ].joined(separator: "/"),
            number: inForce.catalog.seller.invoiceNumberFormat.number(year: year, sequence: sequence),
            content: draft)
        invoiceIndex[invoice.id] = invoices.count
        invoices.append(invoice)
        if draft.amountDueMinorUnits > 0, let account = accounts[draft.account]?.account {
            let collection = InvoiceCollection(
                issuedAt: draft.issuedAt, collection: account.collection, subscription: subscription.status)
            collections[invoice.id] = collection
            openInvoices[draft.account, default: []].append(invoice.id)
            queueRounds(of: invoice.id)
        }
        return invoice
    }
}
