import Billing
import BillingCalendar

/// What follows from what is known of one attempt. Pure; the answer, the sweep and a webhook all end here.
struct Settlement: Sendable {
    private(set) var outcome: ChargeOutcome
    private(set) var charge: SettledCharge

    /// After this a charge that was refused for what it asks is tried again: settings and processors' limits change.
    private static let holdSeconds: Int64 = 86_400

    /// nil where the finding changes nothing: the attempt is settled already, and has not succeeded late.
    ///
    /// - Parameter repetition: the processor's rule, which says whether a decline may still turn into a success.
    init?(
        _ item: CollectionCase, attempt: PaymentAttempt, finding: Finding, repetition: RepetitionRule? = nil,
        at: Instant
    ) {
        let state = Self.state(of: attempt, after: finding, invoice: item.invoice)
        guard
            attempt.state.mayBecome(state)
                || (attempt.state == state && (state.isLive || finding.contradicts))
        else { return nil }
        var settled = attempt
        settled.state = state
        let isTakenBack = attempt.state == .needsAction && finding.state == .refused
        settled.declineCode = isTakenBack ? attempt.declineCode : finding.decline?.code ?? attempt.declineCode
        settled.reference = finding.reference ?? attempt.reference
        settled.debitAt = finding.debitAt ?? (state == .unknown ? attempt.debitAt : nil)
        settled.settledAt = state.isLive ? nil : attempt.state == state ? attempt.settledAt : at
        outcome = ChargeOutcome(
            invoice: item.invoice.id, account: item.invoice.account, collection: item.collection, at: at)
        outcome.attempt = settled
        charge = SettledCharge(
            attempt: attempt.id, invoice: item.invoice.id, invoiceNumber: item.invoice.number,
            account: item.invoice.account, method: attempt.method,
            amountMinorUnits: attempt.charge.amountMinorUnits, currencyCode: attempt.charge.currencyCode,
            state: state, declineCode: settled.declineCode, note: finding.note,
            isRefusedAccess: finding.isRefusedAccess, processor: attempt.processor)
        charge.debitAt = finding.debitAt
        if finding.contradicts {
            alarm(.contradiction, settled, finding.note ?? "", at: at)
            return
        }
        switch state {
        case .succeeded: paid(item, settled, at: at)
        case .surplus: surplus(item, settled, at: at)
        case .refused where settled.declineCode?.isAboutRequest == true: held(settled, at: at)
        case .declined, .refused: declined(item, settled, finding.decline, repetition, at: at)
        case .needsAction: needsAction(item, settled, at: at)
        case .notExecuted: outcome.collection.tried.removeAll { $0 == attempt.method }
        case .ready, .sent, .unknown, .pending: break
        }
    }

    /// A charge that pays an invoice which something else has paid is a surplus; one that was taken back while it
    /// waited for its customer counts as declined (11.2).
    private static func state(
        of attempt: PaymentAttempt, after finding: Finding, invoice: CollectedInvoice
    ) -> PaymentAttempt.State {
        switch finding.state {
        case .unknown where finding.contradicts && attempt.state != .sent: attempt.state
        case .succeeded where invoice.status == .paid || invoice.status == .void: .surplus
        // A part was paid by bank or credited since the decline, or a checkout took what is not asked for: the whole charge
        // goes back, and the invoice goes on asking.
        case .succeeded where attempt.charge.amountMinorUnits != invoice.amountDueMinorUnits: .surplus
        case .refused where attempt.state == .needsAction: .declined
        case let state: state
        }
    }

