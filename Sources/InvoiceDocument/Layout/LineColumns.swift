import Billing
import Monetary
import PDFWriter

/// The texts of a line's number columns.
struct LineFigures {
    var quantity: String
    var unitPrice: String
    /// One rate below the other.
    var taxes: [String]
    var amount: String
    /// Whether the quantity has more digits than are shown.
    let isQuantityShortened: Bool

    init(_ line: DocumentLine, _ context: InvoiceContext) {
        let numbers = context.texts.words.numbers
        let exact = numbers.text(line.quantity)
        quantity = Self.shortened(exact, separator: numbers.decimalSeparator)
        isQuantityShortened = quantity != exact
        unitPrice = line.unitPrice.map { numbers.price($0, context.content.currency) } ?? ""
        taxes =
            line.taxRates.isEmpty ? [line.taxCategory.rawValue] : line.taxRates.map { context.texts.rate($0) }
        amount = context.amount(line.amountMinorUnits)
    }

    /// At most four digits of a fraction and a sign that there are more; the explanation below the line has
    /// the exact number.
    private static func shortened(_ quantity: String, separator: String) -> String {
        guard let mark = separator.first, let point = quantity.lastIndex(of: mark) else { return quantity }
        let digits = quantity[quantity.index(after: point)...]
        return digits.count <= 4 ? quantity : quantity[...point] + digits.prefix(4) + "…"
    }
}

/// Where the columns of the line table stand: as wide as their widest entry, the description has the rest.
///
/// Digits get smaller only where numbers are so long that the description would starve.
struct LineColumns {
    let style: TextStyle
    /// Right edges.
    let quantityRight: Length
    let unitPriceRight: Length
    let taxRight: Length
    let amountRight: Length
    let descriptionWidth: Length
    private let quantity: DecimalColumn
    private let unitPrice: DecimalColumn
    private let fonts: FontLibrary

    init(_ figures: [LineFigures], heads: [String], _ context: InvoiceContext) {
        var chosen = Self(figures, heads: heads, size: .points(9), context)
        for size in [8, 7, 6, 5] where chosen.descriptionWidth < context.sheet.width * 3 / 10 {
            chosen = Self(figures, heads: heads, size: .points(size), context)
        }
        self = chosen
    }

    /// - Parameter heads: of quantity, unit price, tax and amount.
    private init(_ figures: [LineFigures], heads: [String], size: Length, _ context: InvoiceContext) {
        var style = context.theme.body
        style.size = size
        fonts = context.fonts
        let separator = context.texts.words.numbers.decimalSeparator
        var quantity = DecimalColumn(separator: separator)
        var unitPrice = DecimalColumn(separator: separator)
        var tax = Length.zero
        var amount = Length.zero
        for figure in figures {
            quantity.include(figure.quantity, style, fonts)
            unitPrice.include(figure.unitPrice, style, fonts)
            for rate in figure.taxes { tax = max(tax, context.width(of: rate, style)) }
            amount = max(amount, context.width(of: figure.amount, style))
        }
        let widths = zip([quantity.width, unitPrice.width, tax, amount], heads).map { width, head in
            max(width, context.width(of: head, context.theme.label))
        }
        let gap = Length.points(14)
        amountRight = context.sheet.right
        taxRight = amountRight - widths[3] - gap
        unitPriceRight = taxRight - widths[2] - gap
        quantityRight = unitPriceRight - widths[1] - gap
        descriptionWidth = max(.points(40), quantityRight - widths[0] - gap - context.sheet.left)
        self.style = style
        self.quantity = quantity
        self.unitPrice = unitPrice
    }

    /// Where a quantity ends, so that decimal separators stand below each other.
    func quantityEnd(_ text: String) -> Length { quantityRight - quantity.inset(of: text, style, fonts) }

    /// Where a price ends.
    func unitPriceEnd(_ text: String) -> Length { unitPriceRight - unitPrice.inset(of: text, style, fonts) }
}
