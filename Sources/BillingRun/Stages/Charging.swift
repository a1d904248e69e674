public import Billing
import BillingCalendar
import FaultInjection

/// charge: one attempt at a time for an invoice, each written before it is sent (PROCESSORS 5).
///
/// T1 decides and writes attempts, T2 marks them as sent, then the requests leave with no transaction open, and T3
/// settles the answers. Killed between any two of these, the sweep of the next run goes on from what is written.
struct Charging: Sendable {
    let books: any BillingBooks
    let gateways: GatewaySet
    let scope: RunScope
    let asOf: Instant
    /// Names this installation in idempotency keys.
    let deployment: String
    /// How many invoices are charged side by side.
    let batchSize: Int

    /// One batch's result.
    struct Batch: Sendable {
        var settled: [SettledCharge] = []
        var failedRounds: [FailedRound] = []
        var isLast = false
    }

    /// Prepares, sends and settles one batch of rounds.
    func nextBatch() async throws -> Batch {
        let (cases, outcomes) = try await prepare()
        guard !cases.isEmpty else { return Batch(isLast: true) }
        KillPoint.afterPrepare.pass()
        var batch = Batch()
        batch.failedRounds = outcomes.compactMap(\.failedRound)
        let ready = outcomes.compactMap(\.outcome.attempt)
        batch.settled = try await sendAndSettle(ready.map(\.id))
        return batch
    }

    /// T1: enters the rounds and writes the attempts that they begin with; rounds without a usable method fail.
    private func prepare() async throws -> (cases: [CollectionCase], outcomes: [RoundStep]) {
        try await books.transaction { transaction in
            guard try await transaction.chargingIsOn() else { return ([], []) }
            let cases = try await transaction.claimRoundsDue(scope, asOf: asOf, limit: batchSize)
            let outcomes = try cases.map {
                try RoundStep($0, gateways: gateways, deployment: deployment, at: asOf)
            }
            try await transaction.write(outcomes.map(\.outcome))
            KillPoint.beforePrepareCommits.pass()
            return (cases, outcomes)
        }
    }

    /// T2, the requests, T3.
    func sendAndSettle(_ ids: [String]) async throws -> [SettledCharge] {
        guard !ids.isEmpty else { return [] }
        if WrongVariant.noMarkBeforeCall.isOn { return try await sendWithoutMark(ids) }
        let attempts = try await mark(ids)
        KillPoint.afterMark.pass()
        let answers = await gateways.send(attempts)
        KillPoint.beforeSettle.pass()
        return try await settle(answers.mapValues { .answer($0) })
    }

    private func mark(_ ids: [String]) async throws -> [PaymentAttempt] {
        try await books.transaction { transaction in
            let attempts = try await transaction.markSent(ids, at: asOf)
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
        return try await settle(answers.mapValues { .answer($0) })
    }

    /// T3: a compare-and-set on each attempt, with everything that follows from its answer.
    func settle(_ findings: [String: Finding]) async throws -> [SettledCharge] {
        guard !findings.isEmpty else { return [] }
        let settled = try await books.transaction { transaction in
            let cases = try await transaction.claimCases(ofAttempts: findings.keys.sorted(), asOf: asOf)
            let settlements = cases.compactMap { item in
                item.attempt.flatMap { attempt in
                    findings[attempt.id].flatMap { Settlement(item, attempt: attempt, finding: $0, at: asOf) }
                }
            }
            try await transaction.write(settlements.map(\.outcome))
            KillPoint.beforeSettleCommits.pass()
            return settlements.map(\.charge)
        }
        KillPoint.afterSettle.pass()
        return settled
    }
}

/// A charge whose answer has been written down.
public struct SettledCharge: Sendable, Hashable {
    /// The attempt's id.
    public var attempt: String
    /// The invoice's id.
    public var invoice: String
    /// The number on the document, which people know it by.
    public var invoiceNumber: String
    /// The id of the account that was charged.
    public var account: String
    /// The id of the payment method.
    public var method: String
    /// What was asked for, whether or not it was paid.
    public var amountMinorUnits: Int64
    /// ISO 4217 code.
    public var currencyCode: String
    /// What the attempt came to; a live state where the answer is still open (11.5).
    public var state: PaymentAttempt.State
    /// Why it was declined; nil where it was not, or where nobody said.
    public var declineCode: DeclineCode?
    /// What the processor said when the charge stays unknown.
    public var note: String?
    /// Whether the processor does not accept our credentials: nothing more is sent to it in this run.
    public var isRefusedAccess: Bool
    /// The processor it was sent to.
    public var processor: String
}

/// A round in which no method was left to try.
public struct FailedRound: Sendable, Hashable {
    /// The invoice's id.
    public var invoice: String
    /// What follows: another round, or the policy's final action (11.3, 11.4).
    public var decision: DunningDecision
}
