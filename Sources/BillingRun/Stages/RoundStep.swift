import Billing
import BillingCalendar

/// The next step of one invoice's round: an attempt with the next method, the end of a round that failed, or a wait for
/// ceilings of a day. Pure.
struct RoundStep: Sendable {
    private(set) var outcome: ChargeOutcome
    private(set) var failedRound: FailedRound?
    /// Whether the card of the attempt was declined lately, so that it is not tried twice at once.
    private(set) var followsDecline = false
    /// Why nothing can be tried now, where something else has to happen first; then nothing is written either.
    private(set) var obstacle: Obstacle?
    /// Overdue invoices that were issued before the step, because it ends their subscription.
    var billed: [Invoice] = []

    /// What a round waits for.
    enum Obstacle: Sendable, Hashable {
        /// Its card, one that was declined lately, is being tried for another invoice at this moment.
        case otherTry
        /// Its method is at a processor that is not set up here.
        case noGateway(processor: String)
    }

    /// - Parameter only: the one method that may serve a round that begins; nil: those that the policy lets have their
    ///   turn.
    init(
        _ item: CollectionCase, gateways: GatewaySet, deployment: String, ceilings: TryCeilings,
        only: String? = nil, at: Instant
    ) {
        var collection = item.collection
        collection.enterRound(at: at, only: only)
        let planned = item.invoice.planned(at: at)
        let ceilings = collection.roundIsScheduled ? ceilings : ceilings.withoutPacing
        let method = collection.nextMethod(
            planned, of: item.methods, policy: item.policy, ceilings: ceilings)
        outcome = ChargeOutcome(
            invoice: item.invoice.id, account: item.invoice.account, collection: collection, at: at)
        guard let method else {
            if let until = collection.heldUntil(planned, of: item.methods, ceilings: ceilings) {
                outcome.collection.hold(until: until)
            } else {
                fail(item, at: at)
            }
            return
        }
        let standing = item.methods.first { $0.method.id == method.id }
        followsDecline = standing?.history.ofCard.isEmpty == false
        if followsDecline, standing?.isBeingTried == true { obstacle = .otherTry }
        guard let gateway = gateways[method.processor] else {
            obstacle = .noGateway(processor: method.processor)
            return
        }
        outcome.collection.tried.append(method.id)
        outcome.attempt = Self.attempt(
            item, sequence: item.lastSequence + 1, amountMinorUnits: item.invoice.amountDueMinorUnits,
            round: collection.round, method: method, gateway: gateway, deployment: deployment)
    }

    /// A round that is put off: it begins again at an instant.
    init(postponing item: CollectionCase, until: Instant, at: Instant) {
        var collection = item.collection
        collection.enterRound(at: at)
        collection.hold(until: until)
        outcome = ChargeOutcome(
            invoice: item.invoice.id, account: item.invoice.account, collection: collection, at: at)
    }

    private mutating func fail(_ item: CollectionCase, at: Instant) {
        var subscription = item.subscription
        let tried = outcome.collection.tried.last
        let decision = outcome.collection.failRound(
            policy: item.policy, subscription: subscription.status, account: item.accountCollection,
            zone: item.accountZone, at: at)
        failedRound = FailedRound(invoice: item.invoice.id, decision: decision)
        let status = subscription.roundFailed(decision, at: at)
        if subscription != item.subscription { outcome.subscription = subscription }
        outcome.stopsOtherSchedules = subscription.status == .unpaid
        if status != item.invoice.status {
            outcome.invoiceStatus = status
            if status == .uncollectible { outcome.posting = .uncollectible }
        }
        tell(item, decision, method: tried.flatMap(item.method), subscription: subscription, at: at)
    }

    /// The customer hears of the failure, at most every three days, or of the end.
    private mutating func tell(
        _ item: CollectionCase, _ decision: DunningDecision, method: PaymentMethod?,
        subscription: Subscription,
        at: Instant
    ) {
        guard let amount = item.invoice.amount else { return }
        let collection = outcome.collection
        if case .finalAction(let action) = decision {
            outcome.collection.lastMailAt = at
            outcome.notices.append(
                .dunningEnded(amount, action: action, code: collection.lastDecline, at: at))
            if outcome.subscription != nil, var ended = Notice.canceled(subscription) {
                // The mail about the invoice says so already.
                ended.facts["mail"] = "no"
                outcome.notices.append(ended)
            }
            return
        }
        let isMailed = DunningMail.mayWrite(collection, at: at)
        if isMailed { outcome.collection.lastMailAt = at }
        outcome.notices.append(
            .paymentFailed(
                amount, round: collection.round, code: collection.lastDecline, method: method,
                retryAt: collection.nextRoundAt, isMailed: isMailed, at: at))
    }

    /// An attempt with its key and its exact bytes: equal for equal facts.
    static func attempt(
        _ item: CollectionCase, sequence: Int, amountMinorUnits: Int64, round: Int, method: PaymentMethod,
        gateway: any PaymentGateway, deployment: String
    ) -> PaymentAttempt {
        let id = PaymentAttempt.id(invoice: item.invoice.id, sequence: sequence)
        let charge = gateway.prepare(
            ChargeRequest(
                attemptID: id,
                idempotencyKey: PaymentAttempt.idempotencyKey(
                    deployment: deployment, invoice: item.invoice.id, sequence: sequence),
                invoiceID: item.invoice.id, invoiceNumber: item.invoice.number,
                accountID: item.invoice.account, customerReference: method.customerReference,
                methodReference: method.reference, amountMinorUnits: amountMinorUnits,
                currencyCode: item.invoice.currencyCode, currencyExponent: item.invoice.currencyExponent,
                cycleEndsAt: item.subscription.currentPeriod.end.secondsSinceEpoch))
        return PaymentAttempt(
            id: id, invoice: item.invoice.id, account: item.invoice.account, sequence: sequence,
            round: round, method: method.id, processor: method.processor, charge: charge, card: method.card)
    }
}

extension CollectedInvoice {
    /// A try of what is due of it now.
    func planned(at: Instant) -> PlannedTry {
        PlannedTry(at: at, amountMinorUnits: amountDueMinorUnits, currencyCode: currencyCode)
    }
}
