import Monetary

/// Coupons on the lines of an invoice (7.3) and on a proration charge (4.4).
enum Discounts {
    /// Percent coupons in the order of redemption, then amount coupons; each takes from what is left.
    ///
    /// - Parameter openingPeriod: the number of the period that the invoice opens, nil where it opens none.
    static func apply(_ redemptions: [Redemption], to lines: inout [InvoiceLine], openingPeriod: Int?) throws {
        for redemption in redemptions {
            guard case .percent(let percent) = redemption.discount else { continue }
            let covered = lines.indices.filter {
                lines[$0].takesPercentCoupons && redemption.covers(lines[$0])
            }
            try take(percent, code: redemption.code, from: covered.filter { lines[$0].netMinorUnits > 0 }, of: &lines)
            try take(percent, code: redemption.code, from: covered.filter { lines[$0].netMinorUnits < 0 }, of: &lines)
        }
        guard let openingPeriod, openingPeriod >= 0 else { return }
        for redemption in redemptions {
            guard case .amount(let minorUnits, _) = redemption.discount else { continue }
            let covered = lines.indices.filter {
                lines[$0].isOpeningLine && lines[$0].periodNumber == openingPeriod && lines[$0].netMinorUnits > 0
                    && redemption.covers(lines[$0])
            }
            let left = covered.reduce(0) { $0 + lines[$1].netMinorUnits }
            try split(min(minorUnits, left), code: redemption.code, over: covered, of: &lines)
        }
    }

    /// Percent coupons that cover the current period reduce a proration charge when it is made; what they leave
    /// is final.
    static func apply(_ redemptions: [Redemption], toProrationCharge line: inout InvoiceLine) throws {
        for redemption in redemptions where redemption.covers(line) {
            guard case .percent(let percent) = redemption.discount else { continue }
            var lines = [line]
            try take(percent, code: redemption.code, from: [0], of: &lines)
            line = lines[0]
        }
    }

    private static func take(
        _ percent: ExactDecimal, code: String, from covered: [Int], of lines: inout [InvoiceLine]
    ) throws {
        let left = covered.reduce(0) { $0 + lines[$1].netMinorUnits }
        guard left != 0 else { return }
        let discount = try (Ratio(left) * percent.ratio / Ratio(100)).rounded()
        try split(discount, code: code, over: covered, of: &lines)
    }

    private static func split(
        _ discount: Int64, code: String, over covered: [Int], of lines: inout [InvoiceLine]
    ) throws {
        guard discount != 0 else { return }
        let shares = try allocate(discount, over: covered.map { abs(lines[$0].netMinorUnits) })
        for (index, share) in zip(covered, shares) where share != 0 {
            lines[index].discountMinorUnits += share
            lines[index].discounts.append(LineDiscount(coupon: code, minorUnits: share))
        }
    }
}

extension Redemption {
    fileprivate func covers(_ line: InvoiceLine) -> Bool {
        covers(period: line.periodNumber) && applies(to: line.plan)
    }
}

extension InvoiceLine {
    /// Proration lines got their discount when they were made.
    fileprivate var takesPercentCoupons: Bool {
        switch kind {
        case .plan, .addon, .usage, .minimum, .lateUsage, .oneTime: true
        case .prorationCredit, .prorationCharge: false
        }
    }

    fileprivate var isOpeningLine: Bool { kind == .plan || kind == .addon }
}
