import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    func claimPrepayment(_ reference: String, processor: String?) async throws -> PrepaymentCase? {
        try await run { session in
            let key: [Parameter] = [.text(reference), .text(processor)]
            if locks { try session.execute(SQL.refund.lockAccountOfPrepayment, key) }
            return try session.row(SQL.refund.prepayment, key) { row in try Prepayment(row) }
                .map { try prepaymentCase($0, session) }
        }
    }

    func claimPrepayments(ofRefunds ids: [String]) async throws -> [PrepaymentCase] {
        guard !ids.isEmpty else { return [] }
        return try await run { session in
            try session.execute(SQL.refund.lockAccountsOfRefunds, [.textArray(ids)])
            return try session.rows(SQL.refund.prepaymentsOfRefunds, [.textArray(ids)]) { row in
                try Prepayment(row)
            }.map { try prepaymentCase($0, session) }
        }
    }

    private func prepaymentCase(
        _ prepayment: Prepayment, _ session: PostgresSession
    ) throws -> PrepaymentCase {
        let charge: [Parameter] = [.text(prepayment.processor), .text(prepayment.reference)]
        return PrepaymentCase(
            prepayment: prepayment,
            refunds: try session.rows(
                SQL.refund.refundsOfPrepayment, [.text(prepayment.account)] + charge
            ) { row in try Refund(row) },
            outside: try session.rows(SQL.refund.outsideOfPrepayment, charge) { row in
                OutsideRefund(
                    reference: try row.text("reference"),
                    amountMinorUnits: try row.int64("amount_minor_units"))
            })
    }

    func keep(
        outside refund: ProcessorRefund, isBack: Bool, of prepayment: Prepayment, at: Instant
    ) async throws -> Bool {
        try await run { session in
            try OutsideRefundRow(
                refund: refund, account: prepayment.account, processor: prepayment.processor, attempt: nil
            ).write(isBack: isBack, at: at, session)
        }
    }

    func hold(_ minorUnits: Int64, for dispute: ProcessorDispute, processor: String) async throws {
        _ = try await run { session in
            try session.execute(
                SQL.refund.holdForDispute, [.text(processor), .text(dispute.reference), .int8(minorUnits)])
        }
    }
}

/// A refund that was made on a processor's own pages, on its way into the table.
struct OutsideRefundRow {
    let refund: ProcessorRefund
    let account: String
    let processor: String
    /// The id of the charge's attempt; nil: the charge stands on the account's balance.
    let attempt: String?

    /// - Returns: false where it was there before, or a failure has nothing to take back.
    func write(isBack: Bool, at: Instant, _ session: PostgresSession) throws -> Bool {
        let changed =
            isBack
            ? try session.execute(
                SQL.refund.failOutside, [.text(processor), .text(refund.reference), .instant(at)])
            : try session.execute(
                SQL.refund.insertOutside,
                [
                    .text(account), .text(processor), .text(refund.reference), .text(attempt),
                    .text(refund.chargeReference), .int8(refund.amountMinorUnits),
                    .text(refund.currencyCode), .instant(at),
                ])
        return changed > 0
    }
}

extension Prepayment {
    /// The columns of the view `prepayment`.
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            account: try row.text("account_id"), processor: try row.text("processor"),
            reference: try row.text("reference"), checkout: try row.text("checkout_reference"),
            method: try row.optionalText("method_id"),
            amountMinorUnits: try row.int64("amount_minor_units"), currencyCode: try row.text("currency"))
    }
}
