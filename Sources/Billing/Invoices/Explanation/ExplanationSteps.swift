public import Monetary

extension InvoiceLine {
    /// The arithmetic of the line step by step, from the inputs to the net; the result of the step named
    /// "Amount" is the line's amount.
    ///
    /// - Parameter unit: the meter's unit in the singular.
    /// - Throws: `overflow` where an exact number cannot be held.
    public func explanationSteps(
        currency: Currency, unit: String? = nil
    ) throws(MonetaryError) -> [ExplanationStep] {
        var steps = ExplanationSteps(currency: currency, unit: unit)
        try steps.explain(derivation)
        var left = amountMinorUnits
        for discount in discounts {
            let formula = "\(steps.amount(left)) − \(steps.operand(discount.minorUnits))"
            left -= discount.minorUnits
            steps.add("Less coupon \(discount.coupon)", formula, steps.amount(left))
        }
        return steps.steps
    }
}

/// Collects the steps of one line, in English; formulas use the numbers that the steps before them gave.
struct ExplanationSteps {
    let currency: Currency
    let unit: String?
    private(set) var steps: [ExplanationStep] = []
    private let numbers = NumberStyle.english

    init(currency: Currency, unit: String?) {
        self.currency = currency
        self.unit = unit
    }

    mutating func explain(_ derivation: Derivation) throws(MonetaryError) {
        switch derivation {
        case .charge(let quantity, let price, let share):
            let factor = try addShare(share)
            let product = "\(numbers.text(quantity)) × \(amount(price))"
            let exact = try quantity.ratio * Ratio(price) * share.ratio()
            try addRounded("Amount", product + factor, exact)
        case .credit(let net, let share, _):
            let factor = try addShare(share)
            try addRounded("Amount", amount(-net) + factor, -(Ratio(net) * share.ratio()))
        case .usage(let inputs):
            _ = try addUsage(inputs, label: "Amount")
        case .lateUsage(let inputs, let before, _):
            let now = try addUsage(inputs, label: "Charge for all use known now")
            add("Amount", "\(amount(now)) − \(operand(before))", amount(now - before))
        case .minimum(let inputs):
            try addMinimum(inputs)
        }
    }

    mutating func add(
        _ label: String, _ formula: String, _ result: String, rounding: ExplanationStep.Rounding = .exact
    ) {
        steps.append(ExplanationStep(label: label, formula: formula, result: result, rounding: rounding))
    }

    func amount(_ minorUnits: Int64) -> String { numbers.amount(minorUnits, currency) }

    /// An amount behind an operator: negative ones in parentheses.
    func operand(_ minorUnits: Int64) -> String {
        minorUnits < 0 ? "(\(amount(minorUnits)))" : amount(minorUnits)
    }

    /// The share as a step of its own.
    ///
    /// - Returns: " × 14/29" for the formulas that follow; empty where the share is the whole.
    private mutating func addShare(_ share: Share) throws(MonetaryError) -> String {
        let text = ShareText(share: share, words: .english)
        if text.isFull { return "" }
        let counted = share.basis == .day ? "local days" : "seconds"
        add("Share of the period (\(counted))", text.quotient, try text.fraction())
        return " × " + (try text.fraction())
    }

    /// - Parameter exact: minor units, not rounded.
    private mutating func addRounded(_ label: String, _ formula: String, _ exact: Ratio) throws(MonetaryError)
    {
        addRounded(label, formula, to: try exact.rounded(), exact)
    }

    /// - Parameters:
    ///   - minorUnits: what was charged.
    ///   - exact: the formula's minor units, not rounded.
    mutating func addRounded(_ label: String, _ formula: String, to minorUnits: Int64, _ exact: Ratio) {
        add(
            label, formula, amount(minorUnits),
            rounding: exact == Ratio(minorUnits) ? .exact : .halfAwayFromZero)
    }

    /// - Returns: the amount in minor units.
    private mutating func addUsage(_ inputs: UsageDerivation, label: String) throws(MonetaryError) -> Int64 {
        let parts = try UsageParts(inputs)
        let factor = try addShare(inputs.share)
        addIncluded(parts, factor: factor)
        addBillable(parts)
        addPackages(parts)
        var products: [String] = []
        var sum = Ratio.zero
        for term in parts.terms {
            let isScaled = parts.isCounter && term.units == nil
            let value = try isScaled ? term.value() * parts.share : term.value()
            sum = try sum + value
            let price = numbers.price(term.price, currency)
            let product = term.units.map { "\(numbers.text($0)) × \(price)" } ?? price
            products.append(product + (isScaled ? factor : ""))
            guard parts.terms.count > 1 else { continue }
            add(term.label, products[products.count - 1], numbers.text(value))
            products[products.count - 1] = numbers.text(value)
        }
        var formula = products.isEmpty ? "0" : products.joined(separator: " + ")
        if !parts.isCounter && parts.isShared {
            formula = (products.count > 1 ? "(\(formula))" : formula) + factor
            sum = try sum * parts.share
        }
        var minorUnits = try sum * currency.minorUnitsPerMajorUnit
        if let cap = inputs.maxChargeMinorUnits {
            formula = "min(\(formula), \(amount(cap))\(factor))"
            minorUnits = min(minorUnits, try Ratio(cap) * parts.share)
        }
        try addRounded(label, formula, minorUnits)
        return try minorUnits.rounded()
    }

    private mutating func addIncluded(_ parts: UsageParts, factor: String) {
        let inputs = parts.inputs
        if !inputs.raised.isZero {
            let formula = "\(numbers.text(inputs.included)) + \(numbers.text(inputs.raised))"
            add("Included with add-ons", formula, numbers.text(parts.includedInFull))
        }
        if parts.isCounter && parts.isShared {
            add(
                "Included in this part of the period", numbers.text(parts.includedInFull) + factor,
                numbers.text(parts.included), rounding: .up)
        }
    }

    private mutating func addBillable(_ parts: UsageParts) {
        let name = unit.map { EnglishPlural.of($0) } ?? "units"
        let formula = "max(0, \(numbers.text(parts.inputs.used)) − \(numbers.text(parts.included)))"
        add("Billable \(name)", formula, numbers.text(parts.billable))
    }

    private mutating func addPackages(_ parts: UsageParts) {
        guard case .package(let size, _) = parts.inputs.model, let packages = parts.terms.first?.units else {
            return
        }
        let formula = "\(numbers.text(parts.billable)) ÷ \(numbers.text(size))"
        add("Packages of \(numbers.text(size))", formula, numbers.text(packages), rounding: .up)
    }

    private mutating func addMinimum(_ inputs: MinimumDerivation) throws(MonetaryError) {
        var products: [String] = []
        var exact = Ratio.zero
        for part in inputs.parts {
            let factor = try addShare(part.share)
            products.append(amount(part.minimumMinorUnits) + factor)
            exact = try exact + Ratio(part.minimumMinorUnits) * part.share.ratio()
        }
        let due = try exact.rounded()
        try addRounded("Minimum of the period", products.joined(separator: " + "), exact)
        let missing = max(0, due - inputs.chargedMinorUnits)
        let formula = "max(0, \(amount(due)) − \(operand(inputs.chargedMinorUnits)))"
        guard inputs.minimumBeforeMinorUnits != 0 else { return add("Amount", formula, amount(missing)) }
        add("Missing to the minimum", formula, amount(missing))
        let before = inputs.minimumBeforeMinorUnits
        add("Amount", "\(amount(missing)) − \(operand(before))", amount(missing - before))
    }
}
