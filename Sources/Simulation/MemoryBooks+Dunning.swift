import Billing
import BillingCalendar
import BillingRun

extension MemoryBooks {
    func raise(_ new: [Alarm]) {
        for alarm in new
        where !alarms.contains(where: { $0.kind == alarm.kind && $0.subject == alarm.subject }) {
            alarms.append(alarm)
        }
    }

    func alarmsOfProcessors() -> [Alarm] { alarms.filter { $0.account == nil && $0.kind.stopsCharging } }

    func countStoppedAccounts() -> Int {
        Set(alarms.filter(\.kind.stopsCharging).compactMap(\.account)).count
    }

    /// Alarms have the numbers of their places; one that is cleared is gone.
    func claimAlarm(_ id: Int) -> Alarm? { alarms.indices.contains(id - 1) ? alarms[id - 1] : nil }

    func dismissedCharges(_ references: [String], processor: String) -> Set<String> {
        Set(
            orphanDecisions.filter { $0.processor == processor && $0.verdict != .accepted }.map(\.reference)
        ).intersection(references)
    }

    func write(_ decision: OrphanDecision, clearing alarm: Int) {
        orphanDecisions.append(decision)
        if let parts = PaymentAttempt.parts(of: decision.attemptID) {
            usedUp[parts.invoice] = max(usedUp[parts.invoice] ?? 0, parts.sequence)
        }
        alarms.remove(at: alarm - 1)
    }

    func adopt(_ attempt: String, at: Instant) {
        guard let index = attemptIndex[attempt], attempts[index].state == .ready else { return }
        attempts[index].state = .sent
        attempts[index].sentAt = at
        attempts[index].firstSentAtEpoch = at.secondsSinceEpoch
    }

    func note(_ entry: AuditEntry) { auditTrail.append(entry) }

    func alarms(ofAccount id: String) -> [Alarm] { alarms.filter { $0.account == id } }

    func attempts(of processor: String, firstSentAtOrAfter seconds: Int64) -> [PaymentAttempt] {
        attempts.filter { $0.processor == processor && ($0.firstSentAtEpoch ?? .min) >= seconds }
    }

    /// Whether an alarm stops the charging of an account.
    func isStopped(_ account: String) -> Bool {
        alarms.contains { $0.account == account && $0.kind.stopsCharging }
    }

    /// A simulation has no clock of its own.
    func auditMark(processor: String) -> AuditMark {
        AuditMark(auditedUntil: auditedUntil[processor], now: 0)
    }

    func noteAudit(processor: String, until: Int64) { auditedUntil[processor] = until }

    func attempts(_ ids: [String]) -> [PaymentAttempt] {
        ids.compactMap { attemptIndex[$0] }.map { attempts[$0] }
    }

    func claimReminders(_ scope: RunScope, asOf: Instant, limit: Int) throws -> [CollectionCase] {
        let due = openInvoices.values.flatMap { $0 }.filter { id in
            guard let collection = collections[id], isWithin(scope, id) else { return false }
            return DunningMail.reminder(collection, at: asOf) != nil
        }
        return try claimInvoices(Array(due), asOf: asOf).prefix(limit).map { $0 }
    }

    func claimExpiringCards(_ scope: RunScope, asOf: Instant, limit: Int) -> [ExpiringCard] {
        var cards: [ExpiringCard] = []
        for (id, record) in accounts.sorted(by: { $0.key < $1.key })
        where record.account.collection == .automatic && hasSubscription(id, within: scope) {
            for stored in methods[id] ?? [] where stored.barredBy == nil {
                guard let expiresAt = stored.method.expiresOn.flatMap(CardExpiry.instant(of:)),
                    let days = CardExpiry.due(expiresAt, told: expiryTold[[id, stored.method.id]], at: asOf)
                else { continue }
                cards.append(
                    ExpiringCard(account: id, method: stored.method, expiresAt: expiresAt, days: days))
            }
        }
        return Array(cards.prefix(limit))
    }

    func note(_ told: [ExpiringCard]) {
        for card in told { expiryTold[[card.account, card.method.id]] = card.days }
    }

    private func isWithin(_ scope: RunScope, _ invoice: String) -> Bool {
        guard let index = invoiceIndex[invoice] else { return false }
        let content = invoices[index].content
        return switch scope {
        case .everything: true
        case .account(let account): content.account == account
        case .subscription(let subscription): content.subscription == subscription
        case .invoices(let ids): ids.contains(invoice)
        }
    }

    private func hasSubscription(_ account: String, within scope: RunScope) -> Bool {
        let own = (subscriptionsByAccount[account] ?? []).filter { subscriptions[$0]?.status != .canceled }
        return switch scope {
        case .everything: !own.isEmpty
        case .account(let only): account == only && !own.isEmpty
        case .subscription(let only): own.contains(only)
        case .invoices: false
        }
    }
}
