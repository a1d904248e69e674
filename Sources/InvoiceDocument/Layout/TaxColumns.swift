import PDFWriter

/// Where the columns of the tax table stand: the figures are as wide as they need to be, tax and category share
/// the rest.
struct TaxColumns {
    let heads: [String]
    /// Left edges of tax and category, right edges of rate, taxable amount and tax amount.
    let edges: [Length]
    let nameWidth: Length
    let categoryWidth: Length

    init(_ context: InvoiceContext) {
        heads = [
            context.texts.tax, context.texts.taxCategory, context.texts.taxRate, context.texts.taxableAmount,
            context.texts.taxAmount,
        ]
        var widths = heads[2...].map { context.width(of: $0, context.theme.label) }
        for tax in context.content.taxes {
            for (column, figure) in Self.figures(of: tax, context).enumerated() {
                widths[column] = max(widths[column], context.width(of: figure, context.theme.body))
            }
        }
        let sheet = context.sheet
        let gap = Length.points(22)
        let base = sheet.right - widths[2] - gap
        let rate = base - widths[1] - gap
        let room = max(.points(120), rate - widths[0] - gap - sheet.left)
        let category = sheet.left + room / 2
        edges = [sheet.left, category, rate, base, sheet.right]
        nameWidth = room / 2 - .points(10)
        categoryWidth = room - room / 2
    }

    /// Rate, taxable amount and tax amount.
    static func figures(of tax: DocumentTaxRow, _ context: InvoiceContext) -> [String] {
        [
            context.texts.rate(tax.rate), context.amount(tax.baseMinorUnits),
            context.amount(tax.amountMinorUnits),
        ]
    }
}
