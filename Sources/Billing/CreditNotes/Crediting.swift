public import BillingCalendar
import Monetary

extension Invoice {
    /// Takes back a part of an issued invoice, or all that is left of it (10.2).
    ///
    /// Amounts are allocated from what the issued lines still hold after the earlier notes, so that all notes together
    /// never come to more than the invoice, in no line and no row of its tax table, and the last one ends at the whole:
    /// an order that comes to all that is left clears every line, those below zero among them.
    ///
    /// - Parameters:
    ///   - earlier: all credit notes of the invoice so far, in the order issued.
    ///   - refundable: what of the amount paid can be sent back the way it came, earlier refunds included; all of it
    ///     unless given. Money that came by bank goes to the balance.
    ///   - returned: what of the amount paid went back already, whoever sent it. Where no earlier note says why, this
    ///     one does first, wherever the order wants its money: nothing is given twice, in cash and on the balance.
    /// - Throws: `rule("10.2", …)` where the invoice does not hold what is asked for; `invalid` for a part that cannot be.
    public func credit(
        _ order: CreditNoteOrder, after earlier: [CreditNote], refundable: Int64? = nil,
        returned: Int64 = 0, at: Instant
    ) throws(BillingError) -> CreditNoteDraft {
        try checkCreditable(order, after: earlier, at: at)
        do {
            var rest = CreditableRest(self, lines: try content.lineParts())
            for note in earlier { try rest.subtract(note.content) }
            guard rest.totalMinorUnits > 0 else {
                throw BillingError.rule("10.2", "nothing is left of invoice \(number) to credit")
            }
            let lines = try rest.lines(of: order.extent)
            var draft = CreditNoteDraft(
                order: order, identity: .init(invoice: id, ordinal: earlier.count + 1), invoiceNumber: number,
                invoiceIssuedAt: content.issuedAt, account: content.account, currency: content.currency,
                issuedAt: at, lines: lines, taxes: content.creditedTaxes(lines),
                taxIsIncluded: content.taxIsIncluded,
                settlement: .init(reductionMinorUnits: 0, refundMinorUnits: 0, balanceMinorUnits: 0))
            guard (1...rest.totalMinorUnits).contains(draft.totalMinorUnits) else {
                throw tooMuch(draft.totalMinorUnits, of: rest.totalMinorUnits)
            }
            try checkTaxes(of: draft, after: earlier)
            draft.settlement = try settlement(
                of: draft.totalMinorUnits, order.destination, after: earlier,
                refundable: min(amountPaidMinorUnits, refundable ?? amountPaidMinorUnits), returned: returned)
            return draft
        } catch let error as BillingError {
            throw error
        } catch let error as MonetaryError {
            throw .arithmetic(error)
        } catch {
            throw .invalid("the credit note", "\(error)")
        }
    }

    private func checkCreditable(
        _ order: CreditNoteOrder, after earlier: [CreditNote], at: Instant
    ) throws(BillingError) {
        guard order.reason.contains(where: { !$0.isWhitespace }) else {
            throw .invalid("a credit note without a reason", "say why, it stands on the document")
        }
        switch status {
        case .open, .paid: break
        case .void: throw .rule("10.2", "invoice \(number) was voided, nothing of it is owed")
        case .uncollectible:
            throw .rule("10.2", "invoice \(number) was written off, nothing of it is asked for any more")
        }
        let last = earlier.last?.content.issuedAt ?? content.issuedAt
        guard at >= last else {
            throw .rule("10.2", "a credit note of invoice \(number) cannot be issued before \(last)")
        }
    }

    private func tooMuch(_ total: Int64, of rest: Int64) -> BillingError {
        let currency = content.currency
        guard total > 0 else {
            return .rule(
                "10.2",
                "this would ask for \(currency.majorUnits(-total)) \(currency.code) and credit nothing")
        }
        return .rule(
            "10.2",
            "it comes to \(currency.majorUnits(total)) \(currency.code) with tax, and only "
                + "\(currency.majorUnits(rest)) is left of invoice \(number)")
    }

    /// No row of the tax table gives back more than it took, whatever lines below zero stand in it.
    private func checkTaxes(of draft: CreditNoteDraft, after earlier: [CreditNote]) throws(BillingError) {
        let notes = earlier.map(\.content) + [draft]
        for row in content.taxes {
            let credited = notes.flatMap(\.taxes).filter { row.isSameRow(as: $0) }
            let base = credited.reduce(0) { $0 + $1.baseMinorUnits }
            let tax = credited.reduce(0) { $0 + $1.amountMinorUnits }
            guard base.isPart(of: row.baseMinorUnits), tax.isPart(of: row.amountMinorUnits) else {
                throw .rule(
                    "10.2",
                    "it would take back more \(row.name ?? row.category.rawValue) in \(row.jurisdiction) than invoice "
                        + "\(number) charged: lines below zero stand in it as well, credit them with it or an amount"
                )
            }
        }
    }

    /// An open invoice asks for less; what was paid goes where the order says, what the balance had paid back to it.
    private func settlement(
        of total: Int64, _ destination: CreditNoteOrder.Destination, after earlier: [CreditNote],
        refundable paid: Int64, returned: Int64
    ) throws(BillingError) -> CreditSettlement {
        let reduction = status == .open ? min(total, outstandingMinorUnits) : 0
        let refunded = earlier.reduce(0) { $0 + $1.content.settlement.refundMinorUnits }
        let refundable = max(0, paid - refunded)
        let unexplained = min(refundable, max(0, returned - refunded))
        let refund = min(total - reduction, destination == .refund ? refundable : unexplained)
        guard destination == .balance || refund > 0 else {
            throw .rule(
                "10.2",
                "nothing of this was paid through a processor: there is nothing to send back, "
                    + "credit invoice \(number) without a refund")
        }
        return CreditSettlement(
            reductionMinorUnits: reduction, refundMinorUnits: refund,
            balanceMinorUnits: total - reduction - refund)
    }
}

extension InvoiceDraft {
    /// The rows of the tax table that the lines are taken from.
    fileprivate func creditedTaxes(_ lines: [CreditNoteLine]) -> [TaxAmount] {
        taxes.enumerated().compactMap { index, row in
            let parts = lines.compactMap { line in
                line.parts.taxes.first { $0.row == index + 1 }.map {
                    (line.parts.baseMinorUnits, $0.minorUnits)
                }
            }
            guard !parts.isEmpty else { return nil }
            var credited = row
            credited.baseMinorUnits = parts.reduce(0) { $0 + $1.0 }
            credited.amountMinorUnits = parts.reduce(0) { $0 + $1.1 }
            return credited
        }
    }
}

extension TaxAmount {
    /// Whether both stand for the same row of one tax table.
    func isSameRow(as other: TaxAmount) -> Bool {
        (jurisdiction, name, category, rate) == (other.jurisdiction, other.name, other.category, other.rate)
    }
}

extension Int64 {
    /// Whether it lies between zero and the whole.
    fileprivate func isPart(of whole: Int64) -> Bool {
        whole >= 0 ? (0...whole).contains(self) : (whole...0).contains(self)
    }
}
