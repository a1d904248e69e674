import Monetary

/// What coupons leave of an invoice's lines by today's amounts, first with the terms they were redeemed with, then with
/// those of the catalogue.
struct CouponComparison {
    /// Today's net amounts, in the order of the lines.
    private(set) var nets: [Int64]
    /// What coupons change at each line's net.
    private(set) var parts: [[DifferencePart]]

    /// - Parameter lines: the issued lines with today's amounts; proration charges with today's discounts.
    init(_ invoice: InvoiceDraft, today lines: [InvoiceLine], coupons: [String: Coupon]) throws {
        let asRedeemed = try Self.discounts(invoice.coupons.map { ($0, $0.discount) }, lines)
        let asToday = try Self.discounts(
            invoice.coupons.map { ($0, coupons[$0.code].flatMap($0.termsToday) ?? $0.discount) }, lines)
        nets = zip(lines, asToday).map { $0.amountMinorUnits - $1 }
        parts = lines.indices.map { index in
            var parts: [DifferencePart] = []
            let follows = invoice.lines[index].discountMinorUnits - asRedeemed[index]
            if follows != 0 {
                parts.append(
                    DifferencePart(
                        cause: .follows, minorUnits: follows,
                        detail: "coupons take their part of other amounts"))
            }
            let changed = asRedeemed[index] - asToday[index]
            if changed != 0 {
                let codes = invoice.coupons.filter { $0.lines.contains(index) }.map(\.code)
                parts.append(
                    DifferencePart(
                        cause: .changedCoupon, minorUnits: changed,
                        detail: "the terms of \(codes.joined(separator: ", ")) are others than when redeemed")
                )
            }
            return parts
        }
    }

    private static func discounts(
        _ coupons: [(applied: AppliedCoupon, discount: Coupon.Discount)], _ lines: [InvoiceLine]
    ) throws -> [Int64] {
        var lines = lines
        for index in lines.indices where lines[index].kind != .prorationCharge {
            lines[index].discountMinorUnits = 0
        }
        for coupon in coupons { try Discounts.take(coupon.applied, as: coupon.discount, of: &lines) }
        return lines.map(\.discountMinorUnits)
    }
}

extension AppliedCoupon {
    /// Today's terms where they are still of the same kind.
    fileprivate func termsToday(_ coupon: Coupon) -> Coupon.Discount? {
        switch (discount, coupon.discount) {
        case (.percent, .percent): coupon.discount
        case (.amount(_, let then), .amount(_, let now)): then == now ? coupon.discount : nil
        case (.percent, .amount), (.amount, .percent): nil
        }
    }
}
