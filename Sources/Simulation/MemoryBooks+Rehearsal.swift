import Billing
import BillingCalendar
import BillingRun
import Monetary

extension MemoryBooks {
    func due(
        _ scope: RunScope, asOf: Instant, after place: BoundaryPlace?, limit: Int
    ) throws -> [ClaimedSubscription] {
        let all = try claimDue(scope, asOf: asOf, limit: .max)
        let rest = all.drop { claim in
            place.map {
                BoundaryPlace(at: claim.subscription.currentPeriod.end, subscription: claim.subscription.id)
                    <= $0
            } ?? false
        }
        return Array(rest.prefix(limit))
    }

    func recentTotals(of claimed: [ClaimedSubscription]) -> [String: RecentTotals] {
        let wanted = Set(claimed.map(\.subscription.id))
        let own = Dictionary(
            grouping: invoices.lazy.map(\.content).filter { wanted.contains($0.subscription) },
            by: \.subscription)
        return own.compactMapValues { invoices in
            guard let last = invoices.last else { return nil }
            let largest = invoices.suffix(6).map(\.totalMinorUnits).max() ?? 0
            return RecentTotals(lastMinorUnits: last.totalMinorUnits, largestMinorUnits: largest)
        }
    }

    func write(_ drafts: [DraftInvoice], rehearsal: String) {
        self.drafts[rehearsal, default: []] += drafts
    }

    func isAnyApprovedLeft(_ rehearsal: String) throws -> Bool {
        try !claimApproved(rehearsal, limit: 1).isEmpty
    }

    func claimApproved(_ rehearsal: String, limit: Int) throws -> [ClaimedSubscription] {
        let billable = (drafts[rehearsal] ?? []).filter { draft in
            draft.outcome != .parked && boundaries[draft.subscription]?.at == draft.boundary
        }
        return try billable.sorted {
            BoundaryPlace(at: $0.boundary, subscription: $0.subscription)
                < BoundaryPlace(at: $1.boundary, subscription: $1.subscription)
        }
        .prefix(limit).compactMap { subscriptions[$0.subscription] }.map(claim)
    }

    func differences(_ outcomes: [BillingOutcome], from rehearsal: String) -> [DraftDifference] {
        outcomes.compactMap { outcome in
            let draft = drafts[rehearsal]?.first {
                $0.subscription == outcome.subscription.id && $0.boundary == outcome.boundary
            }
            guard let boundary = outcome.boundary, undated(draft?.content) != undated(outcome.invoice) else {
                return nil
            }
            return DraftDifference(
                subscription: outcome.subscription.id, boundary: boundary,
                approvedMinorUnits: draft?.content?.totalMinorUnits,
                nowMinorUnits: outcome.invoice?.totalMinorUnits,
                currencyCode: (outcome.invoice ?? draft?.content)?.currency.code)
        }
    }

    func markExecuted(_ outcomes: [BillingOutcome], of rehearsal: String, run: String?) {}

    /// What an approval is about: everything but the dates of issue and payment.
    private func undated(_ draft: InvoiceDraft?) -> InvoiceDraft? {
        guard var draft else { return nil }
        draft.issuedAt = Instant(secondsSinceEpoch: 0)
        draft.dueAt = Instant(secondsSinceEpoch: 0)
        return draft
    }
}
