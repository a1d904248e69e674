public import Billing
public import BillingCalendar
import FaultInjection

/// Processors' messages: written down first, then worked off one by one.
///
/// A message is a hint. What it names is fetched from the processor, and what that says is settled by the same code as
/// an answer, so that a message that never comes, comes five times or comes too late makes no difference. What cannot
/// be asked about now stays and is looked at again, by whoever serves messages or by the next run.
public struct ProcessorInbox: Sendable {
    /// What working off a batch came to.
    public struct Batch: Sendable {
        /// Messages that are done with, or wait for a processor that could not be asked.
        public var results: [EventResult] = []
        /// Charges that were settled.
        public var settled: [SettledCharge] = []
        /// A line for each message that cannot be worked off, whoever is asked; it is tried again later.
        public var problems: [String] = []
        /// Processors that did not answer, so that the rest of their messages waits.
        public var silent: Set<String> = []
    }

    let books: any BillingBooks
    let gateways: GatewaySet
    let deployment: String
    /// The instant on what is settled.
    let now: @Sendable () -> Instant

    /// An inbox; `now` is the clock, or the run's instant.
    public init(
        books: any BillingBooks, gateways: GatewaySet, deployment: String,
        now: @escaping @Sendable () -> Instant
    ) {
        self.books = books
        self.gateways = gateways
        self.deployment = deployment
        self.now = now
    }

    /// Writes a message down; when it returns, the message is committed and may be acknowledged.
    ///
    /// - Returns: false where it came before.
    @discardableResult
    public func record(_ event: ProcessorEvent) async throws -> Bool {
        try await books.transaction { transaction in
            let isNew = try await transaction.record(event)
            KillPoint.beforeEventCommits.pass()
            return isNew
        }
    }

    /// Looks at the messages that are due, at most `limit` of them; none: nothing is due.
    ///
    /// - Parameter silent: processors that are not asked.
    /// - Throws: where the books are out of reach; what a single message leads to holds up no other.
    public func workOff(limit: Int, passingOver silent: Set<String> = []) async throws -> Batch {
        let processors = gateways.processors.subtracting(silent)
        let received = try await books.transaction { try await $0.claimEvents(of: processors, limit: limit) }
        var batch = Batch()
        var silent = SilentProcessors()
        for message in received {
            let result = try await result(of: message, &batch, &silent)
            try await books.transaction { try await $0.write([result]) }
            batch.results.append(result)
        }
        batch.silent = silent.names
        return batch
    }

    /// Whatever goes wrong with one message is its outcome. Where the books are out of reach, writing that fails too.
    private func result(
        of message: ReceivedEvent, _ batch: inout Batch, _ silent: inout SilentProcessors
    ) async throws -> EventResult {
        do {
            return try await handle(message, &batch, &silent)
        } catch let error as CancellationError {
            throw error
        } catch {
            batch.problems.append(
                "message \(message.event.id) of \(message.event.processor) cannot be worked off and is tried again: "
                    + "\(error)")
            return .postponed(message, "\(error)")
        }
    }

    private func handle(
        _ message: ReceivedEvent, _ batch: inout Batch, _ silent: inout SilentProcessors
    ) async throws -> EventResult {
        let processor = message.event.processor
        guard let gateway = gateways[processor] else {
            return .postponed(message, "no access to \(processor) is configured")
        }
        guard !silent.contains(processor) else { return .postponed(message, "\(processor) does not answer") }
        let found = await gateway.fetch(message.event)
        silent.note(processor, hasAnswered: found.isAnswer)
        switch found {
        case .charge(let charge): return try await settle(charge, message, &batch)
        case .method(let method): return try await save(method, message)
        case .refund(let refund):
            if try await mayBeUnanswered(refund.chargeReference, message) { return Self.early(message) }
            return try await settle(refund, message, &batch)
        case .dispute(let dispute):
            if try await mayBeUnanswered(dispute.chargeReference, message) { return Self.early(message) }
            return try await settle(dispute, message)
        case .nothing: return .handled(message, "nothing that concerns us")
        case .unknown(let reason): return .postponed(message, reason)
        }
    }

