public import Billing
public import BillingCalendar
import FaultInjection

/// charge: one attempt at a time for an invoice, each written before it is sent (PROCESSORS 5).
///
/// T1 ``prepare()`` decides and writes attempts, T2 ``mark(_:)`` marks them as sent, then the requests leave with no
/// transaction open, and T3 ``settle(_:)`` writes the answers down with all that follows. Killed between any two of
/// these, the sweep of the next run goes on from what is written.
public struct Charging: Sendable {
    let books: any BillingBooks
    let gateways: GatewaySet
    let scope: RunScope
    let asOf: Instant
    /// Names this installation in idempotency keys.
    let deployment: String
    /// How many invoices are charged side by side.
    let batchSize: Int
    /// How often a method may be tried (11.6).
    let ceilings: TryCeilings
    /// Processors that get nothing, because their charges may not all be in the books: their attempts are prepared and wait,
    /// and so do all attempts of accounts that have a method there.
    let stopped: Set<String>

    /// The run under whose id overdue boundaries are billed before a subscription ends; nil outside a run.
    var run: String?
    /// Whether they may be billed here: not in a run that bills only what was approved.
    var billsOverdue = true

    /// One batch's result.
    struct Batch: Sendable {
        var settled: [SettledCharge] = []
        var failedRounds: [FailedRound] = []
        /// What was billed before subscriptions ended.
        var billed: [Invoice] = []
        /// By invoice id: rounds that cannot be served now. Nothing of them was written.
        var obstacles: [String: RoundStep.Obstacle] = [:]
        /// No round is due but those that were passed over.
        var isLast = false
    }

    /// What T1 decided.
    struct Prepared: Sendable {
        var steps: [RoundStep] = []
        var obstacles: [String: RoundStep.Obstacle] = [:]
        var isLast = false
    }

    /// Charging at an instant.
    public init(
        books: any BillingBooks, gateways: GatewaySet, deployment: String, scope: RunScope = .everything,
        asOf: Instant, batchSize: Int = 50, ceilings: TryCeilings = .service, stopped: Set<String> = []
    ) {
        self.books = books
        self.gateways = gateways
        self.deployment = deployment
        self.scope = scope
        self.asOf = asOf
        self.batchSize = batchSize
        self.ceilings = ceilings
        self.stopped = stopped
    }

    /// Prepares, sends and settles one batch of rounds; ``ChargingRounds`` calls it until there is none.
    ///
    /// - Parameter passedOver: ids of invoices that are left out.
    func nextBatch(passingOver passedOver: Set<String>) async throws -> Batch {
        let prepared = try await prepare(passingOver: passedOver)
        guard !prepared.isLast else { return Batch(isLast: true) }
        KillPoint.afterPrepare.pass()
        var batch = Batch(
            failedRounds: prepared.steps.compactMap(\.failedRound), billed: prepared.steps.flatMap(\.billed),
            obstacles: prepared.obstacles)
        let ready = prepared.steps.compactMap(\.outcome.attempt).filter { !stopped.contains($0.processor) }
        batch.settled = try await sendAndSettle(ready.map(\.id))
        return batch
    }

    /// T1: enters the rounds and writes the attempts that they begin with; rounds without a usable method fail.
    private func prepare(passingOver passedOver: Set<String>) async throws -> Prepared {
        try await books.transaction { transaction in
            guard try await transaction.chargingIsOn() else { return Prepared(isLast: true) }
            let cases = try await transaction.claimRoundsDue(
                scope, asOf: asOf, passingOver: passedOver, limit: batchSize)
            guard !cases.isEmpty else { return Prepared(isLast: true) }
            let prepared = try await write(cases, transaction)
            KillPoint.beforePrepareCommits.pass()
            return prepared
        }
    }

    /// T1 of invoices that are already locked; of a round that only `method` may serve, where one is named.
    func write(
        _ cases: [CollectionCase], only method: String? = nil, _ transaction: any BillingTransaction
    ) async throws -> Prepared {
        var cards: Set<String> = []
        var prepared = Prepared()
        for item in cases {
            let step = try await step(item, only: method, transaction)
            if let obstacle = step.obstacle {
                prepared.obstacles[item.invoice.id] = obstacle
                continue
            }
            // A card that was declined lately is tried for one invoice of a batch: the next look sees what came of it.
            if step.followsDecline, let card = step.outcome.attempt?.card {
                guard cards.insert(card).inserted else { continue }
            }
            prepared.steps.append(step)
        }
        try await transaction.record(prepared.steps.map(\.outcome))
        return prepared
    }

    /// One invoice's step. Before dunning ends a subscription its overdue boundaries are billed, as before every command
    /// (3.8): what was delivered until the end is owed, also where a run was late. Where they cannot be, wait for somebody's
    /// approval, or the subscription is parked, the last round is made again a day later.
    private func step(
        _ item: CollectionCase, only method: String?, _ transaction: any BillingTransaction
    ) async throws -> RoundStep {
        func next(_ item: CollectionCase) -> RoundStep {
            RoundStep(
                item, gateways: gateways, deployment: deployment, ceilings: ceilings, only: method, at: asOf)
        }
        let step = next(item)
        guard step.outcome.subscription?.status == .canceled, item.subscription.status != .canceled,
            item.subscription.isOverdue(at: asOf, isInclusive: false)
        else { return step }
        var postponed = RoundStep(postponing: item, until: asOf.adding(seconds: 86_400), at: asOf)
        guard !item.isParked, billsOverdue else { return postponed }
        var billed: [Invoice] = []
        do {
            try await transaction.billOverdue(
                item.subscription.id, at: asOf, isInclusive: false, run: run, into: &billed)
        } catch is BillingError {
            // The run's own stage has parked it, or will, with the reason.
            postponed.billed = billed
            return postponed
        }
        let again = try await transaction.claimInvoices([item.invoice.id], asOf: asOf)
        var last = again.first.map(next) ?? step
        last.billed = billed
        return last
    }

