public import Billing
public import BillingCalendar

/// What people do about one invoice that is not paid: charging beside the schedule, under the same locks and by the
/// same steps as a run.
public struct CollectionCommands: Sendable {
    private let books: any BillingBooks
    private let gateways: GatewaySet
    private let deployment: String
    private let ceilings: TryCeilings

    /// Commands on these books and processors.
    public init(
        books: any BillingBooks, gateways: GatewaySet, deployment: String, ceilings: TryCeilings = .service
    ) {
        self.books = books
        self.gateways = gateways
        self.deployment = deployment
        self.ceilings = ceilings
    }

    /// Begins a round of an open invoice now, beside its schedule: the default method, then the backups.
    ///
    /// - Parameter entry: who asked for it; noted in the transaction that begins the round.
    /// - Throws: ``CollectionRefusal`` where nothing may be charged, with the reason.
    /// - Returns: the charges that were made; none where no method may be tried.
    public func retry(
        invoice id: String, noting entry: AuditEntry, at: Instant
    ) async throws -> [SettledCharge] {
        let stopped = try await audit(id, at: at)
        try await books.transaction { transaction in
            let item = try await claim(id, at: at, stopped, transaction)
            // A round without a method fails at once, and one that fails may be the last.
            guard item.methods.contains(where: { $0.barredBy == nil }) else {
                throw CollectionRefusal.noMethod(account: item.invoice.account)
            }
            try await transaction.note(entry)
            var outcome = ChargeOutcome(
                invoice: id, account: item.invoice.account, collection: item.collection, at: at)
            outcome.collection.extraRoundAt = at
            try await transaction.record([outcome])
        }
        let charging = charging(id, at: at)
        var settled: [SettledCharge] = []
        var waits = false
        var rounds = ChargingRounds()
        while let batch = try await rounds.next(charging) {
            waits = waits || batch.obstacles[id] == .otherTry
            if let processor = batch.missingProcessors.min() {
                throw RunError.noGateway(processor: processor)
            }
            settled += batch.settled
        }
        if waits && settled.isEmpty { throw CollectionRefusal.cardIsBusy(invoice: id) }
        return settled
    }

    /// Charges an open invoice with one method, and no other if it declines.
    ///
    /// - Parameter entry: who asked for it; noted in the transaction that writes the charge.
    /// - Throws: ``CollectionRefusal`` where nothing may be charged, or not with this method, with the reason.
    /// - Returns: the charge as it stands after the processor's answer.
    public func pay(
        invoice id: String, with method: String, noting entry: AuditEntry, at: Instant
    ) async throws -> SettledCharge? {
        let charging = charging(id, at: at)
        let stopped = try await audit(id, at: at)
        let steps = try await books.transaction { transaction in
            let item = try await claim(id, at: at, stopped, transaction)
            guard let standing = item.methods.first(where: { $0.method.id == method }) else {
                throw BillingError.unknown(kind: "payment method of \(item.invoice.account)", id: method)
            }
            guard gateways[standing.method.processor] != nil else {
                throw RunError.noGateway(processor: standing.method.processor)
            }
            let planned = item.invoice.planned(at: at)
            if let reason = standing.refusal(planned, within: ceilings.withoutPacing) {
                throw CollectionRefusal.method(method, reason: reason)
            }
            guard !item.collection.isInRound else {
                throw CollectionRefusal.underWay(invoice: item.invoice.number, state: nil)
            }
            try await transaction.note(entry)
            let prepared = try await charging.write([item], only: method, transaction)
            guard prepared.obstacles.isEmpty else { throw CollectionRefusal.cardIsBusy(invoice: id) }
            return prepared.steps
        }
        let settled = try await charging.sendAndSettle(steps.compactMap(\.outcome.attempt?.id))
        // A decline leaves the round without a method: this ends it.
        var rounds = ChargingRounds()
        while try await rounds.next(charging) != nil {}
        return settled.first
    }

    /// What a run does before it charges anything: nothing may be at the processors that these books do not have.
    ///
    /// - Returns: the processors that get nothing, each with the reason.
    private func audit(_ invoice: String, at: Instant) async throws -> [String: String] {
        try await OrphanAudit(charging: charging(invoice, at: at)).run().stopped
    }