    /// A charge is settled as if the answer had said so.
    private func settle(
        _ charge: ProcessorCharge, _ message: ReceivedEvent, _ batch: inout Batch
    ) async throws -> EventResult {
        guard let id = charge.attemptID else { return .handled(message, "\(charge.reference) is not ours") }
        let processor = message.event.processor
        let (found, isDismissed) = try await books.transaction { transaction in
            let dismissed = try await transaction.dismissedCharges([charge.reference], processor: processor)
            return (try await transaction.attempts([id]).first, !dismissed.isEmpty)
        }
        guard !isDismissed else {
            return .handled(message, "\(charge.reference) was decided about: it pays nothing here")
        }
        guard let attempt = found, attempt.processor == processor else {
            return .handled(message, "attempt \(id) of \(charge.reference) is not in these books")
        }
        let answer = charge.answer(to: attempt.charge)
        switch answer {
        case .unknown(let reason), .unavailable(let reason), .notExecuted(let reason):
            return .postponed(message, reason)
        case .declined where attempt.state == .needsAction, .needsAction where attempt.state == .needsAction:
            // The customer can still confirm it: only taking it back ends it, and that is the sweep's.
            return .handled(message, "attempt \(id) waits for its customer")
        case .succeeded, .declined, .needsAction, .pending, .announced, .refused, .contradicts: break
        }
        let settled = try await charging.settle([id: .answer(answer)])
        batch.settled += settled
        var words = [settled.first.map { "attempt \(id) is \($0.state.rawValue)" } ?? "known already"]
        if case .succeeded = answer, charge.refundedMinorUnits > 0, let gateway = gateways[processor] {
            // It was given back before it was known to have succeeded, or by hand: the books learn it at once.
            words += try await OutsideRefunds(books: books, at: now()).compare([charge], at: gateway)
        }
        return .handled(message, words.joined(separator: "; "))
    }

    /// Whether a charge that these books do not know may be one that was sent and has no answer yet: its id comes with
    /// the answer.
    private func mayBeUnanswered(_ charge: String, _ message: ReceivedEvent) async throws -> Bool {
        let processor = message.event.processor
        return try await books.transaction { transaction in
            guard try await transaction.attempt(ofCharge: charge, processor: processor) == nil else {
                return false
            }
            return try await transaction.hasUnanswered(
                processor: processor, sentUntil: message.event.createdAt + Self.clockDifferenceSeconds)
        }
    }

    /// By how much the processor's clock may be behind the database's.
    private static let clockDifferenceSeconds: Int64 = 300

    private static func early(_ message: ReceivedEvent) -> EventResult {
        .postponed(message, "charges of that time have no answer yet: it may be about one of them")
    }

    private var charging: Charging {
        Charging(books: books, gateways: gateways, deployment: deployment, asOf: now())
    }

    /// A refund of ours is settled as if the answer had said so; one that was made by hand at the processor is posted,
    /// and its invoice comes under review, because no credit note says why.
    private func settle(
        _ refund: ProcessorRefund, _ message: ReceivedEvent, _ batch: inout Batch
    ) async throws -> EventResult {
        if let id = refund.refundID {
            let refunding = Refunding(books: books, gateways: gateways, deployment: deployment, at: now())
            let settled = try await refunding.settle([id: refund.standing])
            if let settled = settled.first {
                return .handled(message, "refund \(id) is \(settled.state.rawValue)")
            }
        }
        if let unread = try await settleCharge(of: refund, message, &batch) { return unread }
        let posted = try await OutsideRefunds(books: books, at: now()).settle(
            refund, processor: message.event.processor)
        return .handled(message, posted)
    }

