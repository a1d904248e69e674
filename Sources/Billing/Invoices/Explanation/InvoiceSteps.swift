public import Monetary

extension InvoiceDraft {
    /// The arithmetic of everything but the lines' own amounts, step by step: what coupons took from which lines,
    /// the taxes, the total and what is due.
    ///
    /// - Throws: `overflow` where an exact number cannot be held.
    public func explanationSteps() throws(MonetaryError) -> [ExplanationStep] {
        var steps = InvoiceSteps(self)
        try steps.explainCoupons()
        try steps.explainTaxes()
        steps.explainTotal()
        return steps.text.steps
    }
}

extension Invoice {
    /// What became of the amount due since the issue; empty where nothing did.
    public func standingSteps() -> [ExplanationStep] {
        var text = ExplanationSteps(currency: content.currency, unit: nil)
        var left = text.amount(content.amountDueMinorUnits)
        func take(_ label: String, _ minorUnits: Int64) {
            guard minorUnits != 0 else { return }
            text.add(label, text.amount(minorUnits), text.amount(minorUnits))
            left += " − \(text.operand(minorUnits))"
        }
        take("Taken off by credit notes", amountCreditedMinorUnits)
        take("Paid", amountPaidMinorUnits)
        guard !text.steps.isEmpty else { return [] }
        let label =
            switch status {
            case .open, .paid: "Still to pay"
            case .void: "Voided"
            case .uncollectible: "Given up"
            }
        text.add(label, left, text.amount(outstandingMinorUnits))
        return text.steps
    }
}

/// Collects the steps of an invoice, in English; lines are called by their place, from 1.
struct InvoiceSteps {
    private let invoice: InvoiceDraft
    private(set) var text: ExplanationSteps

    init(_ invoice: InvoiceDraft) {
        self.invoice = invoice
        text = ExplanationSteps(currency: invoice.currency, unit: nil)
    }

    /// Each takes from what those before it have left (7.3); proration charges had theirs when they were made (4.4).
    mutating func explainCoupons() throws(MonetaryError) {
        var left = invoice.lines.map(\.amountMinorUnits)
        for (index, line) in invoice.lines.enumerated() {
            for discount in line.discounts {
                guard let percent = discount.percent else { continue }
                text.addRounded(
                    "Coupon \(discount.coupon) on line \(index + 1)",
                    "\(percent) ÷ 100 × \(text.operand(left[index]))", to: discount.minorUnits,
                    try percent.ratio * Ratio(left[index]) / Ratio(100))
                left[index] -= discount.minorUnits
            }
        }
        for coupon in invoice.coupons {
            let weights = coupon.lines.map { left[$0] }
            let sum = text.sum(weights)
            switch coupon.discount {
            case .percent(let percent):
                text.addRounded(
                    "Coupon \(coupon.code)", "\(percent) ÷ 100 × \(weights.count > 1 ? "(\(sum))" : sum)",
                    to: coupon.minorUnits, try percent.ratio * Ratio(weights.reduce(0, +)) / Ratio(100))
            case .amount(let minorUnits, _):
                text.add(
                    "Coupon \(coupon.code)", "min(\(text.amount(minorUnits)), \(sum))",
                    text.amount(coupon.minorUnits))
            }
            let shares = try allocate(coupon.minorUnits, over: weights.map(abs))
            for (place, (line, share)) in zip(coupon.lines, shares).enumerated() {
                left[line] -= share
                guard weights.count > 1 else { continue }
                addShare(
                    "Coupon \(coupon.code), part of line \(line + 1)", of: coupon.minorUnits,
                    text.operand(weights[place]), text.operand(weights.reduce(0, +)), share)
            }
        }
    }

    mutating func explainTaxes() throws(MonetaryError) {
        if invoice.taxIsIncluded { return try explainIncludedTaxes() }
        for row in invoice.taxes {
            let nets = invoice.lines.filter { row.applies(to: $0) }.map(\.netMinorUnits)
            text.add("Base of \(row.words)", text.sum(nets), text.amount(row.baseMinorUnits))
            guard row.name != nil else { continue }
            let factor = " × \(row.rate) ÷ 100"
            switch invoice.taxRounding {
            case .invoice:
                text.addRounded(
                    "Tax \(row.words)", text.operand(row.baseMinorUnits) + factor, to: row.amountMinorUnits,
                    try Ratio(row.baseMinorUnits) * row.rate.ratio / Ratio(100))
            case .line:
                var parts: [Int64] = []
                for net in nets {
                    let exact = try Ratio(net) * row.rate.ratio / Ratio(100)
                    parts.append(try exact.rounded())
                    text.addRounded(
                        "Part of \(row.words)", text.operand(net) + factor, to: try exact.rounded(), exact)
                }
                text.add("Tax \(row.words)", text.sum(parts), text.amount(row.amountMinorUnits))
            }
        }
    }