    private func charging(_ invoice: String, at: Instant) -> Charging {
        Charging(
            books: books, gateways: gateways, deployment: deployment, scope: .invoices([invoice]), asOf: at,
            batchSize: 1, ceilings: ceilings)
    }

    /// The invoice, locked, when it may be charged.
    private func claim(
        _ id: String, at: Instant, _ stopped: [String: String], _ transaction: any BillingTransaction
    ) async throws -> CollectionCase {
        guard let item = try await transaction.claimInvoices([id], asOf: at).first else {
            throw CollectionRefusal.nothingDue(invoice: id)
        }
        let number = item.invoice.number
        guard item.invoice.status == .open else {
            throw CollectionRefusal.notOpen(invoice: number, status: item.invoice.status)
        }
        if let attempt = item.attempt {
            throw CollectionRefusal.underWay(invoice: number, state: attempt.state)
        }
        if let until = item.watchedUntil {
            throw CollectionRefusal.mayStillSucceed(invoice: number, until: until)
        }
        guard try await transaction.chargingIsOn() else { throw CollectionRefusal.switchedOff }
        let alarms = try await transaction.alarms(ofAccount: item.invoice.account)
        if let alarm = alarms.first(where: \.kind.stopsCharging) { throw CollectionRefusal.alarm(alarm) }
        let processors = Set(item.methods.map(\.method.processor))
        if let processor = processors.sorted().first(where: { stopped[$0] != nil }) {
            throw CollectionRefusal.processor(reason: stopped[processor] ?? processor)
        }
        // Raised since the audit by another worker.
        let ofProcessors = try await transaction.alarmsOfProcessors()
        if let alarm = ofProcessors.first(where: { processors.contains(where: $0.stops(processor:)) }) {
            throw CollectionRefusal.alarm(alarm)
        }
        return item
    }
}

/// Why an invoice cannot be charged now.
public enum CollectionRefusal: Error, Sendable, Hashable {
    /// It asked for nothing: its total was zero or below, or the balance paid it.
    case nothingDue(invoice: String)
    /// It is paid, void or given up.
    case notOpen(invoice: String, status: InvoiceStatus)
    /// Another charge of it is live; or, without a state, its round has not ended.
    case underWay(invoice: String, state: PaymentAttempt.State?)
    /// A charge of it was declined, and its processor may still say until then that it succeeded.
    case mayStillSucceed(invoice: String, until: Instant)
    /// Its card is being tried for another invoice at this moment.
    case cardIsBusy(invoice: String)
    /// The kill switch is off.
    case switchedOff
    /// An alarm stops the account or its processor.
    case alarm(Alarm)
    /// Nothing goes through a processor of the account before people have looked, or while it cannot be asked.
    case processor(reason: String)
    /// This method may not be tried.
    case method(String, reason: String)
    /// The account has no method, or none that is not barred.
    case noMethod(account: String)
}

extension CollectionRefusal: CustomStringConvertible {
    /// One line for an operator: what is in the way and what to do about it.
    public var description: String {
        switch self {
        case .nothingDue(let invoice): "nothing is due of invoice \(invoice)"
        case .notOpen(let invoice, let status):
            "invoice \(invoice) is \(status.rawValue): only an open invoice is charged"
        case .underWay(let invoice, let state?):
            "a charge of invoice \(invoice) is \(state.rawValue): another is made only when that one is known to have "
                + "failed; ask the processor with `dueday payment reconcile`"
        case .underWay(let invoice, nil):
            "a round of invoice \(invoice) is under way: `dueday run` ends it"
        case .mayStillSucceed(let invoice, let until):
            "a declined charge of invoice \(invoice) may still turn out to have succeeded until \(until): another "
                + "could charge twice; ask the processor with `dueday payment reconcile`, or wait for the first run after that"
        case .cardIsBusy(let invoice):
            "the card is being tried for another invoice at this moment, and was declined lately: ask again when that "
                + "try has ended, or leave invoice \(invoice) to `dueday run`"
        case .switchedOff: "charging is switched off: see `dueday charging status`"
        case .alarm(let alarm): "an alarm stops it (\(alarm.detail)): \(alarm.kind.advice)"
        case .processor(let reason): reason
        case .method(let method, let reason): "method \"\(method)\" \(reason)"
        case .noMethod(let account):
            "account \(account) has no method that may be charged: add one with `dueday payment-method add \(account)`"
        }
    }
}
