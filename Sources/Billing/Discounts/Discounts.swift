import Monetary

/// Coupons on the lines of an invoice (7.3) and on a proration charge (4.4).
enum Discounts {
    /// Percent coupons in the order of redemption, then amount coupons; each takes from what is left.
    ///
    /// - Parameter openingPeriod: the number of the period that the invoice opens, nil where it opens none.
    /// - Returns: what each coupon took.
    static func apply(
        _ redemptions: [Redemption], to lines: inout [InvoiceLine], openingPeriod: Int?
    ) throws -> [AppliedCoupon] {
        var applied: [AppliedCoupon] = []
        for redemption in redemptions {
            guard case .percent(let percent) = redemption.discount else { continue }
            let covered = lines.indices.filter {
                lines[$0].takesPercentCoupons && redemption.covers(lines[$0])
            }
            for side in [
                covered.filter { lines[$0].netMinorUnits > 0 },
                covered.filter { lines[$0].netMinorUnits < 0 },
            ]
            where !side.isEmpty {
                let sum = try share(percent, of: left(side, of: lines))
                applied.append(try take(sum, redemption, from: side, of: &lines))
            }
        }
        guard let openingPeriod, openingPeriod >= 0 else { return applied }
        for redemption in redemptions {
            guard case .amount(let minorUnits, _) = redemption.discount else { continue }
            let covered = lines.indices.filter {
                lines[$0].isOpeningLine && lines[$0].periodNumber == openingPeriod
                    && lines[$0].netMinorUnits > 0
                    && redemption.covers(lines[$0])
            }
            guard !covered.isEmpty else { continue }
            let sum = min(minorUnits, left(covered, of: lines))
            applied.append(try take(sum, redemption, from: covered, of: &lines))
        }
        return applied
    }

    /// Percent coupons that cover the current period reduce a proration charge when it is made; what they leave
    /// is final.
    static func apply(_ redemptions: [Redemption], toProrationCharge line: inout InvoiceLine) throws {
        for redemption in redemptions where redemption.covers(line) {
            guard case .percent(let percent) = redemption.discount else { continue }
            line.take(try share(percent, of: line.netMinorUnits), code: redemption.code, percent: percent)
        }
    }

    private static func left(_ covered: [Int], of lines: [InvoiceLine]) -> Int64 {
        covered.reduce(0) { $0 + lines[$1].netMinorUnits }
    }

    static func share(_ percent: ExactDecimal, of left: Int64) throws -> Int64 {
        try (Ratio(left) * percent.ratio / Ratio(100)).rounded()
    }

    /// Splits what a coupon takes over the lines it covers (1.4).
    private static func take(
        _ sum: Int64, _ redemption: Redemption, from covered: [Int], of lines: inout [InvoiceLine]
    ) throws -> AppliedCoupon {
        try split(sum, code: redemption.code, over: covered, of: &lines)
        return AppliedCoupon(
            code: redemption.code, discount: redemption.discount, lines: covered, minorUnits: sum)
    }

    /// Takes what a coupon would take with these terms from the lines it covered, whose amounts may be others now.
    static func take(
        _ coupon: AppliedCoupon, as discount: Coupon.Discount, of lines: inout [InvoiceLine]
    ) throws {
        let covered = coupon.lines.filter {
            coupon.minorUnits < 0 ? lines[$0].netMinorUnits < 0 : lines[$0].netMinorUnits > 0
        }
        guard !covered.isEmpty else { return }
        let left = left(covered, of: lines)
        let sum =
            switch discount {
            case .percent(let percent): try share(percent, of: left)
            case .amount(let minorUnits, _): min(minorUnits, left)
            }
        try split(sum, code: coupon.code, over: covered, of: &lines)
    }

    private static func split(
        _ sum: Int64, code: String, over covered: [Int], of lines: inout [InvoiceLine]
    ) throws {
        let shares = try allocate(sum, over: covered.map { abs(lines[$0].netMinorUnits) })
        for (index, share) in zip(covered, shares) { lines[index].take(share, code: code) }
    }
}

extension Redemption {
    fileprivate func covers(_ line: InvoiceLine) -> Bool {
        covers(period: line.periodNumber) && applies(to: line.plan)
    }
}

extension InvoiceLine {
    fileprivate mutating func take(_ minorUnits: Int64, code: String, percent: ExactDecimal? = nil) {
        guard minorUnits != 0 else { return }
        discountMinorUnits += minorUnits
        discounts.append(LineDiscount(coupon: code, minorUnits: minorUnits, percent: percent))
    }

    /// Proration lines got their discount when they were made.
    fileprivate var takesPercentCoupons: Bool {
        switch kind {
        case .plan, .addon, .usage, .minimum, .lateUsage, .oneTime: true
        case .prorationCredit, .prorationCharge: false
        }
    }

    fileprivate var isOpeningLine: Bool { kind == .plan || kind == .addon }
}
