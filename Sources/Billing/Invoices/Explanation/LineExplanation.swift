public import Monetary

extension InvoiceLine {
    /// The arithmetic of the line's amount and discount in one short line, every number exact:
    /// "14 of 29 days × 79.00", "1,500 calls used, 1,000 included, 500 × 0.01, less 1.00 coupon WELCOME20".
    ///
    /// - Parameters:
    ///   - unit: the meter's unit in the singular.
    ///   - words: the language.
    /// - Returns: the bare amount where the exact numbers cannot be held; an amount that was computed from
    ///   them is never such a case.
    public func explanation(
        currency: Currency, unit: String? = nil, words: ExplanationWords = .english
    ) -> String {
        let text = LineExplanation(currency: currency, unit: unit, words: words)
        let amount =
            (try? text.explain(derivation)) ?? words.numbers.amount(amountMinorUnits, currency)
        return ([amount] + discounts.map(text.discount)).joined(separator: words.punctuation.comma)
    }
}

/// Writes derivations in one line each.
struct LineExplanation {
    let currency: Currency
    let unit: String?
    let words: ExplanationWords

    func explain(_ derivation: Derivation) throws(MonetaryError) -> String {
        switch derivation {
        case .charge(let quantity, let price, let share):
            let product = "\(words.numbers.text(quantity)) × \(amount(price))"
            let share = ShareText(share: share, words: words)
            if share.isFull { return product }
            return share.counted + " × " + (quantity == .one ? amount(price) : product)
        case .credit(let net, let share, _):
            return words.unused(ShareText(share: share, words: words).counted) + " × " + amount(-net)
        case .usage(let inputs):
            return try usage(inputs)
        case .lateUsage(let inputs, let chargedBefore, _):
            return try usage(inputs) + words.punctuation.comma
                + words.less(words.chargedBefore(amount(chargedBefore)))
        case .minimum(let inputs):
            return minimum(inputs)
        }
    }

    func discount(_ discount: LineDiscount) -> String {
        words.less("\(amount(discount.minorUnits)) \(words.coupon(discount.coupon))")
    }

    private func usage(_ inputs: UsageDerivation) throws(MonetaryError) -> String {
        let parts = try UsageParts(inputs)
        var phrases = [words.measured(inputs.used, inputs.aggregation, unit: unit)]
        if !parts.includedInFull.isZero { phrases.append(try included(parts)) }
        let comma = words.punctuation.comma
        if parts.billable.isZero { return (phrases + [words.nothingBillable]).joined(separator: comma) }
        phrases.append(try price(parts))
        if let cap = inputs.maxChargeMinorUnits {
            let share = try parts.isShared ? " × " + fraction(inputs.share) : ""
            phrases.append(words.atMost(amount(cap) + share))
        }
        return phrases.joined(separator: comma)
    }

    private func included(_ parts: UsageParts) throws(MonetaryError) -> String {
        let inputs = parts.inputs
        let isRaised = !inputs.raised.isZero
        let sum =
            isRaised
            ? "\(words.numbers.text(inputs.included)) + \(words.numbers.text(inputs.raised))"
            : words.numbers.text(inputs.included)
        guard parts.isCounter && parts.isShared else { return words.included(sum) }
        let whole = words.numbers.text(parts.included)
        let product = "\(isRaised ? "(\(sum))" : sum) × \(try fraction(inputs.share))"
        return words.included(whole) + words.punctuation.brackets("\(product) \(words.roundedUp)")
    }

    /// "5 × 12.00 + 3 × 10.00 + 5.00 flat", with the share where it holds for the whole charge.
    private func price(_ parts: UsageParts) throws(MonetaryError) -> String {
        let share = try parts.isShared ? " × " + fraction(parts.inputs.share) : ""
        var products: [String] = []
        for term in parts.terms {
            let price = words.numbers.price(term.price, currency)
            if let units = term.units {
                products.append("\(quantity(units, of: parts.inputs.model)) × \(price)")
            } else {
                products.append(words.flat(parts.isCounter ? price + share : price))
            }
        }
        let sum = products.joined(separator: " + ")
        guard !parts.isCounter, !share.isEmpty else { return sum }
        return (products.count > 1 ? "(\(sum))" : sum) + share
    }

    private func quantity(_ units: Ratio, of model: PriceModel) -> String {
        guard case .package(let size, _) = model else { return words.numbers.text(units) }
        return "\(words.numbers.text(units)) \(words.packagesOf) \(words.numbers.text(size))"
    }

    private func minimum(_ inputs: MinimumDerivation) -> String {
        let parts = inputs.parts.map { part in
            let share = ShareText(share: part.share, words: words)
            return share.isFull
                ? amount(part.minimumMinorUnits) : "\(share.counted) × \(amount(part.minimumMinorUnits))"
        }
        var text = words.minimum(parts.joined(separator: " + "))
        let comma = words.punctuation.comma
        text += comma + words.less(words.charged(amount(inputs.chargedMinorUnits)))
        guard inputs.minimumBeforeMinorUnits != 0 else { return text }
        return text + comma + words.less(words.chargedBefore(amount(inputs.minimumBeforeMinorUnits)))
    }

    private func fraction(_ share: Share) throws(MonetaryError) -> String {
        try ShareText(share: share, words: words).fraction()
    }

    private func amount(_ minorUnits: Int64) -> String { words.numbers.amount(minorUnits, currency) }
}
