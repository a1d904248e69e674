public import Billing

/// Disputes about what stands on an account's balance (40).
extension Disputing {
    /// Posts what is new of a dispute about such money; told again, it changes nothing.
    ///
    /// As long as the processor has the money, the balance is without it, as far as invoices have not used it: nobody has
    /// it twice. Won, it is there again; lost, only what invoices had used is a loss.
    ///
    /// - Throws: ``BillingError`` where the dispute is in another currency.
    /// - Returns: the steps that were posted now; nil where the charge is none of these.
    public func settle(
        _ dispute: ProcessorDispute, prepaidAt processor: String
    ) async throws -> [DisputeStep]? {
        try await books.transaction { transaction in
            guard
                let prepayment = try await transaction.claimPrepayment(
                    dispute.chargeReference, processor: processor)?.prepayment
            else { return nil }
            guard prepayment.currencyCode == dispute.currencyCode else {
                throw BillingError.invalid(
                    "dispute \(dispute.reference)",
                    "it is in \(dispute.currencyCode), the charge in \(prepayment.currencyCode)")
            }
            let charge = DisputedCharge(prepayment)
            let (noted, steps) = try await note(dispute, of: charge, transaction)
            var held = noted.heldMinorUnits
            var posted: [DisputeStep] = []
            for step in steps {
                let amount = dispute.amountMinorUnits - (step == .lost ? held : 0)
                guard amount > 0 else { continue }
                try await transaction.post(
                    step, of: dispute, minorUnits: amount, account: charge.account, at: at)
                posted.append(step)
                held = try await hold(held, after: step, of: dispute, charge, transaction)
            }
            try await look(
                at: dispute, of: charge,
                "of the checkout \(prepayment.checkout), which went on the balance of \(charge.account),",
                noted,
                transaction)
            return posted
        }
    }

    /// Takes off the balance what the processor has taken away, or puts it back.
    ///
    /// - Returns: what the balance is without now.
    private func hold(
        _ held: Int64, after step: DisputeStep, of dispute: ProcessorDispute, _ charge: DisputedCharge,
        _ transaction: any BillingTransaction
    ) async throws -> Int64 {
        guard step != .lost else { return held }
        let (amount, at) = (dispute.amountMinorUnits, at)
        let change = try await transaction.changeBalance(
            of: charge.account,
            because: "dispute \(dispute.reference) of \(dispute.chargeReference), \(step.rawValue) at "
                + charge.processor, at: at
        ) { balance in
            guard step == .withdrawn else {
                return held > 0 ? balance.grant(held, cause: .disputed, expiresAt: nil, at: at) : nil
            }
            let left = min(amount, balance.returnableMinorUnits)
            return left > 0 ? balance.take(left, cause: .disputed, at: at) : nil
        }
        let now = held - change
        try await transaction.hold(now, for: dispute, processor: charge.processor)
        return now
    }
}
