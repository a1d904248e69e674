import Billing
import BillingCalendar
import BillingRun
import Monetary

extension MemoryBooks {
    func chargingIsOn() -> Bool { true }

    func claimRoundsDue(
        _ scope: RunScope, asOf: Instant, passingOver passedOver: Set<String>, limit: Int
    ) throws -> [CollectionCase] {
        var subscriptions: Set<String> = []
        func usable(_ index: Int) throws -> CollectionCase? {
            let invoice = invoices[index]
            guard scope.covers(invoice), !passedOver.contains(invoice.id),
                !isStopped(invoice.content.account),
                liveAttempt(of: invoice.id) == nil,
                subscriptions.insert(invoice.content.subscription).inserted
            else { return nil }
            return try collectionCase(invoice.id, asOf: asOf)
        }
        let begun = roundsUnderWay.compactMap { index -> RoundPlace? in
            let invoice = invoices[index]
            guard invoice.content.issuedAt <= asOf else { return nil }
            return RoundPlace(
                dueAt: collections[invoice.id]?.dueAt ?? invoice.content.issuedAt, invoice: index)
        }
        var cases: [CollectionCase] = []
        func take(_ places: [RoundPlace]) throws {
            for place in places.sorted() where cases.count < limit {
                if let item = try usable(place.invoice) { cases.append(item) }
            }
        }
        try take(begun)
        switch scope {
        case .everything:
            cases += try rounds.first(limit - cases.count, while: { $0.dueAt <= asOf }, usable)
        case .account(let account): try take(roundsDue(openInvoices[account] ?? [], asOf: asOf))
        case .subscription(let id):
            let account = self.subscriptions[id]?.accountID ?? ""
            try take(roundsDue(openInvoices[account] ?? [], asOf: asOf))
        case .invoices(let ids): try take(roundsDue(Array(ids), asOf: asOf))
        }
        return cases
    }

    private func roundsDue(_ ids: [String], asOf: Instant) -> [RoundPlace] {
        ids.compactMap { invoiceIndex[$0] }.compactMap { rounds[$0] }.filter { $0.dueAt <= asOf }
    }

    func claimInvoices(_ ids: [String], asOf: Instant) throws -> [CollectionCase] {
        try ids.filter { collections[$0] != nil }.sorted { invoiceIndex[$0] ?? 0 < invoiceIndex[$1] ?? 0 }
            .map { try collectionCase($0, asOf: asOf) }
    }

    func claimCases(ofAttempts ids: [String], asOf: Instant) throws -> [CollectionCase] {
        try ids.compactMap { attemptIndex[$0] }.map { index in
            var item = try collectionCase(attempts[index].invoice, asOf: asOf)
            item.attempt = attempts[index]
            return item
        }
    }

    /// Nobody else is at work here, so that nothing is left quiet for a while.
    func claimUnsettled(_ scope: RunScope, _ page: SweepPage) -> [UnsettledAttempt] {
        guard page.quietSeconds == 0 else { return [] }
        return attempts.enumerated().filter { $0.element.state.isLive && $0.offset >= page.after }
            .prefix(page.limit)
            .map { offset, attempt in
                UnsettledAttempt(
                    attempt: attempt, secondsSinceFirstSend: 0, secondsSinceLastSend: 0,
                    position: Int64(offset + 1),
                    customerActionUntil: collections[attempt.invoice]?.customerActionUntil,
                    invoiceIsOpen: invoices[invoiceIndex[attempt.invoice] ?? 0].status == .open)
            }
    }

    /// Charges of scripts are known by their keys: no decline is watched here.
    func watch(_ attempts: [String: Int64]) {}