    /// T2, the requests, T3, of no more at a time than are under way at once: the lease of what is marked has begun, and
    /// none may wait for others to end. A charge whose customer would have to act, and may not be waited for, is taken
    /// back at the processor at once, so that the round can go on.
    func sendAndSettle(_ ids: [String]) async throws -> [SettledCharge] {
        var settled: [SettledCharge] = []
        for start in stride(from: 0, to: ids.count, by: gateways.width) {
            settled += try await sendAtOnce(Array(ids[start..<min(start + gateways.width, ids.count)]))
        }
        return settled
    }

    private func sendAtOnce(_ ids: [String]) async throws -> [SettledCharge] {
        if WrongVariant.noMarkBeforeCall.isOn { return try await sendWithoutMark(ids) }
        let attempts = try await mark(ids)
        KillPoint.afterMark.pass()
        let answers = await gateways.send(attempts)
        KillPoint.beforeSettle.pass()
        try await ring(answers, attempts)
        let settled = try await settle(answers.mapValues { .answer($0.answer) })
        let overdue = Set(settled.filter { $0.waitsNoLonger(at: asOf) }.map(\.attempt))
        guard !overdue.isEmpty else { return settled }
        let takenBack = try await takeBack(
            attempts.compactMap { attempt in
                guard overdue.contains(attempt.id), let reference = answers[attempt.id]?.answer.reference
                else {
                    return nil
                }
                return (attempt, reference)
            })
        let later = Dictionary(takenBack.map { ($0.attempt, $0) }) { $1 }
        return settled.map { later[$0.attempt] ?? $0 }
    }

    /// A key that stood for another request is settled by a question, but people must know of it.
    private func ring(_ answers: [String: SentAnswer], _ attempts: [PaymentAttempt]) async throws {
        let alarms = attempts.compactMap { attempt in
            answers[attempt.id]?.contradiction.map { reason in
                Alarm(
                    kind: .contradiction, account: attempt.account, processor: attempt.processor,
                    subject: attempt.id, detail: reason, raisedAt: asOf)
            }
        }
        guard !alarms.isEmpty else { return }
        try await books.transaction { try await $0.raise(alarms) }
    }

    /// T2: the last look before money moves. Only attempts that are marked may be sent, and only once the commit is
    /// acknowledged.
    private func mark(_ ids: [String]) async throws -> [PaymentAttempt] {
        try await books.transaction { transaction in
            let attempts = try await transaction.markSent(ids, at: asOf, besides: stopped)
            KillPoint.beforeMarkCommits.pass()
            return attempts
        }
    }

    /// Only what test builds do to see that the fault campaign notices: the mark comes after the call.
    private func sendWithoutMark(_ ids: [String]) async throws -> [SettledCharge] {
        let attempts = try await books.transaction { transaction in
            try await transaction.claimCases(ofAttempts: ids, asOf: asOf).compactMap(\.attempt)
        }
        let answers = await gateways.send(attempts)
        KillPoint.beforeSettle.pass()
        _ = try await mark(ids)
        return try await settle(answers.mapValues { .answer($0.answer) })
    }

    /// T3: a compare-and-set on each attempt, with everything that follows from its answer.
    ///
    /// - Parameter findings: by the attempt's id. One that changes nothing is passed over.
    public func settle(_ findings: [String: Finding]) async throws -> [SettledCharge] {
        guard !findings.isEmpty else { return [] }
        let settled = try await books.transaction { transaction in
            let cases = try await transaction.claimCases(ofAttempts: findings.keys.sorted(), asOf: asOf)
            let settlements = cases.compactMap { item -> Settlement? in
                guard let attempt = item.attempt, let finding = findings[attempt.id] else { return nil }
                return Settlement(
                    item, attempt: attempt, finding: finding,
                    repetition: gateways[attempt.processor]?.repetition, at: asOf)
            }
            try await transaction.record(settlements.map(\.outcome))
            KillPoint.beforeSettleCommits.pass()
            return settlements.map(\.charge)
        }
        KillPoint.afterSettle.pass()
        return settled
    }

    /// Takes charges that wait for their customer back at the processor first, and only then frees the invoices' one
    /// slot: a charge that could still be confirmed must never stand beside another.
    func takeBack(_ charges: [(attempt: PaymentAttempt, reference: String)]) async throws -> [SettledCharge] {
        try await settle(await gateways.cancel(charges))
    }
}

extension BillingTransaction {
    /// Writes outcomes with the notices and alarms that follow from them.
    func record(_ outcomes: [ChargeOutcome]) async throws {
        try await write(outcomes)
        let notices = outcomes.flatMap(\.notices)
        if !notices.isEmpty { try await write(notices) }
        let alarms = outcomes.flatMap(\.alarms)
        if !alarms.isEmpty { try await raise(alarms) }
    }
}