    /// The round is over; nothing more is tried for this invoice. What had been given up is paid after all.
    private mutating func paid(_ item: CollectionCase, _ attempt: PaymentAttempt, at: Instant) {
        outcome.collection.isInRound = false
        outcome.collection.onlyMethod = nil
        outcome.collection.stopSchedule()
        outcome.collection.extraRoundAt = nil
        outcome.collection.customerActionUntil = nil
        outcome.invoiceStatus = .paid
        outcome.amountPaidMinorUnits = item.invoice.amountDueMinorUnits
        outcome.paidAt = at
        outcome.posting = .paid(wasUncollectible: item.invoice.status == .uncollectible)
        var subscription = item.subscription
        subscription.invoicePaid(othersAreInArrears: item.othersAreInArrears)
        if subscription != item.subscription { outcome.subscription = subscription }
        if let amount = item.invoice.amount {
            outcome.notices.append(
                .paid(amount, attempt: attempt.id, method: item.method(attempt.method), at: at))
        }
    }

    /// Two payments: one of them goes back, and people look before anything else is charged.
    private mutating func surplus(_ item: CollectionCase, _ attempt: PaymentAttempt, at: Instant) {
        outcome.posting = .surplus
        let invoice = item.invoice
        let isAsked = invoice.status == .open || invoice.status == .uncollectible
        alarm(
            .doubleCharge, attempt,
            "\(attempt.reference ?? "charge \(attempt.id)") succeeded although invoice \(invoice.number) "
                + (isAsked ? "asks for another amount" : "is \(invoice.status.rawValue)")
                + ": give it back with `dueday payment refund \(attempt.id)`",
            at: at)
    }

    /// The round goes on with the next method; a hard decline bars this one (11.2).
    private mutating func declined(
        _ item: CollectionCase, _ attempt: PaymentAttempt, _ details: DeclineDetails?,
        _ repetition: RepetitionRule?, at: Instant
    ) {
        outcome.collection.customerActionUntil = nil
        outcome.collection.lastDecline = attempt.declineCode
        if let wait = details?.networkAdviceCode.flatMap({ NetworkAdvice(code: $0).waitSeconds }) {
            outcome.collection.retryNotBefore = at.adding(seconds: wait)
        }
        if let code = attempt.declineCode, details?.isHard == true || item.policy.bars(code) {
            outcome.barred = (attempt.method, code)
        }
        if case .byLookUp(_, _, let watchSeconds) = repetition, attempt.state == .declined {
            outcome.watchSeconds = watchSeconds
        }
    }

    /// Nobody has declined anything: the round is taken back, and begins again a day later. Where its other methods were
    /// declined it goes on to its end instead, for what they were declined for.
    private mutating func held(_ attempt: PaymentAttempt, at: Instant) {
        outcome.collection.customerActionUntil = nil
        guard outcome.collection.isInRound, outcome.collection.tried.count <= 1 else { return }
        let until = at.adding(seconds: Self.holdSeconds)
        outcome.collection.hold(until: until)
        charge.heldUntil = until
    }

    /// The charge stays live, and with it the invoice's one slot, until the customer has confirmed it or it has been
    /// taken back at the processor.
    private mutating func needsAction(_ item: CollectionCase, _ attempt: PaymentAttempt, at: Instant) {
        let until =
            item.collection.customerActionUntil
            ?? (attempt.sentAt ?? at).adding(seconds: item.policy.customerActionSeconds)
        outcome.collection.customerActionUntil = until
        charge.waitsForCustomerUntil = until
        guard let amount = item.invoice.amount else { return }
        outcome.notices.append(
            .actionNeeded(
                amount, attempt: attempt.id, method: item.method(attempt.method),
                until: item.policy.customerActionSeconds > 0 ? until : nil, at: at))
    }

    private mutating func alarm(
        _ kind: Alarm.Kind, _ attempt: PaymentAttempt, _ detail: String, at: Instant
    ) {
        outcome.alarms.append(
            Alarm(
                kind: kind, account: attempt.account, processor: attempt.processor, subject: attempt.id,
                detail: detail, raisedAt: at))
    }
}

extension CollectionCase {
    func method(_ id: String) -> PaymentMethod? { methods.first { $0.method.id == id }?.method }
}