    func markSent(_ ids: [String], at: Instant, besides stopped: Set<String>) -> [PaymentAttempt] {
        ids.compactMap { attemptIndex[$0] }.compactMap { index in
            let attempt = attempts[index]
            let processors = (methods[attempt.account] ?? []).map(\.method.processor)
            guard attempt.state.isLive, !isStopped(attempt.account), stopped.isDisjoint(with: processors),
                !alarms.contains(where: { $0.stops(processor: attempt.processor) })
            else { return nil }
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
                queueBoundary(of: subscription)
                if outcome.stopsOtherSchedules { stopSchedules(of: subscription.id) }
            }
            if let barred = outcome.barred {
                let index = methods[outcome.account]?.firstIndex { $0.method.id == barred.method }
                if let index { methods[outcome.account]?[index].barredBy = barred.code }
            }
            writeStatus(outcome)
            queueRounds(of: outcome.invoice)
        }
    }

    private func write(_ attempt: PaymentAttempt) {
        note(attempt)
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
        invoices[index].amountPaidMinorUnits += outcome.amountPaidMinorUnits
        invoices[index].paidAt = outcome.paidAt
        if status != .open { openInvoices[outcome.account]?.removeAll { $0 == outcome.invoice } }
    }

    /// An unpaid subscription is charged on a new method only (11.4).
    private func stopSchedules(of subscription: String) {
        for index in invoices.indices where invoices[index].content.subscription == subscription {
            let id = invoices[index].id
            guard invoices[index].status == .open else { continue }
            collections[id]?.stopSchedule()
            queueRounds(of: id)
        }
    }

    /// Where an invoice stands among those that are charged next: with a round under way, or with one to come.
    func queueRounds(of id: String) {
        guard let index = invoiceIndex[id] else { return }
        let collection = invoices[index].status == .open ? collections[id] : nil
        let isInRound = collection?.isInRound ?? false
        if isInRound { roundsUnderWay.insert(index) } else { roundsUnderWay.remove(index) }
        let dueAt = isInRound ? nil : collection?.dueAt
        rounds.set(index, at: dueAt.map { RoundPlace(dueAt: $0, invoice: index) })
    }

    func liveAttempt(of invoice: String) -> PaymentAttempt? {
        (attemptsByInvoice[invoice] ?? []).map { attempts[$0] }.first { $0.state.isLive }
    }

    private func collectionCase(_ id: String, asOf: Instant) throws -> CollectionCase {
        guard let index = invoiceIndex[id], let collection = collections[id],
            let subscription = subscriptions[invoices[index].content.subscription]
        else { throw BillingError.unknown(kind: "invoice", id: id) }
        let invoice = invoices[index]
        let own = (attemptsByInvoice[id] ?? []).map { attempts[$0] }
        let account = try claimAccount(invoice.content.account)
        let policy = inForce.catalog.dunning[subscription.dunning] ?? .standard
        return CollectionCase(
            invoice: collected(invoice),
            collection: collection, subscription: subscription, isParked: parked[subscription.id] != nil,
            methods: (methods[invoice.content.account] ?? []).map { standing($0, attempts: own, asOf: asOf) },
            policy: policy, accountZone: account.zone, accountCollection: account.account.collection,
            lastSequence: max(own.last?.sequence ?? 0, usedUp[id] ?? 0),
            attempt: own.first { $0.state.isLive },
            othersAreInArrears: othersAreInArrears(beside: invoice, asOf: asOf))
    }

    func collected(_ invoice: Invoice) -> CollectedInvoice {
        CollectedInvoice(
            id: invoice.id, number: invoice.number, account: invoice.content.account,
            subscription: invoice.content.subscription,
            amountDueMinorUnits: invoice.outstandingMinorUnits,
            currencyCode: invoice.content.currency.code,
            currencyExponent: invoice.content.currency.exponent, status: invoice.status)
    }

    private func standing(
        _ stored: StoredMethod, attempts own: [PaymentAttempt], asOf: Instant
    ) -> MethodStanding {
        let tries = own.filter { $0.state != .refused || $0.declineCode?.isAboutRequest != true }.compactMap {
            attempt in
            attempt.sentAt.map { TryHistory.Try(at: $0, method: attempt.method) }
        }
        return MethodStanding(
            method: stored.method, barredBy: stored.barredBy,
            history: TryHistory(ofInvoice: tries, ofCard: declinesByCard[stored.method.card] ?? []))
    }

    /// A decline counts against its card when it is written, once.
    private func note(_ attempt: PaymentAttempt) {
        guard attempt.state == .declined, let card = attempt.card, let sentAt = attempt.sentAt,
            let index = attemptIndex[attempt.id], attempts[index].state != .declined
        else { return }
        declinesByCard[card, default: []].append(
            TryHistory.Decline(
                at: sentAt, isTechnical: attempt.declineCode?.declineClass == .technical,
                amountMinorUnits: attempt.charge.amountMinorUnits, currencyCode: attempt.charge.currencyCode))
    }

    func othersAreInArrears(beside invoice: Invoice, asOf: Instant) -> Bool {
        (openInvoices[invoice.content.account] ?? []).contains { id in
            guard id != invoice.id, let index = invoiceIndex[id],
                invoices[index].content.subscription == invoice.content.subscription
            else { return false }
            return collections[id]?.hasFailedRound == true || invoices[index].content.dueAt < asOf
        }
    }
}

extension RunScope {
    fileprivate func covers(_ invoice: Invoice) -> Bool {
        switch self {
        case .everything: true
        case .account(let id): invoice.content.account == id
        case .subscription(let id): invoice.content.subscription == id
        case .invoices(let ids): ids.contains(invoice.id)
        }
    }
}
