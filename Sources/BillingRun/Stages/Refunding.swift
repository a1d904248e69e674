public import Billing
public import BillingCalendar
import FaultInjection

/// Gives money back exactly once, by the same steps as ``Charging``: T1 writes the refund with its key and bytes, T2
/// marks it, then the request leaves, T3 settles the answer; a sweep finds what was left.
public struct Refunding: Sendable {
    /// So few are leased at a time that all of them are looked at before the lease ends.
    private static let mostAtOnce = 20

    private let books: any BillingBooks
    private let gateways: GatewaySet
    private let deployment: String
    private let scope: RunScope
    let at: Instant

    /// Refunds dated with an instant.
    public init(
        books: any BillingBooks, gateways: GatewaySet, deployment: String, scope: RunScope = .everything,
        at: Instant
    ) {
        self.books = books
        self.gateways = gateways
        self.deployment = deployment
        self.scope = scope
        self.at = at
    }

    /// Gives back what an order asks for: of a charge of an invoice, or of what stands on an account's balance.
    ///
    /// - Parameter readers: the books for what is looked up first; those of the refund itself unless given.
    /// - Throws: ``BillingError`` where the charge cannot give that much; ``RunError`` where its processor is not set up,
    ///   or does not say what it has given back.
    /// - Returns: the refund as it stands after the processor's answer.
    public func refund(
        _ order: RefundOrder, lookingUpIn readers: (any BillingBooks)? = nil
    ) async throws -> Refund {
        let readers = readers ?? books
        let id = order.payment
        if let item = try await readers.transaction({ try await $0.claimRefundable(attempt: id) }) {
            try await learn(of: item, in: readers)
        } else if let item = try await readers.transaction({
            try await $0.claimPrepayment(id, processor: nil)
        }) {
            try await OutsideRefunds(books: readers, at: at).learn(of: item, through: gateways)
        }
        let refund = try await books.transaction { transaction in
            if let item = try await transaction.claimRefundable(attempt: id) {
                return try await prepare(order, of: item, transaction)
            }
            guard let item = try await transaction.claimPrepayment(id, processor: nil) else {
                throw BillingError.unknown(kind: "payment", id: id)
            }
            return try await prepare(order, of: item, transaction)
        }
        return try await send(refund)
    }

    /// What of a charge was given back on its processor's own pages is posted before more is given back.
    func learn(of item: RefundCase, in readers: any BillingBooks) async throws {
        try await OutsideRefunds(books: readers, at: at).learn(of: item, through: gateways)
    }

    /// T2 and T3 of a refund that is written, for somebody who looks at what comes of it.
    func send(_ refund: Refund) async throws -> Refund {
        try await sendAndSettle(refund.id, isWatched: true).first ?? refund
    }

    /// T1, in the transaction of whoever owes it.
    func prepare(
        _ order: RefundOrder, of item: RefundCase, _ transaction: any BillingTransaction
    ) async throws -> Refund {
        let amount = try order.amount(of: item.attempt, before: item.refunds, outside: item.outside)
        guard let reference = item.attempt.reference else {
            throw RunError.noGateway(processor: item.attempt.processor)
        }
        let refund = try refund(
            order, amount,
            of: Charge(
                attempt: item.attempt.id, invoice: item.attempt.invoice, account: item.attempt.account,
                processor: item.attempt.processor, reference: reference,
                currencyCode: item.attempt.charge.currencyCode,
                currencyExponent: item.invoice.currencyExponent),
            before: item.refunds, outside: item.outside)
        try await transaction.write([RefundOutcome(refund: refund, at: at)])
        return refund
    }

    /// What a refund is of: a charge of an invoice, or one that stands on a balance.
    struct Charge {
        var attempt: String?
        var invoice: String?
        var account: String
        var processor: String
        /// The processor's id of the charge.
        var reference: String
        var currencyCode: String
        var currencyExponent: Int
    }

