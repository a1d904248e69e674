import Billing
import BillingCalendar
import Monetary

/// A line in the terms of EN 16931 (BG-25).
struct EInvoiceLine {
    var name: String
    /// BT-127: how the amount came about.
    var note: String?
    /// BT-129; negative on credits, because prices never are (BR-27).
    var quantity: String
    var unitCode: String
    /// BT-146.
    var price: String
    /// BG-27: what coupons take off.
    var allowances: [(reason: String, minorUnits: Int64)]
    /// BT-131.
    var netMinorUnits: Int64
    var category: TaxCategory
    var rate: ExactDecimal
    /// BG-26, both days inclusive.
    var first: CivilDate
    var last: CivilDate

    /// - Parameters:
    ///   - amount: before allowances, without tax; minor units.
    ///   - discountName: what coupons are called; nil where discounts are within the amount.
    init(_ line: DocumentLine, amount: Int64, _ currency: Currency, discountName: Phrase?) {
        name = line.name
        note = line.explanation.isEmpty ? nil : line.explanation
        category = line.taxCategory
        rate = line.taxRates.first ?? .zero
        first = line.period.start.date
        last = max(line.period.lastDate, first)
        allowances =
            discountName.map { name in line.discounts.map { (name($0.coupon), $0.minorUnits) } } ?? []
        netMinorUnits = amount - allowances.reduce(0) { $0 + $1.minorUnits }
        unitCode = UnitCode.one
        // Quantity × price must give the amount (BR-CO and Peppol R120); where it does not, because the line
        // is prorated or tiered, one piece costs the amount.
        if let unit = line.unitPrice, Self.product(line.quantity, unit, currency) == amount {
            quantity = line.quantity.description
            price = unit.description
            unitCode = UnitCode.code(of: line.unitSymbol)
        } else {
            quantity = amount < 0 ? "-1" : "1"
            price = currency.majorUnits(amount < 0 ? -amount : amount)
        }
    }

    private static func product(_ quantity: ExactDecimal, _ price: ExactDecimal, _ currency: Currency)
        -> Int64?
    {
        guard !price.isNegative, let perMajor = try? currency.minorUnits("1") else { return nil }
        return try? (quantity.ratio * price.ratio * Ratio(perMajor)).rounded()
    }
}
