import Billing
import PDFWriter

/// The seller's account as a small table, and beside it the code that banking apps read.
struct AccountBlock {
    private struct Row {
        var label: StyledLine
        var value: [StyledLine]
        var height: Length { max(label.leading, value.height) + .points(1) }
    }

    private let context: InvoiceContext
    private let rows: [Row]
    private let code: QRCode?
    private let labelWidth: Length
    /// What lies to the left of the code.
    let room: Length

    private static let codeSide = Length.millimetres(28)
    private static let captionHeight = Length.points(12)

    /// Nil where nothing is to be sent, or nowhere to.
    init?(_ context: InvoiceContext) {
        let content = context.content
        guard content.isToBeTransferred, let account = content.bankAccount else { return nil }
        self.context = context
        let words = context.texts.paying
        var facts: [(label: String, value: String)] = [(words.payee, content.payee)]
        if let bank = account.bank { facts.append((words.bank, bank)) }
        if let iban = account.iban { facts.append(("IBAN", "\(iban)")) }
        if let bic = account.bic { facts.append(("BIC", bic)) }
        if let upi = account.upi { facts.append(("UPI", upi)) }
        facts += account.details.map { ($0.label, $0.value) }
        facts.append((words.reference, content.number))

        let theme = context.theme
        let widest = facts.map { context.width(of: $0.label, theme.label) }.max() ?? .zero
        let labelWidth = min(widest, context.sheet.width / 4) + .points(14)
        self.labelWidth = labelWidth
        room = context.sheet.width - Self.codeSide - .points(40)
        let valueWidth = room - labelWidth
        rows = facts.map { fact in
            let label = context.fonts.cut(fact.label, theme.label, width: labelWidth - .points(8))
            return Row(
                label: StyledLine(label, theme.label, leading: .points(12)),
                value: context.wrap(fact.value, theme.body, width: valueWidth))
        }
        switch context.paymentCode {
        // The Swiss code stands on the payment part.
        case .swiss, nil: code = nil
        case .some(let payment): code = try? payment.code()
        }
    }

    var tableHeight: Length { rows.reduce(.zero) { $0 + $1.height } }

    /// With its caption; zero where there is no code.
    var codeHeight: Length { code == nil ? .zero : Self.codeSide + Self.captionHeight }

    /// What the code says, for those who do not see it.
    var codeAlternative: String {
        let amount = context.texts.money(context.content.outstandingMinorUnits, context.head.currency)
        let signs = context.texts.punctuation
        let facts = [context.content.payee, amount, context.content.number]
        return context.texts.paying.codeMeaning + signs.colon + facts.joined(separator: signs.comma)
    }

    /// Draws the table below `y`, and the code at the right margin below `codeTop`.
    func draw(y: Length, codeTop: Length, on canvas: inout Canvas) {
        let table = canvas.element(.table)
        var top = y
        for row in rows {
            let tag = canvas.element(.tableRow, in: table)
            let label = canvas.element(.headerCell(.row), in: tag)
            let value = canvas.element(.dataCell(), in: tag)
            canvas.draw(row.label, x: context.sheet.left, y: top, tag: label)
            canvas.draw(row.value, x: context.sheet.left + labelWidth, y: top, tag: value)
            top = top + row.height
        }
        guard let code else { return }
        let figure = canvas.element(.figure, alternative: codeAlternative)
        let left = context.sheet.right - Self.codeSide
        canvas.draw(
            code, in: Rectangle(x: left, y: codeTop, width: Self.codeSide, height: Self.codeSide), tag: figure
        )
        let caption = canvas.element(.paragraph)
        let text = context.fonts.cut(
            context.texts.paying.scanToPay, context.theme.small, width: .millimetres(60))
        canvas.draw(
            StyledLine(text, context.theme.small, leading: Self.captionHeight), x: context.sheet.right,
            y: codeTop + Self.codeSide + .points(2), alignment: .right, tag: caption)
    }
}

extension Canvas {
    /// Draws a code into a square; the paper around it is its quiet zone.
    mutating func draw(_ code: QRCode, in area: Rectangle, tag: Tag) {
        fill(PDFStencil(width: code.size, rows: code.packedRows), in: area, color: .black, tag: tag)
    }
}
