import Monetary

/// Credit notes and voids beside credits for unused time: together they never take back more than a line charged (4.1).
extension InvoiceStanding {
    /// The line of this invoice in a place, from 1.
    func charged(_ line: Int) -> ChargedLine {
        ChargedLine(invoice: invoice.content.identity, line: line)
    }

    /// Lowers what can still be credited for unused time of the lines that a note takes back; where no tax is left of a
    /// line, its rest is credited without any.
    func takeBack(_ note: CreditNoteDraft, from correction: inout InvoiceCorrection) throws(BillingError) {
        var changed = subscription
        let issued = try issuedTaxes()
        let notes = creditNotes.map(\.content) + [note]
        for line in note.lines {
            let tax = issued[line.line - 1]
            changed.takeBack(
                line.netMinorUnits(taxIsIncluded: note.taxIsIncluded), of: charged(line.line),
                isUntaxed: tax != 0 && credited(line.line, by: notes).tax == tax)
        }
        set(changed, &correction)
    }

    /// A voided invoice charged nothing: nothing of it can be credited, and nothing of it fills a minimum (6.1).
    func takeBackAll(from correction: inout InvoiceCorrection) {
        var changed = subscription
        changed.takeBack(invoice.content.lines, catalog: catalog)
        correction.closedPeriods = closedPeriods.compactMap { closed in
            var changed = closed
            changed.takeBack(invoice.content.lines, catalog: catalog)
            return changed == closed ? nil : changed
        }
        for (index, line) in invoice.content.lines.enumerated() {
            changed.takeBack(line.netMinorUnits, of: charged(index + 1), isUntaxed: false)
        }
        set(changed, &correction)
    }

    /// Notes how the subscription stands afterwards, where that is another way.
    func set(_ changed: Subscription, _ correction: inout InvoiceCorrection) {
        if changed != subscription { correction.subscription = changed }
    }

    /// Refuses a credit note that, with what unused time was credited, takes back more than a line charged.
    func refuseProrated(_ note: CreditNoteDraft) throws(BillingError) {
        let issued = try issuedTaxes()
        let notes = creditNotes.map(\.content) + [note]
        for line in note.lines {
            let net = invoice.content.lines[line.line - 1].netMinorUnits
            guard net > 0, case let prorated = prorated(line.line, after: notes), prorated > 0 else {
                continue
            }
            let all = credited(line.line, by: notes)
            let own = credited(line.line, by: [note])
            let unprorated = max(0, net - prorated)
            // A share of a tax was rounded, so that the other may be a minor unit more.
            let tax = try refusing {
                Int64(
                    clamping: try (Ratio(issued[line.line - 1]) * Ratio(unprorated) / Ratio(net)).roundedUp())
            }
            guard all.net > unprorated || (own.tax > 0 && all.tax > tax) else { continue }
            throw tooMuch(
                of: line.line, prorated: prorated, left: max(0, unprorated - all.net + own.net),
                leftTax: max(0, tax - all.tax + own.tax))
        }
    }

    /// Refuses a void where an invoice or a line that waits has credited unused time of this one's charges.
    func refuseProrated() throws(BillingError) {
        let elsewhere = invoice.content.lines.indices.reduce(Int64(0)) { $0 + proratedElsewhere($1 + 1) }
        guard elsewhere > 0 else { return }
        throw .rule(
            "4.1",
            "\(invoice.content.currency.majorUnits(elsewhere)) of invoice \(invoice.number) was credited for unused "
                + "time already: credit what is left of its lines instead")
    }

    private func tooMuch(of line: Int, prorated: Int64, left: Int64, leftTax: Int64) -> BillingError {
        let amount = invoice.content.currency.majorUnits
        return .rule(
            "4.1",
            "\(amount(prorated)) of line \(line) of invoice \(invoice.number) was credited for unused time already, at "
                + "most \(amount(left)) of its net and \(amount(leftTax)) of its tax is left"
                + (left > 0 ? ": `--line \(line)=\(amount(left))`" : ""))
    }

    /// The tax of every line.
    private func issuedTaxes() throws(BillingError) -> [Int64] {
        try refusing { try invoice.content.lineParts() }.map(\.taxMinorUnits)
    }

    /// On other invoices, and on lines that wait for one.
    private func proratedElsewhere(_ line: Int) -> Int64 {
        let charged = charged(line)
        return subscription.pendingLines.reduce(proratedMinorUnits[line] ?? 0) {
            $0 - ($1.line.derivation.creditedLine == charged ? $1.line.netMinorUnits : 0)
        }
    }

    /// Everywhere; what credit notes took back of this invoice's own credits does not count.
    private func prorated(_ line: Int, after notes: [CreditNoteDraft]) -> Int64 {
        let charged = charged(line)
        return invoice.content.lines.enumerated().reduce(proratedElsewhere(line)) { sum, own in
            guard own.element.derivation.creditedLine == charged else { return sum }
            return sum - own.element.netMinorUnits + credited(own.offset + 1, by: notes).net
        }
    }

    /// What notes took back of a line: of its net as it stands on the invoice, and of its tax.
    private func credited(_ line: Int, by notes: [CreditNoteDraft]) -> (net: Int64, tax: Int64) {
        notes.reduce((net: 0, tax: 0)) { sum, note in
            note.lines.reduce(sum) { sum, credited in
                guard credited.line == line else { return sum }
                return (
                    sum.net + credited.netMinorUnits(taxIsIncluded: note.taxIsIncluded),
                    sum.tax + credited.parts.taxMinorUnits
                )
            }
        }
    }
}

extension CreditParts {
    /// Σ of the taxes.
    fileprivate var taxMinorUnits: Int64 { taxes.reduce(0) { $0 + $1.minorUnits } }
}