    /// The next refund of a charge with its key and bytes.
    func refund(
        _ order: RefundOrder, _ amount: Int64, of charge: Charge, before: [Refund], outside: [OutsideRefund]
    ) throws -> Refund {
        guard let gateway = gateways[charge.processor] else {
            throw RunError.noGateway(processor: charge.processor)
        }
        // A database that was restored may have lost refunds of ours: those are found as outside ones, and their keys must
        // not be used again.
        let sequence = (before.last?.sequence ?? 0) + outside.count + 1
        let id = "\(charge.attempt ?? charge.reference)-r\(sequence)"
        let request = gateway.prepareRefund(
            RefundRequest(
                refundID: id,
                idempotencyKey: RefundRequest.idempotencyKey(deployment: deployment, refund: id),
                chargeReference: charge.reference, amountMinorUnits: amount,
                currencyCode: charge.currencyCode, currencyExponent: charge.currencyExponent,
                reason: order.reason))
        return Refund(
            id: id, attempt: charge.attempt, invoice: charge.invoice, account: charge.account,
            sequence: sequence, processor: charge.processor, request: request, reason: order.reason,
            note: order.note, requestedAt: at)
    }

    /// T2, the request, T3: an answer waits for no other.
    ///
    /// - Parameter found: what the processor says already of one that these books have never sent; nothing is sent.
    private func sendAndSettle(
        _ id: String, found: RefundAnswer? = nil, isWatched: Bool = false
    ) async throws -> [Refund] {
        guard let refund = try await books.transaction({ try await $0.markRefundsSent([id]) }).first else {
            return []
        }
        KillPoint.afterRefundMark.pass()
        let answer: RefundAnswer
        if let found {
            answer = found
        } else {
            answer = await gateways.send(refund)
        }
        KillPoint.refundAnswerInHand.pass()
        return try await settle([id: answer], isWatched: isWatched)
    }

    /// T3: a compare-and-set on each refund, with its posting and its notice. The answer, the sweep and a webhook all
    /// end here.
    ///
    /// - Parameter isWatched: whether somebody looks at what comes of it; otherwise a failure rings an alarm.
    /// - Returns: the refunds whose state changed or stays open.
    public func settle(_ answers: [String: RefundAnswer], isWatched: Bool = false) async throws -> [Refund] {
        guard !answers.isEmpty else { return [] }
        return try await books.transaction { transaction in
            let cases = try await transaction.claimRefunds(answers.keys.sorted())
            var outcomes = cases.flatMap { item in
                item.refunds.compactMap { refund in
                    answers[refund.id].flatMap {
                        outcome(refund, answer: $0, of: item.invoice.amount, isWatched: isWatched)
                    }
                }
            }
            outcomes += try await self.outcomes(ofPrepaid: answers, isWatched: isWatched, transaction)
            try await transaction.write(outcomes)
            let notices = outcomes.flatMap(\.notices)
            if !notices.isEmpty { try await transaction.write(notices) }
            let alarms = outcomes.flatMap(\.alarms)
            if !alarms.isEmpty { try await transaction.raise(alarms) }
            KillPoint.beforeRefundSettles.pass()
            return outcomes.map(\.refund)
        }
    }

    /// nil where the answer changes nothing.
    ///
    /// - Parameters:
    ///   - invoice: what the customer is told that it was for; nil: nobody is told.
    ///   - isWatched: whether somebody looks at what comes of it; otherwise a failure rings an alarm.
    func outcome(
        _ refund: Refund, answer: RefundAnswer, of invoice: CollectedAmount?, isWatched: Bool
    ) -> RefundOutcome? {
        let state = answer.state
        guard refund.state.mayBecome(state) || (refund.state == state && state.isLive) else { return nil }
        var settled = refund
        settled.state = state
        settled.reference = answer.reference ?? refund.reference
        settled.failureCode = answer.failureCode
        settled.settledAt = state.isLive ? nil : at
        var outcome = RefundOutcome(refund: settled, at: at)
        switch state {
        case .succeeded:
            outcome.posting = .refunded
            if var amount = invoice {
                amount.amountMinorUnits = refund.request.amountMinorUnits
                outcome.notices = [.refunded(amount, refund: refund.id, at: at)]
            }
        case .failed, .refused:
            if refund.state == .succeeded { outcome.posting = .failedAfterwards }
            if !isWatched { outcome.alarms = [alarm(settled, after: refund.state)] }
        case .ready, .sent, .unknown, .pending: break
        }
        return outcome
    }

