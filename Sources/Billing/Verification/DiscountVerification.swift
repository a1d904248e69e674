import Monetary

extension InvoiceVerification {
    /// Plays the coupons again, in order, over the lines they cover, and compares what each line was left with
    /// (7.3, 4.4).
    mutating func verifyDiscounts() {
        var replay = DiscountReplay(invoice.lines)
        var sawAmountCoupon = false
        for (index, coupon) in invoice.coupons.enumerated() {
            let place = "coupon \(index + 1) (\(coupon.code))"
            guard !coupon.lines.isEmpty, coupon.lines.allSatisfy(invoice.lines.indices.contains) else {
                note(place, "it covers lines that are not there")
                continue
            }
            if case .amount = coupon.discount { sawAmountCoupon = true }
            if case .percent = coupon.discount, sawAmountCoupon {
                note(place, "a percent coupon after an amount coupon (rule 7.3)")
            }
            if case .amount(_, let currency) = coupon.discount, currency != invoice.currency {
                note(place, "it is in \(currency.code) (rule 7.1)")
            }
            let taken = replay.take(coupon)
            compare(place, "its sum", coupon.minorUnits, with: taken, rule: "7.3")
        }
        for (index, line) in invoice.lines.enumerated() {
            verifyDiscount(of: line, expected: replay.taken[index], at: place(index))
        }
    }

    private mutating func verifyDiscount(
        of line: InvoiceLine, expected: [(code: String, minorUnits: WideInteger)], at place: String
    ) {
        let sum = expected.reduce(WideInteger.zero) { $0 + $1.minorUnits }
        compare(place, "discount", line.discountMinorUnits, with: sum, rule: "7.3")
        let shares = line.discounts.map { (code: $0.coupon, minorUnits: WideInteger($0.minorUnits)) }
        if !shares.elementsEqual(expected, by: ==) {
            let wanted = expected.map { "\($0.code) \($0.minorUnits)" }.joined(separator: ", ")
            let found = shares.map { "\($0.code) \($0.minorUnits)" }.joined(separator: ", ")
            note(place, "the coupons took [\(found)] and should have taken [\(wanted)] (rule 7.3)")
        }
        let net = WideInteger(line.amountMinorUnits) - WideInteger(line.discountMinorUnits)
        if net.sign != 0 && net.sign != line.amountMinorUnits.signum() {
            note(place, "the discount turns \(line.amountMinorUnits) into \(net) (rule 7.4)")
        }
    }
}

/// What coupons take from lines, one after the other.
private struct DiscountReplay {
    private var left: [WideInteger]
    private(set) var taken: [[(code: String, minorUnits: WideInteger)]]

    /// Begins with the percent coupons that had reduced proration charges when they were made (4.4).
    init(_ lines: [InvoiceLine]) {
        left = lines.map { WideInteger($0.amountMinorUnits) }
        taken = lines.map { _ in [] }
        for (index, line) in lines.enumerated() where line.kind == .prorationCharge {
            for discount in line.discounts {
                guard let percent = discount.percent else { continue }
                note(discount.coupon, Self.part(percent, of: left[index]), at: index)
            }
        }
    }

    /// - Returns: what the coupon takes in all.
    mutating func take(_ coupon: AppliedCoupon) -> WideInteger {
        let base = coupon.lines.reduce(WideInteger.zero) { $0 + left[$1] }
        let amount =
            switch coupon.discount {
            case .percent(let percent): Self.part(percent, of: base)
            case .amount(let minorUnits, _): min(WideInteger(minorUnits), base)
            }
        let shares = SplitCheck.shares(of: amount, over: coupon.lines.map { left[$0].magnitude })
        for (line, share) in zip(coupon.lines, shares) { note(coupon.code, share, at: line) }
        return amount
    }

    private mutating func note(_ code: String, _ minorUnits: WideInteger, at index: Int) {
        guard minorUnits.sign != 0 else { return }
        left[index] = left[index] - minorUnits
        taken[index].append((code, minorUnits))
    }

    private static func part(_ percent: ExactDecimal, of base: WideInteger) -> WideInteger {
        (WideFraction(base) * WideFraction(percent) / WideFraction(100)).rounded
    }
}