    /// Lines with the same components and rates hold one tax, which is split by the rates (8.4).
    private mutating func explainIncludedTaxes() throws(MonetaryError) {
        var groups: [(components: [LineTax.Component], nets: [Int64])] = []
        for line in invoice.lines {
            guard case .components(let components)? = line.tax else { continue }
            if let index = groups.firstIndex(where: { $0.components == components }) {
                groups[index].nets.append(line.netMinorUnits)
            } else {
                groups.append((components, [line.netMinorUnits]))
            }
        }
        var parts = invoice.taxes.map { _ in [Int64]() }
        for group in groups {
            let gross = group.nets.reduce(0, +)
            let rates = group.components.map { "\($0.rate)" }.joined(separator: " + ")
            let shares = try TaxTotals.includedTaxes(of: gross, group.components)
            let tax = shares.reduce(0, +)
            text.add("Prices with \(rates) % in them", text.sum(group.nets), text.amount(gross))
            text.add(
                "Of them without tax", "\(text.operand(gross)) ÷ (1 + (\(rates)) ÷ 100)",
                text.amount(gross - tax), rounding: .halfAwayFromZero)
            text.add("Tax in them", "\(text.amount(gross)) − \(text.operand(gross - tax))", text.amount(tax))
            for (component, share) in zip(group.components, shares) {
                addShare(
                    "Part of \(component.jurisdiction) \(component.name)", of: tax, "\(component.rate)",
                    "(\(rates))", share)
                let row = invoice.taxes.firstIndex { $0.isRow(of: component) }
                if let row { parts[row].append(share) }
            }
        }
        for (row, parts) in zip(invoice.taxes, parts) where row.name != nil {
            text.add("Tax \(row.words)", text.sum(parts), text.amount(row.amountMinorUnits))
        }
    }

    /// 8.5, 9.1: each number of the total is a step of its own.
    mutating func explainTotal() {
        text.add(
            "Subtotal", text.sum(invoice.lines.map(\.amountMinorUnits)),
            text.amount(invoice.subtotalMinorUnits))
        var total = text.amount(invoice.subtotalMinorUnits)
        let discounts = invoice.lines.map(\.discountMinorUnits).filter { $0 != 0 }
        if !discounts.isEmpty {
            text.add("Discount", text.sum(discounts), text.amount(invoice.discountMinorUnits))
            total += " − \(text.operand(invoice.discountMinorUnits))"
        }
        let taxes = invoice.taxes.map(\.amountMinorUnits).filter { $0 != 0 }
        if !taxes.isEmpty, !invoice.taxIsIncluded {
            text.add("Tax", text.sum(taxes), text.amount(invoice.taxMinorUnits))
            total += " + \(text.operand(invoice.taxMinorUnits))"
        }
        text.add("Total", total, text.amount(invoice.totalMinorUnits))
        var due = text.amount(invoice.totalMinorUnits)
        if invoice.balanceAppliedMinorUnits != 0 {
            let applied = text.amount(invoice.balanceAppliedMinorUnits)
            text.add(invoice.wordsForBalance, applied, applied)
            due += " − \(text.operand(invoice.balanceAppliedMinorUnits))"
        }
        text.add("Amount due", due, text.amount(invoice.amountDueMinorUnits))
    }

    /// A part of a split (1.4).
    private mutating func addShare(
        _ label: String, of sum: Int64, _ weight: String, _ weights: String, _ share: Int64
    ) {
        guard sum != 0 else { return text.add(label, "0", text.amount(share)) }
        text.add(
            label, "\(text.operand(sum)) × \(weight) ÷ \(weights)", text.amount(share), rounding: .split)
    }
}

extension ExplanationSteps {
    /// Amounts with a plus between them.
    fileprivate func sum(_ minorUnits: [Int64]) -> String {
        guard let first = minorUnits.first else { return "0" }
        return ([amount(first)] + minorUnits.dropFirst().map(operand)).joined(separator: " + ")
    }
}

extension InvoiceDraft {
    /// What became of the part that no payment is asked for (9.1, 9.2).
    fileprivate var wordsForBalance: String {
        if totalMinorUnits < 0 { return "Kept on the account's balance for later" }
        return balanceAppliedMinorUnits > 0
            ? "Settled with the account's balance" : "Carried from earlier invoices"
    }
}

extension TaxAmount {
    /// "DE USt 19 %", or why there is no tax.
    fileprivate var words: String {
        guard let name else { return "\(jurisdiction), \(category.reason)" }
        return "\(jurisdiction) \(name) \(rate) %"
    }

    fileprivate func applies(to line: InvoiceLine) -> Bool {
        switch line.tax {
        case .components(let components)?: components.contains(where: isRow)
        case .none(let category, let country)?:
            name == nil && category == self.category && country == jurisdiction
        case nil: false
        }
    }

    fileprivate func isRow(of component: LineTax.Component) -> Bool {
        component.jurisdiction == jurisdiction && component.name == name && component.rate == rate
    }
}

extension TaxCategory {
    /// Why a row without a component has no tax (8.2).
    fileprivate var reason: String {
        switch self {
        case .exempt: "exempt from tax (E)"
        case .reverseCharge: "reverse charge (AE)"
        case .outside: "no tax there (O)"
        case .standard, .zero: rawValue
        }
    }
}
