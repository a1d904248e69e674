import Billing
import BillingCalendar

extension BillingTransaction {
    /// Bills a subscription's boundaries before an instant, or at it too, oldest first; each invoice is issued at that
    /// instant (3.8).
    ///
    /// What changes or ends a subscription does this first, so that no period is forgotten because a run was late.
    ///
    /// - Parameters:
    ///   - isInclusive: whether a boundary at the instant itself is billed as well (3.9).
    ///   - run: the run that bills them; nil for a command.
    ///   - invoices: what is issued is added here, also where a later boundary throws.
    /// - Throws: `BillingError` where a boundary cannot be billed; those before it are.
    func billOverdue(
        _ id: String, at: Instant, isInclusive: Bool = true, run: String? = nil,
        into invoices: inout [Invoice]
    ) async throws {
        while true {
            let claim = try await claimSubscription(id)
            guard claim.subscription.isOverdue(at: at, isInclusive: isInclusive),
                let boundary = claim.subscription.nextBoundaryAt
            else { return }
            let context = try await catalog().context(for: claim.account)
            let usage = try await usageTotals(try context.usageWindows(claim.subject, closingAt: boundary))
            let outcome = try context.closeBoundary(claim.subject, usage: usage, issuedAt: at)
                .verified(in: context)
            invoices += try await issue([outcome], run: run)
        }
    }
}

extension Subscription {
    /// Whether a boundary before an instant, or at it too, has not been billed yet.
    func isOverdue(at: Instant, isInclusive: Bool) -> Bool {
        nextBoundaryAt.map { isInclusive ? $0 <= at : $0 < at } ?? false
    }
}
