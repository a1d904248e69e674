import Billing

/// The figures from the subtotal to what is to be paid, in words.
struct Sums {
    struct Row: Hashable {
        enum Weight {
            case plain
            case total
            case due
        }

        var label: String
        var amount: String
        var weight = Weight.plain
        /// Says more about the total instead of adding to it.
        var isRemark = false
    }

    let rows: [Row]

    init(_ content: DocumentContent) {
        rows = Self.beforeTotal(content) + Self.total(content) + Self.settlement(content)
    }

    private static func beforeTotal(_ content: DocumentContent) -> [Row] {
        let discounts = content.discounts
        var rows = [Row(label: content.texts.subtotal, amount: content.written(content.subtotalMinorUnits))]
        rows += discounts.map { discount in
            Row(label: content.texts.discount(discount.coupon), amount: content.written(-discount.minorUnits))
        }
        if content.taxIsIncluded { return rows }
        if !discounts.isEmpty {
            let net = content.subtotalMinorUnits - content.discountMinorUnits
            rows.append(Row(label: content.texts.netTotal, amount: content.written(net)))
        }
        return rows
            + content.taxes.map { tax in
                Row(label: label(of: tax, content), amount: content.written(tax.amountMinorUnits))
            }
    }

    private static func total(_ content: DocumentContent) -> [Row] {
        let total = Row(
            label: content.texts.total, amount: content.written(content.totalMinorUnits), weight: .total)
        guard content.taxIsIncluded else { return [total] }
        return [total]
            + content.taxes.filter { $0.name != nil }.map { tax in
                Row(
                    label: content.texts.includedTax(label(of: tax, content)),
                    amount: content.written(tax.amountMinorUnits), isRemark: true)
            }
    }

    private static func settlement(_ content: DocumentContent) -> [Row] {
        var rows: [Row] = []
        let applied = content.balanceAppliedMinorUnits
        if applied != 0 {
            let given =
                content.totalMinorUnits < 0 ? content.texts.balanceCredited : content.texts.broughtOver
            let label = applied > 0 ? content.texts.balanceApplied : given
            rows.append(Row(label: label, amount: content.written(-applied)))
        }
        if content.amountPaidMinorUnits != 0 {
            let label =
                content.paidOn.map { content.texts.paidOn(content.texts.dates.text($0)) }
                ?? content.texts.paid
            rows.append(Row(label: label, amount: content.written(-content.amountPaidMinorUnits)))
        }
        let (label, minorUnits) = content.headline
        rows.append(
            Row(label: label, amount: content.texts.money(minorUnits, content.currency), weight: .due))
        return rows
    }

    /// "CA sales tax 8.25% on 63.20"
    private static func label(of tax: DocumentTaxRow, _ content: DocumentContent) -> String {
        let base = content.texts.taxBase(content.written(tax.baseMinorUnits))
        guard let name = tax.name else {
            return "\(content.texts.categoryNames[tax.category] ?? content.texts.taxWithoutName) \(base)"
        }
        return "\(name) \(content.texts.rate(tax.rate)) \(base)"
    }
}

extension DocumentContent {
    /// An amount without its currency.
    func written(_ minorUnits: Int64) -> String { texts.amount(minorUnits, currency) }

    /// The figure that a clerk looks for first, with its name.
    var headline: (label: String, minorUnits: Int64) {
        status == .creditNote
            ? (texts.amountCredited, totalMinorUnits) : (texts.amountDue, outstandingMinorUnits)
    }
}
