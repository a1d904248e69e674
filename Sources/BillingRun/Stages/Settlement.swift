import Billing
import BillingCalendar

/// What follows from a processor's answer to one attempt. Pure; the answer, the sweep and a webhook all end here.
struct Settlement: Sendable {
    private(set) var outcome: ChargeOutcome
    private(set) var charge: SettledCharge

    /// nil where the attempt is settled already: then the answer changes nothing.
    init?(_ item: CollectionCase, attempt: PaymentAttempt, finding: Finding, at: Instant) {
        guard attempt.state.isLive, attempt.state.mayBecome(finding.state) || attempt.state == finding.state
        else { return nil }
        var settled = attempt
        settled.state = finding.state
        var note: String?
        var isHard = false
        if case .answer(let answer) = finding {
            isHard = answer.decline?.isHard ?? false
            settled.declineCode = answer.declineCode ?? attempt.declineCode
            settled.reference = answer.reference ?? attempt.reference
            note = answer.note
        }
        if !settled.state.isLive { settled.settledAt = at }
        outcome = ChargeOutcome(
            invoice: item.invoice.id, account: item.invoice.account, collection: item.collection, at: at)
        outcome.attempt = settled
        charge = SettledCharge(
            attempt: attempt.id, invoice: item.invoice.id, invoiceNumber: item.invoice.number,
            account: item.invoice.account, method: attempt.method,
            amountMinorUnits: attempt.charge.amountMinorUnits, currencyCode: attempt.charge.currencyCode,
            state: settled.state, declineCode: settled.declineCode, note: note,
            isRefusedAccess: finding.isRefusedAccess, processor: attempt.processor)
        switch settled.state {
        case .succeeded: paid(item, at: at)
        case .declined, .refused: declined(attempt, code: settled.declineCode, isHard: isHard)
        case .notExecuted: outcome.collection.tried.removeAll { $0 == attempt.method }
        case .ready, .sent, .unknown, .pending, .needsAction: break
        }
    }

    /// The round is over; nothing more is tried for this invoice.
    private mutating func paid(_ item: CollectionCase, at: Instant) {
        outcome.collection.isInRound = false
        outcome.collection.nextRoundAt = nil
        outcome.collection.extraRoundAt = nil
        outcome.invoiceStatus = .paid
        outcome.amountPaidMinorUnits = item.invoice.amountDueMinorUnits
        outcome.paidAt = at
        outcome.ledger = LedgerPosting.paid(item.invoice.amountDueMinorUnits)
        var subscription = item.subscription
        subscription.invoicePaid(othersAreInArrears: item.othersAreInArrears)
        if subscription != item.subscription { outcome.subscription = subscription }
    }

    /// The round goes on with the next method; a hard decline bars this one (11.2).
    private mutating func declined(_ attempt: PaymentAttempt, code: DeclineCode?, isHard: Bool) {
        if let code, isHard { outcome.barred = (attempt.method, code) }
    }
}

extension Finding {
    /// Whether the processor does not accept our credentials.
    fileprivate var isRefusedAccess: Bool {
        if case .answer(.unavailable) = self { return true }
        return false
    }
}

extension ChargeAnswer {
    fileprivate var note: String? {
        switch self {
        case .notExecuted(let reason), .unavailable(let reason), .unknown(let reason): reason
        case .announced(_, let debitAt):
            "the debit was announced; it is asked for at \(Instant(secondsSinceEpoch: debitAt))"
        case .succeeded, .declined, .needsAction, .pending, .refused: nil
        }
    }
}
