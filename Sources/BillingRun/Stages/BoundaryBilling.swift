import Billing
import BillingCalendar

/// scan → rate → invoice: closes every boundary up to an instant, batch by batch.
///
/// A batch is one transaction: due subscriptions are claimed, their usage is read in one question, the rules
/// decide in memory, everything is written with set-based statements. Killed anywhere, the batch never was.
struct BoundaryBilling: Sendable {
    let books: any ClosingBooks
    let scope: RunScope
    /// Boundaries at or before it are closed.
    let asOf: Instant
    /// The instant on the invoices; the run's.
    let issuedAt: Instant
    let run: String?
    let batchSize: Int

    /// One batch's result.
    struct Batch: Sendable {
        var invoices: [Invoice] = []
        var boundaries = 0
        var parked: [ParkedSubscription] = []
        var isLast = false
        var gauge: BrakeGauge
    }

    /// Whether anything is due still, which others hold.
    func isAnyLeft() async throws -> Bool {
        try await books.closing { try await $0.isAnyLeft(scope, asOf: asOf) }
    }

    /// Claims, decides and writes one batch.
    ///
    /// - Throws: `RunError.brake` where the batch would leave a bound; then nothing of it is written.
    func nextBatch(_ gauge: BrakeGauge) async throws -> Batch {
        try await books.closing { transaction in
            let claimed = try await transaction.claimDue(scope, asOf: asOf, limit: batchSize)
            guard !claimed.isEmpty else { return Batch(isLast: true, gauge: gauge) }
            let catalog = try await transaction.catalog()
            var decided = Decisions(catalog: catalog, issuedAt: issuedAt, run: run, brakes: gauge.brakes)
            if gauge.brakes.mostGrowth != nil {
                decided.recentTotals = try await transaction.recentTotals(of: claimed)
            }
            let usage = try await transaction.usageTotals(decided.windows(of: claimed))
            decided.close(claimed, usage: usage)
            var batch = Batch(
                boundaries: decided.outcomes.count, parked: decided.parked,
                gauge: try gauge.adding(decided.outcomes))
            for parked in decided.parked { try await transaction.park(parked) }
            batch.invoices = try await transaction.issue(decided.outcomes, run: run)
            return batch
        }
    }
}

/// What a batch comes to: pure, one subscription after the other in the order of (boundary, id).
struct Decisions {
    let catalog: CatalogInForce
    let issuedAt: Instant
    let run: String?
    let brakes: Brakes
    /// What was billed before, where a bound goes by it.
    var recentTotals: [String: RecentTotals] = [:]
    private(set) var outcomes: [BillingOutcome] = []
    private(set) var parked: [ParkedSubscription] = []
    /// Balances as the batch leaves them: subscriptions of one account share theirs.
    private var balances: [String: AccountBalance] = [:]
    /// Subscriptions whose usage could not even be asked for.
    private var unbillable: [String: BillingError] = [:]

    init(catalog: CatalogInForce, issuedAt: Instant, run: String?, brakes: Brakes = Brakes()) {
        self.catalog = catalog
        self.issuedAt = issuedAt
        self.run = run
        self.brakes = brakes
    }

    mutating func windows(of claimed: [ClaimedSubscription]) -> [UsageWindow] {
        var windows: [UsageWindow] = []
        for claim in claimed {
            do throws(BillingError) {
                windows += try catalog.context(for: claim.account)
                    .usageWindows(claim.subject, closingAt: claim.subscription.currentPeriod.end)
            } catch {
                unbillable[claim.subscription.id] = error
            }
        }
        return windows
    }

    /// Closes one boundary of each claimed subscription.
    ///
    /// Where a subscription has missed several, its next one may come before another's first: the batch ends
    /// there, what is left is claimed again, and invoices stay in the order of (boundary, id) (3.8).
    mutating func close(_ claimed: [ClaimedSubscription], usage: UsageTotals) {
        var horizon: BoundaryPlace?
        for claim in claimed {
            if let horizon, claim.place >= horizon { break }
            guard let outcome = bill(claim, usage: usage) else { continue }
            outcomes.append(outcome)
            balances[claim.account.account.id] = outcome.balance
            guard let next = outcome.subscription.nextBoundaryAt else { continue }
            let nextPlace = BoundaryPlace(at: next, subscription: claim.subscription.id)
            horizon = horizon.map { min($0, nextPlace) } ?? nextPlace
        }
    }

    private mutating func bill(_ claim: ClaimedSubscription, usage: UsageTotals) -> BillingOutcome? {
        var subject = claim.subject
        subject.balance = balances[claim.account.account.id] ?? subject.balance
        do throws(BillingError) {
            if let error = unbillable[subject.subscription.id] { throw error }
            let context = catalog.context(for: claim.account)
            let outcome = try context.closeBoundary(subject, usage: usage, issuedAt: issuedAt)
                .verified(in: context)
            let reason = outcome.invoice.flatMap {
                brakes.growth(of: $0, recent: recentTotals[subject.subscription.id])
            }
            guard let reason else { return outcome }
            park(claim, reason: "\(reason)")
        } catch {
            park(claim, reason: "\(error)")
        }
        return nil
    }

    private mutating func park(_ claim: ClaimedSubscription, reason: String) {
        parked.append(
            ParkedSubscription(
                subscription: claim.subscription.id, account: claim.account.account.id,
                boundary: claim.subscription.nextBoundaryAt, reason: reason, parkedAt: issuedAt, run: run))
    }
}
