public import Billing
public import BillingCalendar

/// Records what people decided about a charge that these books did not send, so that it rings no alarm any more.
///
/// The charge is read at its processor first: what it says decides whether the decision can be. The attempt that the
/// charge names, and its key, are used up: a charge sent under it would be answered with the old one while the processor
/// remembers the key, and would be made a second time after that.
public struct OrphanResolution: Sendable {
    private let books: any BillingBooks
    private let gateways: GatewaySet
    private let deployment: String
    private let author: CorrectionAuthor

    /// Decisions of someone with a name and a reason, on these books and processors.
    public init(
        books: any BillingBooks, gateways: GatewaySet, deployment: String, author: CorrectionAuthor
    ) {
        self.books = books
        self.gateways = gateways
        self.deployment = deployment
        self.author = author
    }

    /// Decides about the charge of an alarm and clears it; the decision, what it pays, and its place in the audit trail
    /// are one transaction.
    ///
    /// - Throws: ``BillingError`` where there is no such alarm, the charge cannot be what was decided, or it cannot pay
    ///   its invoice; ``RunError`` where the processor is not set up or does not answer.
    /// - Returns: the charge that paid its invoice; nil where none did.
    public func resolve(
        alarm id: Int, as verdict: OrphanDecision.Verdict, at: Instant
    ) async throws -> SettledCharge? {
        guard let reason = author.reason, reason.contains(where: { !$0.isWhitespace }) else {
            throw BillingError.invalid("a decision without a reason", "say why, for whoever reads it later")
        }
        let alarm = try await books.transaction { try await claim(id, $0) }
        let charge = try await read(alarm)
        try OrphanDecision.check(verdict, of: charge)
        guard let attempt = charge.attemptID else {
            throw BillingError.invalid(
                "charge \(alarm.subject)", "it carries none of our marks any more: clear the alarm")
        }
        let decision = OrphanDecision(
            processor: alarm.processor, reference: charge.reference, attemptID: attempt, verdict: verdict,
            decidedBy: author.name, reason: reason, decidedAt: at)
        return try await books.transaction { transaction in
            _ = try await claim(id, transaction)
            let settled = try await settle(decision, charge, transaction)
            try await transaction.write(decision, clearing: id)
            try await transaction.note(
                AuditEntry(
                    actor: author.name, action: "alarms resolve", account: settled?.account,
                    subject: charge.reference, reason: reason,
                    detail: ["verdict": verdict.rawValue, "attempt": attempt, "alarm": "\(id)"]))
            return settled
        }
    }

    private func claim(_ id: Int, _ transaction: any BillingTransaction) async throws -> Alarm {
        guard let alarm = try await transaction.claimAlarm(id) else {
            throw BillingError.unknown(kind: "open alarm", id: "\(id)")
        }
        guard alarm.kind == .orphanCharge else {
            throw BillingError.invalid(
                "alarm \(id)", "it is \(alarm.kind.rawValue), nothing is to be decided: \(alarm.kind.advice)")
        }
        return alarm
    }

    /// The charge as its processor has it now.
    private func read(_ alarm: Alarm) async throws -> ProcessorCharge {
        guard let gateway = gateways[alarm.processor] else {
            throw RunError.noGateway(processor: alarm.processor)
        }
        let question = ProcessorEvent(
            processor: alarm.processor, id: alarm.subject, type: "", createdAt: 0, isLive: nil,
            subject: .charge(reference: alarm.subject))
        switch await gateway.fetch(question) {
        case .charge(let charge): return charge
        case .unknown(let reason): throw RunError.notListed(processor: alarm.processor, reason: reason)
        case .refund, .dispute, .method, .nothing:
            throw BillingError.invalid(
                "charge \(alarm.subject)", "\(alarm.processor) does not have it any more: clear the alarm")
        }
    }

    /// Settles the attempt that the charge names where it pays its invoice; else takes it, if it was prepared here, out
    /// of the way.
    private func settle(
        _ decision: OrphanDecision, _ charge: ProcessorCharge, _ transaction: any BillingTransaction
    ) async throws -> SettledCharge? {
        let parts = PaymentAttempt.parts(of: decision.attemptID)
        let item =
            if let parts {
                try await transaction.claimInvoices([parts.invoice], asOf: decision.decidedAt).first
            } else { CollectionCase?.none }
        guard decision.verdict == .accepted else {
            if let item, let attempt = item.attempt, attempt.id == decision.attemptID, attempt.state == .ready
            {
                try await adoption(at: decision.decidedAt).end(attempt, of: item, transaction)
            }
            return nil
        }
        guard let parts, let item else {
            throw BillingError.invalid(
                "charge \(charge.reference)",
                "its invoice \(charge.invoiceID ?? "of nobody") is not in these books yet: bill it first with `dueday run "
                    + "--stage invoice`, or give the charge back")
        }
        try check(charge, through: decision.processor, pays: item)
        return try await accept(
            charge, through: decision.processor, sequence: parts.sequence, of: item, at: decision.decidedAt,
            transaction)
    }

    private func check(
        _ charge: ProcessorCharge, through processor: String, pays item: CollectionCase
    ) throws {
        let invoice = item.invoice
        guard invoice.status == .open else {
            throw BillingError.invalid(
                "charge \(charge.reference)",
                "invoice \(invoice.number) is \(invoice.status.rawValue): give the charge back and say given_back"
            )
        }
        guard charge.currencyCode == invoice.currencyCode,
            charge.amountMinorUnits == invoice.amountDueMinorUnits
        else {
            throw BillingError.invalid(
                "charge \(charge.reference)",
                "it is not what invoice \(invoice.number) asks for: give it back and say given_back")
        }
        guard let attempt = item.attempt else { return }
        guard attempt.state == .ready else {
            throw CollectionRefusal.underWay(invoice: invoice.number, state: attempt.state)
        }
        guard attempt.id != charge.attemptID || attempt.processor == processor else {
            throw BillingError.invalid(
                "charge \(charge.reference)",
                "attempt \(attempt.id) is prepared for \(attempt.processor) here: give the charge back and say given_back"
            )
        }
    }

    /// The attempt as it would have been written, marked as sent by the books that were lost, and settled with what the
    /// processor says.
    private func accept(
        _ charge: ProcessorCharge, through processor: String, sequence: Int, of item: CollectionCase,
        at: Instant,
        _ transaction: any BillingTransaction
    ) async throws -> SettledCharge? {
        let id = PaymentAttempt.id(invoice: item.invoice.id, sequence: sequence)
        let adoption = adoption(at: at)
        if let ready = item.attempt, ready.id != id {
            try await adoption.end(ready, of: item, transaction)
        }
        if item.attempt?.id != id {
            guard let method = item.methods.first(where: { $0.method.processor == processor })?.method,
                gateways[processor] != nil
            else {
                throw BillingError.invalid(
                    "charge \(charge.reference)",
                    "account \(item.invoice.account) has no method there: add it with `dueday payment-method add`"
                )
            }
            _ = try await adoption.prepare(
                method, sequence: sequence, amountMinorUnits: item.invoice.amountDueMinorUnits, of: item,
                transaction)
        }
        return try await adoption.settle(id, { charge.answer(to: $0) }, transaction)
    }

    private func adoption(at: Instant) -> ChargeAdoption {
        ChargeAdoption(gateways: gateways, deployment: deployment, at: at)
    }
}
