import Billing
import BillingCalendar
import BillingRun
import SystemTimeZones

extension MemoryBooks {
    func claimAccount(_ id: String) throws -> AccountRecord {
        guard let account = accounts[id] else { throw BillingError.unknown(kind: "account", id: id) }
        return account
    }

    func claimSubscription(_ id: String) throws -> ClaimedSubscription {
        guard let subscription = subscriptions[id] else {
            throw BillingError.unknown(kind: "subscription", id: id)
        }
        return try claim(subscription)
    }

    func claim(_ subscription: Subscription) throws -> ClaimedSubscription {
        var late: [ClosedPeriod] = []
        if let since = subscription.lateUsageSince {
            late = (closedPeriods[subscription.id] ?? []).filter { $0.period.end > since }
        }
        return ClaimedSubscription(
            account: try claimAccount(subscription.accountID), subscription: subscription, closedPeriods: late
        )
    }

    func subscriptionExists(_ id: String) -> Bool { subscriptions[id] != nil }

    func couponUse(_ code: String, account: String, subscription: Subscription?) -> CouponUse {
        let others = (subscriptionsByAccount[account] ?? []).compactMap { subscriptions[$0] }
            .filter { $0.id != subscription?.id }
        let hasOlder = others.contains { other in
            subscription.map { other.startedAt < $0.startedAt } ?? true
        }
        return CouponUse(redemptions: redemptions[code] ?? 0, accountHasOlderSubscription: hasOlder)
    }

    func addAccount(_ account: Account, at: Instant) throws {
        guard accounts[account.id] == nil else {
            throw BillingError.duplicate(kind: "account", id: account.id)
        }
        accounts[account.id] = AccountRecord(
            account: account, zone: try zones.zone(account.timeZoneID), balance: .empty)
    }

    func write(_ change: AccountChange, by author: CorrectionAuthor) {
        accounts[change.account.id]?.account = change.account
    }

    func setPaymentMethod(_ order: PaymentMethodOrder, at: Instant) throws {
        guard accounts[order.account] != nil else {
            throw BillingError.unknown(kind: "account", id: order.account)
        }
        var stored = methods[order.account] ?? []
        let new = StoredMethod(method: order.method, barredBy: nil)
        let index = stored.firstIndex { $0.method.id == order.method.id }
        if order.makeDefault {
            if let index { stored.remove(at: index) }
            stored.insert(new, at: 0)
        } else if let index {
            stored[index] = new
        } else {
            stored.append(new)
        }
        methods[order.account] = stored
        expiryTold[[order.account, order.method.id]] = nil
        guard accounts[order.account]?.account.collection == .automatic else { return }
        for id in openInvoices[order.account] ?? [] {
            collections[id]?.requestRound(at: at)
            queueRounds(of: id)
        }
    }

    func claimExpiredGrants(_ scope: RunScope, asOf: Instant, limit: Int) throws -> [AccountRecord] {
        let asked: Set<String>
        switch scope {
        case .everything: asked = expiringAccounts
        case .account(let id): asked = expiringAccounts.intersection([id])
        case .subscription, .invoices: return []
        }
        let expired = asked.compactMap { id -> (at: Instant, id: String)? in
            guard let at = accounts[id]?.balance.nextExpiryAt, at <= asOf else { return nil }
            return (at, id)
        }
        return try expired.sorted { $0 < $1 }.prefix(limit).map { try claimAccount($0.id) }
    }

    func write(_ changes: [BalanceChange], at: Instant) {
        for change in changes {
            accounts[change.account.id]?.balance = change.balance
            if change.balance.nextExpiryAt == nil {
                expiringAccounts.remove(change.account.id)
            } else {
                expiringAccounts.insert(change.account.id)
            }
        }
    }

    func recordUsage(_ events: [UsageEvent]) throws -> UsageRecording {
        let owners = try events.map(subscription)
        var recording = UsageRecording(recorded: 0, repeated: 0)
        for (event, subscription) in zip(events, owners) {
            let key = "\(event.account)\u{0}\(event.id)"
            if let known = usageByID[key] {
                guard event.repeats(known) else {
                    throw RunError.conflictingUsage(
                        id: event.id, account: event.account, difference: event.difference(from: known))
                }
                recording.repeated += 1
                continue
            }
            usageByID[key] = event
            insert(event)
            recording.recorded += 1
            guard event.at < subscription.currentPeriod.start else { continue }
            let since = subscriptions[subscription.id]?.lateUsageSince ?? event.at
            subscriptions[subscription.id]?.lateUsageSince = min(since, event.at)
        }
        return recording
    }

    /// Whose use it is; an error where it can be nobody's.
    private func subscription(of event: UsageEvent) throws -> Subscription {
        guard let subscription = subscriptions[event.subscription], subscription.accountID == event.account
        else {
            throw BillingError.unknown(
                kind: "subscription of account \"\(event.account)\"", id: event.subscription)
        }
        guard inForce.catalog.meters[event.meter] != nil else {
            throw BillingError.unknown(kind: "meter", id: event.meter)
        }
        try event.check(startedAt: subscription.startedAt)
        return subscription
    }

    /// Keeps a stream in the order of `at`, then the instant recorded, then the order written (5.2).
    private func insert(_ event: UsageEvent) {
        var stream = usage[UsageStream(subscription: event.subscription, meter: event.meter)] ?? []
        let place =
            stream.lastIndex { ($0.at, $0.recordedAt) <= (event.at, event.recordedAt) }.map { $0 + 1 } ?? 0
        stream.insert(event, at: place)
        usage[UsageStream(subscription: event.subscription, meter: event.meter)] = stream
    }
}
