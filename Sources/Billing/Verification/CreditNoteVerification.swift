import Monetary

extension CreditNote {
    /// Works every number of the note out again from the issued invoice, the earlier notes and what was ordered; empty
    /// when all agree. Written apart from the rules and with another arithmetic, like ``InvoiceDraft/verify()``.
    ///
    /// - Parameter earlier: the invoice's notes before this one, in the order issued.
    public func verify(against invoice: Invoice, after earlier: [CreditNote]) -> [VerificationFinding] {
        content.verify(against: invoice, after: earlier)
    }
}

extension CreditNoteDraft {
    /// See ``CreditNote/verify(against:after:)``.
    public func verify(against invoice: Invoice, after earlier: [CreditNote]) -> [VerificationFinding] {
        var verification = CreditNoteVerification(
            note: self, invoice: invoice, earlier: earlier.map(\.content))
        verification.verifyLines()
        verification.verifyTaxes()
        verification.verifySettlement()
        return verification.findings
    }

    /// The draft, once the second evaluator agrees with it: what every command asks before it writes.
    ///
    /// - Throws: ``BillingError/wrongInvoice(_:)``.
    public func verified(
        against invoice: Invoice, after earlier: [CreditNote]
    ) throws(BillingError) -> CreditNoteDraft {
        let findings = verify(against: invoice, after: earlier)
        guard findings.isEmpty else { throw .wrongInvoice(findings) }
        return self
    }
}

/// Walks over one credit note and notes what does not agree.
struct CreditNoteVerification {
    let note: CreditNoteDraft
    let invoice: Invoice
    let earlier: [CreditNoteDraft]
    private(set) var findings: [VerificationFinding] = []

    init(note: CreditNoteDraft, invoice: Invoice, earlier: [CreditNoteDraft]) {
        self.note = note
        self.invoice = invoice
        self.earlier = earlier
    }

    private mutating func note(_ place: String, _ problem: String) {
        findings.append(VerificationFinding(place: place, problem: problem))
    }

    /// Every cell of the invoice, lines by tax rows, is credited as ordered and never beyond what it held.
    mutating func verifyLines() {
        let facts = (note.invoice, note.account, note.currency, note.taxIsIncluded, note.identity.ordinal)
        let wanted = (
            invoice.id, invoice.content.account, invoice.content.currency, invoice.content.taxIsIncluded,
            earlier.count + 1
        )
        if facts != wanted { note("credit note", "it is not the next one over invoice \(invoice.number)") }
        var left = CreditTable(issued: invoice.content)
        for earlier in earlier { left = left - CreditTable(note: earlier, lines: left.cells.count) }
        let credited = CreditTable(note: note, lines: left.cells.count)
        let expected = left.taken(by: note.order.extent, of: invoice.content, after: earlier)
        for (index, cells) in credited.cells.enumerated() where cells != expected.cells[index] {
            let wanted = expected.cells[index].sorted { $0.key < $1.key }.map { "\($0.value)" }
            note(
                "line \(index + 1)",
                "base and taxes should be \(wanted.joined(separator: ", ")) minor units (rule 10.2)")
        }
        for line in note.lines {
            let issued =
                invoice.content.lines.indices.contains(line.line - 1)
                ? invoice.content.lines[line.line - 1] : nil
            if issued?.kind != line.kind || issued?.item != line.item || issued?.period != line.period {
                note("line \(line.line)", "it is not the line of the invoice (rule 10.2)")
            }
        }
    }

    /// Rows are the sums of the lines' parts, and all notes together stay within the invoice's rows.
    mutating func verifyTaxes() {
        for (index, row) in invoice.content.taxes.enumerated() {
            let place = "tax row \(index + 1) (\(row.jurisdiction) \(row.name ?? row.category.rawValue))"
            let parts = note.lines.filter { $0.parts.taxes.contains { $0.row == index + 1 } }
            let base = parts.reduce(WideInteger.zero) { $0 + WideInteger($1.parts.baseMinorUnits) }
            let tax = parts.flatMap(\.parts.taxes).filter { $0.row == index + 1 }
                .reduce(WideInteger.zero) { $0 + WideInteger($1.minorUnits) }
            let stated = note.taxes.filter { row.isSameRow(as: $0) }
            if stated.count != (parts.isEmpty ? 0 : 1)
                || stated.contains(where: { WideInteger($0.baseMinorUnits) != base })
                || stated.contains(where: { WideInteger($0.amountMinorUnits) != tax })
            {
                note(place, "should take back \(tax) on a base of \(base) (rule 10.2)")
            }
            let all = (earlier + [note]).flatMap(\.taxes).filter { row.isSameRow(as: $0) }
            let given = all.reduce(WideInteger.zero) { $0 + WideInteger($1.amountMinorUnits) }
            if WideInteger(row.amountMinorUnits).magnitude < given.magnitude
                || given.sign * WideInteger(row.amountMinorUnits).sign < 0
            {
                note(place, "all credit notes take back \(given) of \(row.amountMinorUnits) (rule 10.2)")
            }
        }
        if note.taxes.contains(where: { row in !invoice.content.taxes.contains { $0.isSameRow(as: row) } }) {
            note("taxes", "a row is not on the invoice (rule 10.2)")
        }
    }

    /// The total and what becomes of it.
    mutating func verifySettlement() {
        let total = note.lines.reduce(WideInteger.zero) { sum, line in
            line.parts.taxes.reduce(sum + WideInteger(line.parts.baseMinorUnits)) {
                $0 + WideInteger($1.minorUnits)
            }
        }
        let notes = earlier + [note]
        let settlement = note.settlement
        let ways = [
            settlement.reductionMinorUnits, settlement.refundMinorUnits, settlement.balanceMinorUnits,
        ]
        let all = earlier.reduce(total) { $0 + WideInteger($1.totalMinorUnits) }
        if total.sign <= 0 || WideInteger(invoice.content.totalMinorUnits) < all {
            note(
                "total",
                "\(total) minor units, \(all) with earlier notes, is not within the invoice (rule 10.2)")
        }
        if ways.contains(where: { $0 < 0 }) || ways.reduce(.zero, { $0 + WideInteger($1) }) != total {
            note(
                "settlement",
                "reduction, refund and balance do not add up to \(total) minor units (rule 10.2)")
        }
        let reduced = notes.reduce(WideInteger.zero) { $0 + WideInteger($1.settlement.reductionMinorUnits) }
        if WideInteger(invoice.content.amountDueMinorUnits) < reduced {
            note("settlement", "\(reduced) minor units taken off an amount due of less (rule 10.2)")
        }
        let refunded = notes.reduce(WideInteger.zero) { $0 + WideInteger($1.settlement.refundMinorUnits) }
        if WideInteger(invoice.amountPaidMinorUnits) < refunded {
            note("settlement", "\(refunded) minor units sent back of less that was paid (rule 10.2)")
        }
    }
}
