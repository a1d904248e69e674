import Billing
import BillingCalendar

/// dunning: tells customers what is about to happen, each thing once: a retry to come, the last warning, a card that
/// expires (PROCESSORS 3). What has happened they are told by the stage that made it happen.
struct Reminding: Sendable {
    let books: any BillingBooks
    let scope: RunScope
    let asOf: Instant
    let batchSize: Int

    /// Writes one batch of reminders; 0 when none is due.
    func nextBatch() async throws -> Int {
        try await books.transaction { transaction in
            let cases = try await transaction.claimReminders(scope, asOf: asOf, limit: batchSize)
            let outcomes = cases.compactMap { outcome($0) }
            try await transaction.record(outcomes)
            let cards = try await transaction.claimExpiringCards(scope, asOf: asOf, limit: batchSize)
            guard !cards.isEmpty else { return outcomes.count }
            try await transaction.write(
                cards.map { card in
                    .cardExpiring(
                        card.method, account: card.account, within: card.days, expiresAt: card.expiresAt,
                        at: asOf)
                })
            try await transaction.note(cards)
            return outcomes.count + cards.count
        }
    }

    private func outcome(_ item: CollectionCase) -> ChargeOutcome? {
        guard let amount = item.invoice.amount, let kind = DunningMail.reminder(item.collection, at: asOf)
        else {
            return nil
        }
        var outcome = ChargeOutcome(
            invoice: item.invoice.id, account: item.invoice.account, collection: item.collection, at: asOf)
        outcome.collection.lastMailAt = asOf
        if kind == .lastWarning, let end = item.collection.endsAt {
            outcome.collection.warnedAt = asOf
            outcome.notices = [.lastWarning(amount, endsAt: end, then: item.policy.finalAction, at: asOf)]
        } else if let retryAt = item.collection.nextRoundAt {
            outcome.notices = [
                .retryComing(amount, round: item.collection.round + 1, retryAt: retryAt, at: asOf)
            ]
        }
        return outcome
    }
}
