import Billing
import BillingCalendar
import BillingRun
import Monetary

extension MemoryBooks {
    func chargingIsOn() -> Bool { true }

    func claimRoundsDue(_ scope: RunScope, asOf: Instant, limit: Int) throws -> [CollectionCase] {
        let candidates: [String] =
            switch scope {
            case .everything: rounds.due(at: asOf, limit: .max)
            case .account(let account): dueInvoices(of: account, asOf: asOf)
            case .subscription(let id): dueInvoices(of: subscriptions[id]?.accountID ?? "", asOf: asOf)
            case .invoices(let ids): Array(ids).filter { id in rounds[id].map { $0 <= asOf } ?? false }
            }
        let due = candidates.compactMap { id -> (id: String, place: (Int, Instant, Int))? in
            guard let collection = collections[id], let dueAt = collection.dueAt ?? rounds[id],
                let index = invoiceIndex[id], liveAttempt(of: id) == nil
            else { return nil }
            if case .subscription(let only) = scope, invoices[index].content.subscription != only {
                return nil
            }
            return (id, (collection.isInRound ? 0 : 1, dueAt, index))
        }
        var subscriptions: Set<String> = []
        let cases = try due.sorted { $0.place < $1.place }.map { try collectionCase($0.id, asOf: asOf) }
        return Array(cases.filter { subscriptions.insert($0.subscription.id).inserted }.prefix(limit))
    }

    func claimCases(ofAttempts ids: [String], asOf: Instant) throws -> [CollectionCase] {
        try ids.compactMap { attemptIndex[$0] }.map { index in
            var item = try collectionCase(attempts[index].invoice, asOf: asOf)
            item.attempt = attempts[index]
            return item
        }
    }

    func claimUnsettled(_ scope: RunScope, limit: Int) -> [UnsettledAttempt] {
        attempts.filter { $0.state.isLive && $0.state != .needsAction }.prefix(limit).map {
            UnsettledAttempt(attempt: $0, secondsSinceFirstSend: 0, secondsSinceLastSend: 0)
        }
    }

    func markSent(_ ids: [String], at: Instant) -> [PaymentAttempt] {
        ids.compactMap { attemptIndex[$0] }.compactMap { index in
            guard attempts[index].state.isLive else { return nil }
            attempts[index].state = .sent
            if attempts[index].sentAt == nil {
                attempts[index].sentAt = at
                attempts[index].firstSentAtEpoch = at.secondsSinceEpoch
            }
            return attempts[index]
        }
    }

    func write(_ outcomes: [ChargeOutcome]) {
        for outcome in outcomes {
            collections[outcome.invoice] = outcome.collection
            if let attempt = outcome.attempt { write(attempt) }
            if let subscription = outcome.subscription {
                subscriptions[subscription.id] = subscription
                boundaries.set(subscription.id, at: subscription.nextBoundaryAt)
                if outcome.stopsOtherSchedules { stopSchedules(of: subscription.id) }
            }
            if let barred = outcome.barred {
                let index = methods[outcome.account]?.firstIndex { $0.method.id == barred.method }
                if let index { methods[outcome.account]?[index].barredBy = barred.code }
            }
            writeStatus(outcome)
            rounds.set(outcome.invoice, at: roundDue(outcome.invoice))
        }
    }

    private func write(_ attempt: PaymentAttempt) {
        if let index = attemptIndex[attempt.id] {
            attempts[index] = attempt
        } else {
            attemptIndex[attempt.id] = attempts.count
            attemptsByInvoice[attempt.invoice, default: []].append(attempts.count)
            attempts.append(attempt)
        }
    }

    private func writeStatus(_ outcome: ChargeOutcome) {
        guard let status = outcome.invoiceStatus, let index = invoiceIndex[outcome.invoice] else { return }
        invoices[index].status = status
        invoices[index].amountPaidMinorUnits = outcome.amountPaidMinorUnits
        invoices[index].paidAt = outcome.paidAt
        if status != .open { openInvoices[outcome.account]?.removeAll { $0 == outcome.invoice } }
    }

    /// An unpaid subscription is charged on a new method only (11.4).
    private func stopSchedules(of subscription: String) {
        for index in invoices.indices where invoices[index].content.subscription == subscription {
            let id = invoices[index].id
            guard invoices[index].status == .open else { continue }
            collections[id]?.stopSchedule()
            rounds.set(id, at: roundDue(id))
        }
    }

    /// A round under way is due until it ends; one that has ended when the schedule or a new method says so.
    private func roundDue(_ id: String) -> Instant? {
        guard let collection = collections[id], let index = invoiceIndex[id],
            invoices[index].status == .open
        else { return nil }
        return collection.isInRound ? invoices[index].content.issuedAt : collection.dueAt
    }

    private func dueInvoices(of account: String, asOf: Instant) -> [String] {
        (openInvoices[account] ?? []).filter { id in rounds[id].map { $0 <= asOf } ?? false }
    }

    private func liveAttempt(of invoice: String) -> PaymentAttempt? {
        (attemptsByInvoice[invoice] ?? []).map { attempts[$0] }.first { $0.state.isLive }
    }

    private func collectionCase(_ id: String, asOf: Instant) throws -> CollectionCase {
        guard let index = invoiceIndex[id], let collection = collections[id],
            let subscription = subscriptions[invoices[index].content.subscription]
        else { throw BillingError.unknown(kind: "invoice", id: id) }
        let invoice = invoices[index]
        let own = (attemptsByInvoice[id] ?? []).map { attempts[$0] }
        let policy = inForce.catalog.dunning[subscription.dunning] ?? .standard
        return CollectionCase(
            invoice: CollectedInvoice(
                id: id, number: invoice.number, account: invoice.content.account,
                subscription: subscription.id,
                amountDueMinorUnits: invoice.content.amountDueMinorUnits,
                currencyCode: invoice.content.currency.code,
                currencyExponent: invoice.content.currency.exponent, status: invoice.status),
            collection: collection, subscription: subscription,
            methods: (methods[invoice.content.account] ?? []).map { standing($0, attempts: own, asOf: asOf) },
            policy: policy, lastSequence: own.last?.sequence ?? 0, attempt: own.first { $0.state.isLive },
            othersAreInArrears: othersAreInArrears(beside: invoice, asOf: asOf))
    }

    private func standing(
        _ stored: StoredMethod, attempts own: [PaymentAttempt], asOf: Instant
    ) -> MethodStanding {
        let recent = own.filter { attempt in
            guard attempt.method == stored.method.id, let sentAt = attempt.sentAt else { return false }
            return sentAt.seconds(until: asOf) < 30 * 86_400
        }
        return MethodStanding(method: stored.method, barredBy: stored.barredBy, recentTries: recent.count)
    }

    private func othersAreInArrears(beside invoice: Invoice, asOf: Instant) -> Bool {
        (openInvoices[invoice.content.account] ?? []).contains { id in
            guard id != invoice.id, let index = invoiceIndex[id],
                invoices[index].content.subscription == invoice.content.subscription
            else { return false }
            return collections[id]?.hasFailedRound == true || invoices[index].content.dueAt < asOf
        }
    }
}
