import Billing
import Monetary

/// The arithmetic of EN 16931 to the cent; the official rules let a tax that is wrong by less than 1 pass.
///
/// Lines and totals come from the same integers as the page, so none of this can fail for an invoice of the rules: it
/// is the last guard before an invoice leaves that a tax office would send back.
struct EInvoiceRules {
    private let model: EInvoiceModel

    init(_ model: EInvoiceModel) { self.model = model }

    /// - Throws: `notRepresentable` with the rule that is broken.
    func check() throws(DocumentError) {
        for (index, line) in model.lines.enumerated() { try check(line, number: index + 1) }
        try checkGroups()
        try checkTotals()
    }

    /// BR-CO-04, BR-27 and PEPPOL-EN16931-R120 without its slack: quantity × price less allowances is the net amount.
    private func check(_ line: EInvoiceLine, number: Int) throws(DocumentError) {
        let product: Int64?
        do throws(MonetaryError) {
            let quantity = try ExactDecimal(parsing: line.quantity)
            let price = try ExactDecimal(parsing: line.price)
            guard !price.isNegative else { throw MonetaryError.malformed(line.price) }
            let perMajorUnit = try model.content.currency.minorUnits("1")
            product = try (quantity.ratio * price.ratio * Ratio(perMajorUnit)).rounded()
        } catch {
            throw .notRepresentable("line \(number): its quantity or price cannot be written (BR-27)")
        }
        let allowances = line.allowances.reduce(0) { $0 + $1.minorUnits }
        guard let product, product - allowances == line.netMinorUnits else {
            throw .notRepresentable("line \(number): quantity × price is not its amount (R120)")
        }
    }

    /// BR-S-08, BR-S-09 and their kin, BR-CO-17: each group's base is the sum of its lines, each tax is the base ×
    /// rate rounded once, and every line has a group.
    private func checkGroups() throws(DocumentError) {
        var counted = 0
        for tax in model.content.taxes {
            let members = model.lines.filter { $0.category == tax.category && $0.rate == tax.rate }
            counted += members.count
            let sum = members.reduce(0) { $0 + $1.netMinorUnits }
            guard sum == tax.baseMinorUnits else {
                throw .notRepresentable(
                    "the lines at \(tax.rate) % do not add up to their taxable amount (BR-S-08)")
            }
            guard isProduct(tax) else {
                throw .notRepresentable("the tax at \(tax.rate) % is not its base × its rate (BR-CO-17)")
            }
        }
        guard counted == model.lines.count else {
            throw .notRepresentable("a line has a tax that is not in the tax table (BR-CO-18)")
        }
    }

    /// An inclusive price is rounded where its base is taken out, and the tax is what is left (8.4); a credit note's
    /// tax is its part of the invoice's, so that all parts add up (10.2): there one minor unit may lie between.
    private func isProduct(_ tax: DocumentTaxRow) -> Bool {
        guard let exact = try? Ratio(tax.baseMinorUnits) * tax.rate.ratio / Ratio(100),
            let product = try? exact.rounded()
        else { return false }
        let slack: Int64 = model.content.taxIsIncluded || model.content.status == .creditNote ? 1 : 0
        return abs(product - tax.amountMinorUnits) <= slack
    }

    /// BR-CO-10, 13, 14, 15 and 16.
    private func checkTotals() throws(DocumentError) {
        let bases = model.content.taxes.reduce(0) { $0 + $1.baseMinorUnits }
        guard bases == model.netMinorUnits else {
            throw .notRepresentable("the taxable amounts are not the total without tax (BR-CO-13)")
        }
        let total = model.content.totalMinorUnits
        guard model.netMinorUnits + model.content.taxMinorUnits == total, model.totalMinorUnits == total
        else {
            throw .notRepresentable("the total of the pages is not that of the XML (BR-CO-15)")
        }
        guard model.totalMinorUnits - model.prepaidMinorUnits == model.dueMinorUnits else {
            throw .notRepresentable("total less prepaid is not what is due (BR-CO-16)")
        }
    }
}
