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
    let books: any BillingBooks
    let at: Instant

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
            let charge = DisputedCharge(item.attempt)
            let (noted, steps) = try await note(dispute, of: charge, transaction)
            for step in steps {
                try await transaction.post(
                    step, of: dispute, minorUnits: dispute.amountMinorUnits, account: charge.account, at: at)
            }
            if noted.isNew, let notice = notice(dispute, item) { try await transaction.write([notice]) }
            try await look(at: dispute, of: charge, "of invoice \(item.invoice.number)", noted, transaction)
            return steps
        }
    }

    /// Notes how a dispute stands.
    ///
    /// - Returns: what is known of it, and what is to be posted now.
    func note(
        _ dispute: ProcessorDispute, of charge: DisputedCharge, _ transaction: any BillingTransaction
    ) async throws -> (NotedDispute, [DisputeStep]) {
        let posted = try await transaction.disputeSteps(dispute.reference, account: charge.account)
        let noted = try await transaction.note(dispute, of: charge, at: at)
        return (noted, DisputeStep.following(dispute, posted: posted))
    }

    /// Rings once, and bars or frees the card.
    ///
    /// - Parameter place: where the charge stands, in words behind its id.
    func look(
        at dispute: ProcessorDispute, of charge: DisputedCharge, _ place: String, _ noted: NotedDispute,
        _ transaction: any BillingTransaction
    ) async throws {
        if noted.isNew, dispute.status == .open {
            try await transaction.raise([alarm(dispute, charge, place)])
        }
        try await bar(charge, dispute, isNew: noted.isNew, transaction)
    }

    /// A dispute bars its card once: one that is saved again after that is free, however often the dispute is told. Won,
    /// it gives the card free unless another denies a charge of it.
    private func bar(
        _ charge: DisputedCharge, _ dispute: ProcessorDispute, isNew: Bool,
        _ transaction: any BillingTransaction
    ) async throws {
        guard let method = charge.method else { return }
        switch dispute.status {
        case .open, .lost:
            guard isNew, dispute.deniesConsent else { return }
            try await transaction.bar(method, of: charge.account, for: "disputed")
        case .won:
            guard try await !transaction.isDenied(method, of: charge, besides: dispute) else { return }
            try await transaction.unbar(method, of: charge.account, from: "disputed")
        }
    }

    /// It stops no charging: people are to answer at the processor before its deadline.
    private func alarm(_ dispute: ProcessorDispute, _ charge: DisputedCharge, _ place: String) -> Alarm {
        Alarm(
            kind: .disputed, account: charge.account, processor: charge.processor, subject: dispute.reference,
            detail:
                "charge \(dispute.chargeReference) \(place) is disputed (\(dispute.reason ?? "no reason given"))",
            raisedAt: at)
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
