import Billing
import BillingCalendar

/// The next step of one invoice's round: an attempt with the next method, or the end of a round that failed. Pure.
struct RoundStep: Sendable {
    private(set) var outcome: ChargeOutcome
    private(set) var failedRound: FailedRound?

    init(_ item: CollectionCase, gateways: GatewaySet, deployment: String, at: Instant) throws(RunError) {
        var collection = item.collection
        collection.enterRound(at: at)
        let method = collection.nextMethod(of: item.methods)
        outcome = ChargeOutcome(
            invoice: item.invoice.id, account: item.invoice.account, collection: collection, at: at)
        guard let method else {
            fail(item, at: at)
            return
        }
        guard let gateway = gateways[method.processor] else { throw .noGateway(processor: method.processor) }
        outcome.collection.tried.append(method.id)
        outcome.attempt = Self.attempt(
            item, round: collection.round, method: method, gateway: gateway, deployment: deployment)
    }

    private mutating func fail(_ item: CollectionCase, at: Instant) {
        var subscription = item.subscription
        let decision = outcome.collection.failRound(
            policy: item.policy, subscription: subscription.status, at: at)
        failedRound = FailedRound(invoice: item.invoice.id, decision: decision)
        let status = subscription.roundFailed(decision, at: at)
        if subscription != item.subscription { outcome.subscription = subscription }
        outcome.stopsOtherSchedules = subscription.status == .unpaid
        guard status != item.invoice.status else { return }
        outcome.invoiceStatus = status
        if status == .uncollectible {
            outcome.ledger = LedgerPosting.uncollectible(item.invoice.amountDueMinorUnits)
        }
    }

    private static func attempt(
        _ item: CollectionCase, round: Int, method: PaymentMethod, gateway: any PaymentGateway,
        deployment: String
    ) -> PaymentAttempt {
        let sequence = item.lastSequence + 1
        let id = "\(item.invoice.id)-\(sequence)"
        let charge = gateway.prepare(
            ChargeRequest(
                attemptID: id,
                idempotencyKey: PaymentAttempt.idempotencyKey(
                    deployment: deployment, invoice: item.invoice.id, sequence: sequence),
                invoiceID: item.invoice.id, invoiceNumber: item.invoice.number,
                accountID: item.invoice.account, customerReference: method.customerReference,
                methodReference: method.reference, amountMinorUnits: item.invoice.amountDueMinorUnits,
                currencyCode: item.invoice.currencyCode, currencyExponent: item.invoice.currencyExponent,
                cycleEndsAt: item.subscription.currentPeriod.end.secondsSinceEpoch))
        return PaymentAttempt(
            id: id, invoice: item.invoice.id, account: item.invoice.account, sequence: sequence,
            round: round, method: method.id, processor: method.processor, charge: charge)
    }
}