    /// A refund may be told before the success that it gives back, and may be of a charge that never took money: then the
    /// charge is looked at first.
    ///
    /// - Returns: what came of the message, where the charge cannot be read yet.
    private func settleCharge(
        of refund: ProcessorRefund, _ message: ReceivedEvent, _ batch: inout Batch
    ) async throws -> EventResult? {
        let processor = message.event.processor
        let attempt = try await books.transaction { transaction -> PaymentAttempt? in
            let id = try await transaction.attempt(ofCharge: refund.chargeReference, processor: processor)
            return try await transaction.attempts(id.map { [$0] } ?? []).first
        }
        guard let attempt, !attempt.hasTakenMoney, let gateway = gateways[processor] else { return nil }
        var event = message.event
        event.id += ":charge"
        event.subject = .charge(reference: refund.chargeReference)
        switch await gateway.fetch(event) {
        case .charge(let charge):
            let result = try await settle(charge, message, &batch)
            return result.isHandled ? nil : result
        case .unknown(let reason): return .postponed(message, reason)
        case .method, .refund, .dispute, .nothing: return nil
        }
    }

    private func settle(_ dispute: ProcessorDispute, _ message: ReceivedEvent) async throws -> EventResult {
        let processor = message.event.processor
        let attempt = try await books.transaction {
            try await $0.attempt(ofCharge: dispute.chargeReference, processor: processor)
        }
        let disputing = Disputing(books: books, at: now())
        let steps =
            if let attempt {
                try await disputing.settle(dispute, attempt: attempt)
            } else {
                try await disputing.settle(dispute, prepaidAt: processor)
            }
        guard let steps else { return .handled(message, "\(dispute.chargeReference) is not ours") }
        let words = steps.map(\.rawValue).joined(separator: ", ")
        return .handled(message, "dispute \(dispute.reference): \(words.isEmpty ? "nothing new" : words)")
    }

    /// A method that changed at the processor changes here; a new one of a known customer becomes the default. Either
    /// way its open invoices are tried again (11.3).
    private func save(_ method: SavedMethod, _ message: ReceivedEvent) async throws -> EventResult {
        let at = now()
        let processor = message.event.processor
        let outcome = try await books.transaction { transaction -> String in
            let holders = try await transaction.holders(
                ofMethod: method.reference, customer: method.customerReference, processor: processor)
            guard method.isUsable else {
                return holders.contains(where: \.isTheMethod)
                    ? "\(method.reference) is of no use any more; its next charge will say so"
                    : "not a method of ours"
            }
            let known = holders.filter(\.isTheMethod)
            for holder in known where method.differs(from: holder.method) {
                let order = PaymentMethodOrder(
                    account: holder.account,
                    method: method.method(id: holder.method.id, processor: processor),
                    makeDefault: false)
                try await transaction.setPaymentMethod(order, at: at)
            }
            if !known.isEmpty { return "\(method.reference) is up to date" }
            let accounts = Set(holders.map(\.account))
            for account in accounts.sorted() {
                let order = PaymentMethodOrder(
                    account: account, method: method.method(id: method.reference, processor: processor))
                try await transaction.setPaymentMethod(order, at: at)
            }
            return accounts.isEmpty ? "not a customer of ours" : "\(method.reference) is the default now"
        }
        return .handled(message, outcome)
    }
}

extension EventFinding {
    /// Whether the processor has said anything.
    fileprivate var isAnswer: Bool {
        switch self {
        case .charge, .method, .refund, .dispute, .nothing: true
        case .unknown: false
        }
    }
}

extension SavedMethod {
    /// Whether what people see of it, or what a bank goes by, has changed.
    fileprivate func differs(from method: PaymentMethod) -> Bool {
        (brand, last4, expiresOn, customerReference)
            != (method.brand, method.last4, method.expiresOn, method.customerReference)
    }

    fileprivate func method(id: String, processor: String) -> PaymentMethod {
        PaymentMethod(
            id: id, brand: brand, last4: last4, expiresOn: expiresOn, processor: processor,
            reference: reference,
            customerReference: customerReference, fingerprint: fingerprint)
    }
}
