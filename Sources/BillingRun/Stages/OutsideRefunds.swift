import Billing
import BillingCalendar
import Monetary

/// Refunds that were made by hand on a processor's own pages: the money has gone, so it is posted, it counts as given
/// back, and people are told.
struct OutsideRefunds: Sendable {
    let books: any BillingBooks
    let at: Instant

    /// Posts what is new of one; told again, it changes nothing.
    ///
    /// - Returns: what came of it, in one line.
    func settle(_ refund: ProcessorRefund, processor: String) async throws -> String {
        try await books.transaction { transaction in
            guard
                let id = try await transaction.attempt(
                    ofCharge: refund.chargeReference, processor: processor),
                let item = try await transaction.claimRefundable(attempt: id)
            else { return try await settlePrepaid(refund, processor: processor, transaction) }
            guard !item.refunds.contains(where: { $0.id == refund.refundID }) else { return "known already" }
            guard item.attempt.hasTakenMoney else {
                return "\(refund.chargeReference) has taken nothing: \(refund.reference) is not posted"
            }
            guard refund.currencyCode == item.attempt.charge.currencyCode else {
                return "\(refund.reference) is in \(refund.currencyCode), the charge is not: not posted"
            }
            guard let isBack = refund.isBack else { return "\(refund.reference) is under way" }
            let isNew = try await transaction.post(outside: refund, isBack: isBack, of: item.attempt, at: at)
            guard isNew else { return "\(refund.reference) is known already" }
            let notice = Notice.underReview(
                item, minorUnits: refund.amountMinorUnits, because: "refunded_at_processor",
                of: ("refund", refund.reference), at: at)
            if let notice { try await transaction.write([notice]) }
            return "\(refund.reference), made at the processor, \(isBack ? "failed" : "is posted")"
        }
    }

    /// What came with a checkout and stands on an account's balance (40) leaves the balance as it left the processor, once.
    private func settlePrepaid(
        _ refund: ProcessorRefund, processor: String, _ transaction: any BillingTransaction
    ) async throws -> String {
        guard
            let item = try await transaction.claimPrepayment(refund.chargeReference, processor: processor)
        else { return "\(refund.chargeReference) is not ours" }
        let prepayment = item.prepayment
        guard !item.refunds.contains(where: { $0.id == refund.refundID }) else { return "known already" }
        guard refund.currencyCode == prepayment.currencyCode else {
            return
                "\(refund.reference) is in \(refund.currencyCode), account \(prepayment.account) is not: not posted"
        }
        guard let isBack = refund.isBack else { return "\(refund.reference) is under way" }
        guard try await transaction.keep(outside: refund, isBack: isBack, of: prepayment, at: at) else {
            return "\(refund.reference) is known already"
        }
        let amount = refund.amountMinorUnits
        try await transaction.changeBalance(
            of: prepayment.account,
            because: "\(refund.reference) of \(refund.chargeReference), "
                + "\(isBack ? "failed" : "given back") at \(processor)", at: at
        ) { balance in
            isBack
                ? balance.grant(amount, cause: .prepaid, expiresAt: nil, at: at)
                : balance.take(amount, cause: .prepaid, at: at)
        }
        return "\(refund.reference) is \(isBack ? "on" : "off") the balance of \(prepayment.account)"
    }

    /// Asks the processor what it has given back of a charge, and posts what these books do not know: before more is
    /// given back, so that a message which never came cannot make it twice.
    ///
    /// - Throws: ``RunError/refundsNotListed(processor:charge:reason:)`` where it cannot be asked; ``BillingError`` where
    ///   one of them is still under way.
    func learn(of item: RefundCase, through gateways: GatewaySet) async throws {
        guard item.attempt.hasTakenMoney, let charge = item.attempt.reference else { return }
        try await learn(
            of: charge, named: item.attempt.id, at: item.attempt.processor, own: item.refunds,
            through: gateways)
    }

    /// The same of money on a balance.
    func learn(of item: PrepaymentCase, through gateways: GatewaySet) async throws {
        let prepayment = item.prepayment
        try await learn(
            of: prepayment.reference, named: prepayment.reference, at: prepayment.processor,
            own: item.refunds,
            through: gateways)
    }

    private func learn(
        of charge: String, named name: String, at processor: String, own: [Refund],
        through gateways: GatewaySet
    ) async throws {
        guard let gateway = gateways[processor] else { throw RunError.noGateway(processor: processor) }
        switch await gateway.refunds(ofCharge: charge) {
        case .unknown(let reason):
            throw RunError.refundsNotListed(processor: processor, charge: charge, reason: reason)
        case .refunds(let listed):
            let own = Set(own.map(\.id))
            for refund in listed where !own.contains(refund.refundID ?? "") {
                guard !refund.standing.state.isLive else {
                    throw BillingError.invalid(
                        "charge \(name)",
                        "\(refund.reference), made on the pages of \(processor), is under way: wait for its result"
                    )
                }
                _ = try await settle(refund, processor: processor)
            }
        }
    }

    /// Where charges have given back something else than these books know; what was made by hand is posted.
    ///
    /// - Returns: a line for each difference.
    func compare(_ charges: [ProcessorCharge], at gateway: any PaymentGateway) async throws -> [String] {
        var differences: [String] = []
        for charge in charges {
            guard let id = charge.attemptID, case .succeeded = charge.standing,
                let item = try await books.transaction({ try await $0.claimRefundable(attempt: id) }),
                charge.refundedMinorUnits != item.returnedMinorUnits
            else { continue }
            do {
                try await learn(of: item, through: GatewaySet([gateway]))
            } catch let error as BillingError {
                differences.append("\(error)")
                continue
            } catch let error as RunError {
                differences.append("\(error)")
                continue
            }
            let now = try await books.transaction { try await $0.claimRefundable(attempt: id) } ?? item
            let news = now.returnedMinorUnits - item.returnedMinorUnits
            if news != 0 {
                differences.append(
                    "\(words(news, charge)) of \(charge.reference) went back on the pages of \(gateway.processor): "
                        + "posted; say why with `dueday invoice credit \(item.invoice.number) --refund`, which sends "
                        + "only what is not back yet")
            }
            if now.returnedMinorUnits != charge.refundedMinorUnits {
                differences.append(
                    "\(charge.reference) has given back \(words(charge.refundedMinorUnits, charge)) by "
                        + "\(gateway.processor), \(words(now.returnedMinorUnits, charge)) by our books")
            }
        }
        return differences
    }

    private func words(_ minorUnits: Int64, _ charge: ProcessorCharge) -> String {
        // Only words: a currency that is not known is told in minor units.
        guard let currency = try? Currency(code: charge.currencyCode) else {
            return "\(minorUnits) minor units of \(charge.currencyCode)"
        }
        return "\(currency.majorUnits(minorUnits)) \(currency.code)"
    }
}

extension ProcessorRefund {
    /// Whether it failed, so that the money is with us; nil while it is under way.
    fileprivate var isBack: Bool? {
        switch standing.state {
        case .succeeded: false
        case .failed, .refused: true
        case .ready, .sent, .unknown, .pending: nil
        }
    }
}
