import BillingCalendar
import Monetary

extension InvoiceVerification {
    /// Amount and quantity of every line from its derivation.
    mutating func verifyLines() {
        for (index, line) in invoice.lines.enumerated() {
            verifyAmount(line, at: place(index))
            verifyShape(line, at: place(index))
        }
    }

    private mutating func verifyAmount(_ line: InvoiceLine, at place: String) {
        switch line.derivation {
        case .charge(let quantity, let price, let share):
            let exact = WideFraction(quantity) * WideFraction(price) * WideFraction(share)
            compare(place, "amount", line.amountMinorUnits, with: exact.rounded, rule: "1.3")
            compareQuantity(line, WideFraction(quantity), at: place)
        case .credit(let net, let share, _):
            let exact = WideFraction(net) * WideFraction(share)
            compare(place, "amount", line.amountMinorUnits, with: -exact.rounded, rule: "4.1")
        case .usage(let inputs):
            let usage = UsageEvaluation(inputs)
            compare(place, "amount", line.amountMinorUnits, with: usage.minorUnits, rule: "5.5")
            compareQuantity(line, usage.billable, at: place)
        case .lateUsage(let inputs, let before, let billedBefore):
            let usage = UsageEvaluation(inputs)
            let difference = usage.minorUnits - WideInteger(before)
            compare(place, "amount", line.amountMinorUnits, with: difference, rule: "5.7")
            let quantity = usage.billable.inTrillionths - WideFraction(billedBefore).inTrillionths
            compareQuantity(line, inTrillionths: quantity, at: place)
        case .minimum(let inputs):
            compare(place, "amount", line.amountMinorUnits, with: Self.missing(inputs), rule: "6.1")
            compareQuantity(line, WideFraction(1), at: place)
        }
    }

    /// What is missing to the minimum, less what was charged for it before.
    private static func missing(_ inputs: MinimumDerivation) -> WideInteger {
        let due = inputs.parts.reduce(WideFraction.zero) {
            $0 + WideFraction($1.minimumMinorUnits) * WideFraction($1.share)
        }
        let missing = due.rounded - WideInteger(inputs.chargedMinorUnits)
        return (due.rounded.sign > 0 ? max(missing, .zero) : .zero)
            - WideInteger(inputs.minimumBeforeMinorUnits)
    }

    private mutating func compareQuantity(_ line: InvoiceLine, _ expected: WideFraction, at place: String) {
        compareQuantity(line, inTrillionths: expected.inTrillionths, at: place)
    }

    private mutating func compareQuantity(
        _ line: InvoiceLine, inTrillionths expected: WideInteger, at place: String
    ) {
        guard WideFraction(line.quantity).inTrillionths != expected else { return }
        note(place, "quantity is \(line.quantity) and should be \(expected) × 10^-12")
    }

    /// What must fit together whatever the amount is: derivation, currency, shares and the window.
    private mutating func verifyShape(_ line: InvoiceLine, at place: String) {
        if !line.derivation.belongs(to: line.kind) {
            note(place, "its inputs are those of another kind of line")
        }
        if [.minimum, .lateUsage].contains(line.kind) && line.amountMinorUnits == 0 {
            note(place, "a line of zero that is not shown (rule 3.7)")
        }
        if line.period.seconds < 0 { note(place, "it ends before it starts") }
        if let currency = line.derivation.currency, currency != invoice.currency {
            note(
                place,
                "its price is in \(currency.code) and the invoice in \(invoice.currency.code) (rule 1.1)")
        }
        if let credited = line.derivation.creditedLine, credited.invoice == invoice.identity,
            !invoice.lines.indices.contains(credited.line - 1)
                || !invoice.lines[credited.line - 1].isCharge(takenBackBy: line)
        {
            note(place, "line \(credited.line) did not charge it (rule 4.1)")
        }
        for share in line.derivation.shares where !share.isPart {
            note(place, "\(share.part) of \(share.whole) is no share")
        }
        if let share = line.derivation.shareOfWindow, share.basis == .second,
            !share.measures(line, of: invoice)
        {
            note(place, "\(share.part) seconds are counted for a window of \(line.period.seconds) (rule 4.2)")
        }
    }
}

extension InvoiceLine {
    /// Whether a credit may take its rest back.
    fileprivate func isCharge(takenBackBy credit: InvoiceLine) -> Bool {
        [.plan, .addon, .prorationCharge].contains(kind) && item == credit.item
            && period.start <= credit.period.start && period.end == credit.period.end
    }
}

extension Derivation {
    fileprivate func belongs(to kind: InvoiceLine.Kind) -> Bool {
        switch self {
        case .charge: [.plan, .addon, .prorationCharge, .oneTime].contains(kind)
        case .credit: kind == .prorationCredit
        case .usage: kind == .usage
        case .lateUsage: kind == .lateUsage
        case .minimum: kind == .minimum
        }
    }

    fileprivate var currency: Currency? {
        switch self {
        case .usage(let inputs), .lateUsage(let inputs, _, _): inputs.currency
        case .charge, .credit, .minimum: nil
        }
    }

    fileprivate var shares: [Share] {
        if case .minimum(let inputs) = self { return inputs.parts.map(\.share) }
        return shareOfWindow.map { [$0] } ?? []
    }

    /// The share that the line's own window is of a whole.
    fileprivate var shareOfWindow: Share? {
        switch self {
        case .charge(_, _, let share), .credit(_, let share, _): share
        case .usage(let inputs), .lateUsage(let inputs, _, _): inputs.share
        case .minimum: nil
        }
    }
}

extension Share {
    fileprivate var isPart: Bool { part >= 0 && part <= whole }

    /// Whether it counts the seconds of the line's window. A full charge has the share 1 ÷ 1; the last segment of a
    /// cancel without proration counts on to the planned end (5.3).
    fileprivate func measures(_ line: InvoiceLine, of invoice: InvoiceDraft) -> Bool {
        switch line.kind {
        case .plan, .addon, .oneTime: self == .full || part == line.period.seconds
        case .usage: invoice.kind == .final ? part >= line.period.seconds : part == line.period.seconds
        case .lateUsage, .prorationCredit, .prorationCharge, .minimum: part == line.period.seconds
        }
    }
}
