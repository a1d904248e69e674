import BillingCalendar
import Monetary

extension InvoiceDraft {
    /// Works every number of the invoice out again from the inputs that are kept with it; empty when all agree.
    ///
    /// A second evaluator, written apart from the rules and with another arithmetic, so that a slip in one of the
    /// two shows before anything is issued. It sees this one invoice: what an earlier one charged or what was used
    /// it takes from the derivations.
    public func verify() -> [VerificationFinding] {
        var verification = InvoiceVerification(invoice: self)
        verification.verifyLines()
        verification.verifyOrder()
        verification.verifyDiscounts()
        verification.verifyTaxes()
        verification.verifySettlement()
        return verification.findings
    }
}

/// Walks over one invoice and notes what does not agree.
struct InvoiceVerification {
    let invoice: InvoiceDraft
    private(set) var findings: [VerificationFinding] = []

    init(invoice: InvoiceDraft) { self.invoice = invoice }

    mutating func note(_ place: String, _ problem: String) {
        findings.append(VerificationFinding(place: place, problem: problem))
    }

    /// Notes an amount that is not what it should be.
    mutating func compare(
        _ place: String, _ name: String, _ minorUnits: Int64, with expected: WideInteger, rule: String
    ) {
        guard WideInteger(minorUnits) != expected else { return }
        note(place, "\(name) is \(minorUnits) and should be \(expected) minor units (rule \(rule))")
    }

    func place(_ index: Int) -> String {
        let line = invoice.lines[index]
        return "line \(index + 1) (\(line.kind.rawValue) \(line.item))"
    }

    /// Total with tax, what the balance paid, what is due and when (8.5, 9.1, 10.3).
    mutating func verifySettlement() {
        var total = invoice.lines.reduce(WideInteger.zero) {
            $0 + WideInteger($1.amountMinorUnits) - WideInteger($1.discountMinorUnits)
        }
        if !invoice.taxIsIncluded {
            total = invoice.taxes.reduce(total) { $0 + WideInteger($1.amountMinorUnits) }
        }
        let place = "settlement"
        compare(place, "the total", invoice.totalMinorUnits, with: total, rule: "8.5")
        let settled = WideInteger(invoice.balanceAppliedMinorUnits) + WideInteger(invoice.amountDueMinorUnits)
        if settled != total {
            note(place, "balance applied and amount due come to \(settled), the total is \(total) (rule 9.1)")
        }
        if invoice.amountDueMinorUnits < 0 || (total.sign <= 0 && invoice.amountDueMinorUnits != 0) {
            note(place, "an amount due of \(invoice.amountDueMinorUnits) for a total of \(total) (rule 9.1)")
        }
        let terms = invoice.issuedAt.seconds(until: invoice.dueAt)
        if terms < 0 || terms % 86_400 != 0 {
            note(place, "due \(terms) seconds after issue, which is no number of days (rule 10.3)")
        }
    }

    /// The order of lines (3.10); what waited keeps the order in which it was made.
    mutating func verifyOrder() {
        if invoice.lines.allSatisfy({ $0.amountMinorUnits == 0 }) {
            note("lines", "no line has an amount, so that there is no invoice (rule 3.7)")
        }
        for index in invoice.lines.indices.dropFirst() {
            let (before, line) = (invoice.lines[index - 1], invoice.lines[index])
            if line.kind.rank < before.kind.rank || line.isMisplaced(after: before) {
                note(place(index), "it stands after \(before.kind.rawValue) \(before.item) (rule 3.10)")
            }
        }
    }
}

extension InvoiceLine {
    fileprivate func isMisplaced(after before: InvoiceLine) -> Bool {
        guard kind == before.kind else { return false }
        switch kind {
        case .usage, .lateUsage:
            return item == before.item
                ? period.start < before.period.start : item.precedesByBytes(before.item)
        case .minimum: return period.start < before.period.start
        case .plan: return true
        case .addon: return !before.item.precedesByBytes(item)
        case .prorationCredit, .prorationCharge, .oneTime: return false
        }
    }
}

extension InvoiceLine.Kind {
    /// The place of the kind's group (3.10); credits and charges are one group.
    fileprivate var rank: Int {
        switch self {
        case .usage: 0
        case .minimum: 1
        case .lateUsage: 2
        case .plan: 3
        case .addon: 4
        case .prorationCredit, .prorationCharge: 5
        case .oneTime: 6
        }
    }
}
