public import Billing
public import BillingCalendar
import Monetary

/// Takes in a customer's objection to a charge: what the processor takes away or gives again is posted once each, and
/// the invoice comes under review.
///
/// The account goes on (decision 24): its other invoices are charged. Only where the objection is that there was no
/// consent, the card that paid is barred, so that nobody who denies a payment is charged again; a dispute that is won, or
/// withdrawn, gives the card free where no other denies a charge of it.
public struct Disputing: Sendable {
    private let books: any BillingBooks
    private let at: Instant

    /// Disputes taken in at an instant.
    public init(books: any BillingBooks, at: Instant) {
        self.books = books
        self.at = at
    }

    /// Posts what is new of a dispute about a charge of ours; told again, it changes nothing.
    ///
    /// - Throws: ``BillingError`` where there is no such charge, or the dispute is in another currency.
    /// - Returns: the steps that were posted now.
    public func settle(_ dispute: ProcessorDispute, attempt id: String) async throws -> [DisputeStep] {
        try await books.transaction { transaction in
            guard let item = try await transaction.claimRefundable(attempt: id) else {
                throw BillingError.unknown(kind: "payment", id: id)
            }
            guard item.attempt.charge.currencyCode == dispute.currencyCode else {
                throw BillingError.invalid(
                    "dispute \(dispute.reference)",
                    "it is in \(dispute.currencyCode), the charge in \(item.attempt.charge.currencyCode)")
            }
            let account = item.attempt.account
            let posted = try await transaction.disputeSteps(dispute.reference, account: account)
            let isNew = try await transaction.note(dispute, of: item.attempt, at: at)
            let steps = DisputeStep.following(dispute, posted: posted)
            for step in steps {
                try await transaction.post(step, of: dispute, account: account, at: at)
            }
            if isNew, let notice = notice(dispute, item) { try await transaction.write([notice]) }
            if isNew, dispute.status == .open { try await transaction.raise([alarm(dispute, item)]) }
            try await bar(item.attempt, dispute, isNew: isNew, transaction)
            return steps
        }
    }

    /// A dispute bars its card once: one that is saved again after that is free, however often the dispute is told. Won,
    /// it gives the card free unless another denies a charge of it.
    private func bar(
        _ attempt: PaymentAttempt, _ dispute: ProcessorDispute, isNew: Bool,
        _ transaction: any BillingTransaction
    ) async throws {
        switch dispute.status {
        case .open, .lost:
            guard isNew, dispute.deniesConsent else { return }
            try await transaction.bar(attempt.method, of: attempt.account, for: "disputed")
        case .won:
            guard try await !transaction.isDenied(methodOf: attempt, besides: dispute) else { return }
            try await transaction.unbar(attempt.method, of: attempt.account, from: "disputed")
        }
    }

    /// It stops no charging: people are to answer at the processor before its deadline.
    private func alarm(_ dispute: ProcessorDispute, _ item: RefundCase) -> Alarm {
        Alarm(
            kind: .disputed, account: item.attempt.account, processor: item.attempt.processor,
            subject: dispute.reference,
            detail:
                "charge \(dispute.chargeReference) of invoice \(item.invoice.number) is disputed "
                + "(\(dispute.reason ?? "no reason given"))", raisedAt: at)
    }

    private func notice(_ dispute: ProcessorDispute, _ item: RefundCase) -> Notice? {
        guard dispute.status == .open else { return nil }
        return .underReview(
            item, minorUnits: dispute.amountMinorUnits, because: dispute.reason,
            of: ("dispute", dispute.reference), at: at)
    }
}

extension Notice {
    /// Money of a paid invoice went another way than these books sent it: people look at the invoice.
    ///
    /// - Parameter cause: what the processor has it under, by kind and id: each is told once.
    /// - Returns: nil where the invoice's currency is none that is known.
    static func underReview(
        _ item: RefundCase, minorUnits: Int64, because reason: String?, of cause: (kind: String, id: String),
        at: Instant
    ) -> Notice? {
        guard let amount = item.invoice.amount else { return nil }
        return Notice(
            .invoiceUnderReview, of: amount.invoice, cause.id, account: amount.account, at: at,
            facts: [
                "invoice": amount.invoice, "invoice_number": amount.invoiceNumber,
                "subscription": amount.subscription, "amount": amount.currency.majorUnits(minorUnits),
                "currency": amount.currency.code, "attempt": item.attempt.id, cause.kind: cause.id,
                "reason": reason,
            ])
    }
}

/// What a dispute does to the money; each is posted once for its dispute.
public enum DisputeStep: String, Sendable, Hashable, CaseIterable {
    /// The processor has taken it away.
    case withdrawn
    /// The dispute was won: it is ours again.
    case reinstated
    /// The dispute was lost: it stays away.
    case lost

    /// What is to be posted of a dispute as it stands now.
    static func following(_ dispute: ProcessorDispute, posted: Set<DisputeStep>) -> [DisputeStep] {
        var steps: [DisputeStep] = []
        let isAway = posted.contains(.withdrawn)
        if !isAway, dispute.isWithdrawn || dispute.status == .lost { steps.append(.withdrawn) }
        switch dispute.status {
        case .open: break
        case .won where isAway && !posted.contains(.reinstated): steps.append(.reinstated)
        case .lost where !posted.contains(.lost): steps.append(.lost)
        case .won, .lost: break
        }
        return steps
    }
}