    /// Money that somebody was promised has not gone back.
    private func alarm(_ refund: Refund, after state: Refund.State) -> Alarm {
        let how = state == .succeeded ? "failed after it had succeeded" : "is \(refund.state.rawValue)"
        return Alarm(
            kind: .refundFailed, account: refund.account, processor: refund.processor, subject: refund.id,
            detail: "refund \(refund.id) \(how) (\(refund.failureCode ?? "no reason"))", raisedAt: at)
    }

    /// Looks once at every refund that is not settled. One that was never sent is asked about too before it is sent: in
    /// books that were restored it may have gone. A processor that does not answer is not waited for again and again.
    ///
    /// - Parameter silent: processors that are not asked.
    public func sweep(batchSize: Int, passingOver silent: Set<String> = []) async throws -> [Refund] {
        var settled: [Refund] = []
        var silent = SilentProcessors(silent)
        var page = SweepPage(limit: min(batchSize, Self.mostAtOnce))
        while true {
            let unsettled = try await claim(page)
            settled += try await sweep(unsettled, &silent)
            guard unsettled.count == page.limit, let last = unsettled.last else { return settled }
            page.after = last.position
        }
    }

    private func sweep(_ unsettled: [UnsettledRefund], _ silent: inout SilentProcessors) async throws
        -> [Refund]
    {
        var settled: [Refund] = []
        for item in unsettled where !silent.contains(item.refund.processor) {
            let (news, hasAnswered) = try await look(at: item)
            silent.note(item.refund.processor, hasAnswered: hasAnswered)
            settled += news
        }
        try await ring(unsettled, settled: settled)
        return settled
    }

    /// Sends one again, or asks about it.
    private func look(at item: UnsettledRefund) async throws -> (news: [Refund], hasAnswered: Bool) {
        let id = item.refund.id
        if item.hasNoAnswer, let rule = rule(of: item),
            rule.allowsSending(secondsSinceFirstSend: item.secondsSinceFirstSend ?? 0)
        {
            let news = try await sendAndSettle(id)
            return (news, !news.contains { $0.state == .unknown })
        }
        switch await gateways.lookUp(item.refund) {
        case .found(let answer) where item.refund.state == .ready:
            return (try await sendAndSettle(id, found: answer), true)
        case .found(let answer): return (try await settle([id: answer]), true)
        case .absent where item.refund.state == .ready || isGone(item):
            return (try await sendAndSettle(id), true)
        case .absent: return ([], true)
        case .unknown: return ([], false)
        }
    }

    /// Whoever asked for two days and got no answer must hear of it.
    private func ring(_ unsettled: [UnsettledRefund], settled: [Refund]) async throws {
        let known = Set(settled.filter { $0.state != .unknown }.map(\.id))
        let alarms = unsettled.filter { item in
            item.hasNoAnswer && !known.contains(item.refund.id)
                && (item.secondsSinceFirstSend ?? 0) > Recovery.alarmSeconds
        }.map { item in
            Alarm(
                kind: .unsettled, account: item.refund.account, processor: item.refund.processor,
                subject: item.refund.id,
                detail:
                    "\(item.refund.processor) has not said what became of refund \(item.refund.id) for two days",
                raisedAt: at)
        }
        guard !alarms.isEmpty else { return }
        try await books.transaction { try await $0.raise(alarms) }
    }

    private func claim(_ page: SweepPage) async throws -> [UnsettledRefund] {
        try await books.transaction { try await $0.claimUnsettledRefunds(scope, page) }
    }

    /// Whether a refund that the processor does not know will not appear any more: it has to be sent again, because
    /// the money is owed.
    private func isGone(_ item: UnsettledRefund) -> Bool {
        guard item.hasNoAnswer, let rule = rule(of: item) else { return false }
        return rule.afterAbsence(
            secondsSinceFirstSend: item.secondsSinceFirstSend ?? 0,
            secondsSinceLastSend: item.secondsSinceLastSend ?? 0) != .wait
    }

    private func rule(of item: UnsettledRefund) -> RepetitionRule? {
        gateways[item.refund.processor]?.repetition
    }
}

extension UnsettledRefund {
    /// Sent, and nobody knows what became of it.
    fileprivate var hasNoAnswer: Bool { refund.state == .sent || refund.state == .unknown }
}
