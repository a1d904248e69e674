import Billing
import BillingCalendar

/// Takes a charge into the books that they did not send: its attempt is written as if they had, counts as sent, so that
/// nobody sends it, and is settled with what the processor says of it.
struct ChargeAdoption: Sendable {
    let gateways: GatewaySet
    let deployment: String
    let at: Instant

    /// Writes the attempt of a place in the invoice's sequence.
    ///
    /// - Parameter amountMinorUnits: what the charge took, in the invoice's currency.
    /// - Returns: its id.
    func prepare(
        _ method: PaymentMethod, sequence: Int, amountMinorUnits: Int64, of item: CollectionCase,
        _ transaction: any BillingTransaction
    ) async throws -> String {
        guard let gateway = gateways[method.processor] else {
            throw RunError.noGateway(processor: method.processor)
        }
        var outcome = ChargeOutcome(
            invoice: item.invoice.id, account: item.invoice.account, collection: item.collection, at: at)
        outcome.attempt = RoundStep.attempt(
            item, sequence: sequence, amountMinorUnits: amountMinorUnits,
            round: max(1, item.collection.round),
            method: method, gateway: gateway, deployment: deployment)
        try await transaction.record([outcome])
        return PaymentAttempt.id(invoice: item.invoice.id, sequence: sequence)
    }

    /// Settles an attempt that was never sent from here.
    ///
    /// - Parameter answer: what the processor says of the charge, beside what was prepared.
    func settle(
        _ id: String, _ answer: (PreparedCharge) -> ChargeAnswer, _ transaction: any BillingTransaction
    ) async throws -> SettledCharge {
        try await transaction.adopt(id, at: at)
        guard let adopted = try await transaction.claimCases(ofAttempts: [id], asOf: at).first,
            let attempt = adopted.attempt,
            let settlement = Settlement(
                adopted, attempt: attempt, finding: .answer(answer(attempt.charge)), at: at)
        else { throw BillingError.unknown(kind: "attempt", id: id) }
        try await transaction.record([settlement.outcome])
        return settlement.charge
    }

    /// An attempt that was prepared and never sent is not sent any more.
    func end(
        _ attempt: PaymentAttempt, of item: CollectionCase, _ transaction: any BillingTransaction
    ) async throws {
        guard let settlement = Settlement(item, attempt: attempt, finding: .provenAbsent, at: at) else {
            return
        }
        try await transaction.record([settlement.outcome])
    }
}
