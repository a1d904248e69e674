public import Billing
public import BillingCalendar

/// Asks the processors about everything that is not settled, then compares their books with ours.
public struct Reconciliation: Sendable {
    private let books: any BillingBooks
    private let gateways: GatewaySet
    private let deployment: String
    private let at: Instant

    /// A reconciliation dated with an instant.
    public init(books: any BillingBooks, gateways: GatewaySet, deployment: String, at: Instant) {
        self.books = books
        self.gateways = gateways
        self.deployment = deployment
        self.at = at
    }

    /// What one processor and the books say of the same time.
    public struct Result: Sendable {
        /// The processor's name.
        public var processor: String
        /// From when on charges were compared, in seconds since 1970.
        public var since: Int64
        /// How many charges of ours the processor has.
        public var charges = 0
        /// What does not agree, a line each.
        public var differences: [String] = []
        /// Minor units that were taken, by currency, by the books.
        public var ours: [String: Int64] = [:]
        /// Minor units that were taken, by currency, by the processor.
        public var theirs: [String: Int64] = [:]
        /// Why the processor could not be compared; nil where it was.
        public var problem: String?

        /// Whether both sides say the same.
        public var agrees: Bool { problem == nil && differences.isEmpty && ours == theirs }
    }

    /// Settles what can be settled; the charges and refunds that were looked at. The sweep may send what is prepared, so
    /// that the processors' charges are compared with the books before it, as in a run.
    public func settle() async throws -> (charges: [SettledCharge], refunds: [Refund]) {
        let audit = try await OrphanAudit(charging: charging()).run()
        let charges =
            audit.settled
            + (try await Recovery(charging: charging(stopped: Set(audit.stopped.keys))).sweep(batchSize: 500))
            .settled
        let refunds = try await Refunding(books: books, gateways: gateways, deployment: deployment, at: at)
            .sweep(batchSize: 500)
        return (charges, refunds)
    }

    /// Compares every processor's charges of the last `seconds` with the attempts. Raises the alarms that follow, and
    /// settles what has succeeded late.
    public func compare(lastSeconds seconds: Int64) async throws -> [Result] {
        var results: [Result] = []
        for gateway in gateways.all {
            results.append(try await compare(gateway, lastSeconds: seconds))
        }
        return results
    }

    private func compare(_ gateway: any PaymentGateway, lastSeconds seconds: Int64) async throws -> Result {
        let processor = gateway.processor
        let now = try await books.transaction { try await $0.auditMark(processor: processor).now }
        var result = Result(processor: processor, since: now - seconds)
        let charges: [ProcessorCharge]
        switch await gateway.charges(
            createdAtOrAfter: result.since - OrphanAudit.overlapSeconds, withRefunds: true)
        {
        case .unknown(let reason):
            result.problem = reason
            return result
        case .charges(let listed): charges = listed.filter { $0.attemptID != nil }
        }
        let ids = Array(Set(charges.compactMap(\.attemptID)))
        let comparison = try await books.transaction { transaction in
            let known = ids.isEmpty ? [] : try await transaction.attempts(ids)
            let dismissed = try await transaction.dismissedCharges(
                charges.map(\.reference), processor: processor)
            let comparison = ChargeComparison(
                charges, attempts: known, dismissed: dismissed, processor: processor, at: at)
            if !comparison.alarms.isEmpty { try await transaction.raise(comparison.alarms) }
            return comparison
        }
        _ = try await charging().settle(comparison.late)
        let since = result.since
        let sent = try await books.transaction { transaction in
            try await transaction.attempts(of: processor, firstSentAtOrAfter: since)
        }
        result.charges = charges.count
        result.differences = comparison.differences
        result.differences += try await OutsideRefunds(books: books, at: at).compare(charges, at: gateway)
        result.count(charges, sent: sent)
        return result
    }

    private func charging(stopped: Set<String> = []) -> Charging {
        Charging(books: books, gateways: gateways, deployment: deployment, asOf: at, stopped: stopped)
    }
}

extension Reconciliation.Result {
    /// Adds up the charges that both sides can know: those first sent in the time that is compared.
    fileprivate mutating func count(_ charges: [ProcessorCharge], sent: [PaymentAttempt]) {
        let inTime = Set(sent.map(\.id))
        let references = Set(charges.map(\.reference))
        for charge in charges {
            guard case .succeeded = charge.standing, inTime.contains(charge.attemptID ?? "") else { continue }
            theirs[charge.currencyCode, default: 0] += charge.amountMinorUnits
        }
        for attempt in sent where attempt.state == .succeeded || attempt.state == .surplus {
            ours[attempt.charge.currencyCode, default: 0] += attempt.charge.amountMinorUnits
            guard let reference = attempt.reference, !references.contains(reference) else { continue }
            differences.append("\(reference) of attempt \(attempt.id) is not at the processor")
        }
    }
}
