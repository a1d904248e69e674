import Billing
import Monetary
import PDFWriter

/// The receipt and the payment part of a Swiss QR-bill: the lowest 105 mm of an A4 page, in the places and sizes of
/// the Style Guide, in Liberation Sans, one of the four faces it permits.
struct SwissPaymentPart {
    private let context: InvoiceContext
    private let payment: SwissPayment
    private let code: QRCode
    private let words: SwissBillTexts

    static let height = Length.millimetres(105)
    private static let receiptWidth = Length.millimetres(62)

    /// Nil where the payment is no Swiss one.
    init?(_ context: InvoiceContext) {
        guard case .swiss(let payment) = context.paymentCode,
            let code = try? PaymentCode.swiss(payment).code()
        else { return nil }
        self.context = context
        self.payment = payment
        self.code = code
        words = .of(language: context.texts.language)
    }

    private var top: Length { context.sheet.size.height - Self.height }

    func draw(on canvas: inout Canvas) {
        drawCuts(on: &canvas)
        let receipt = Column(
            x: .millimetres(5), width: .millimetres(52), heading: .points(6), value: .points(8), part: self)
        let details = Column(
            x: .millimetres(118), width: .millimetres(87), heading: .points(8), value: .points(10), part: self
        )
        title(words.receipt, x: .millimetres(5), on: &canvas)
        receipt.draw(from: .millimetres(12), with: receiptFields, blank: (52, 20), on: &canvas)
        amounts(receipt, x: .millimetres(5), amountAt: .millimetres(17), on: &canvas)
        let point = canvas.element(.paragraph)
        canvas.draw(
            StyledLine(words.acceptancePoint, TextStyle(.slipBold, size: .points(6)), leading: .points(8)),
            x: .millimetres(57), y: top + .millimetres(82), alignment: .right, tag: point)

        title(words.paymentPart, x: .millimetres(67), on: &canvas)
        drawCode(on: &canvas)
        let middle = Column(
            x: .millimetres(67), width: .millimetres(51), heading: .points(8), value: .points(10), part: self)
        amounts(middle, x: .millimetres(67), amountAt: .millimetres(84), on: &canvas)
        details.draw(from: .millimetres(5), with: detailFields, blank: (65, 25), on: &canvas)
    }

    private var receiptFields: [(String, [String])] {
        var fields = [(words.payableTo, ["\(payment.iban)"] + payment.creditor.lines)]
        if payment.reference != .none { fields.append((words.reference, [payment.reference.printed])) }
        fields.append(debtor)
        return fields
    }

    private var detailFields: [(String, [String])] {
        var fields = receiptFields
        fields.insert((words.additional, [payment.message]), at: fields.count - 1)
        return fields
    }

    private var debtor: (String, [String]) {
        payment.debtor.map { (words.payableBy, $0.lines) } ?? (words.payableByBlank, [])
    }

    private func title(_ text: String, x: Length, on canvas: inout Canvas) {
        let tag = canvas.element(.heading(2))
        canvas.draw(
            StyledLine(text, TextStyle(.slipBold, size: .points(11)), leading: .points(14)), x: x,
            y: top + .millimetres(5), tag: tag)
    }

    /// Currency and amount, side by side at the same height in both parts.
    private func amounts(_ column: Column, x: Length, amountAt: Length, on canvas: inout Canvas) {
        let fields = [
            (words.currency, payment.currency.code, x), (words.amount, payment.printedAmount, amountAt),
        ]
        for (label, value, x) in fields {
            let tag = canvas.element(.paragraph)
            canvas.draw(
                [column.headingLine(label), column.valueLine(value)], x: x, y: top + .millimetres(68),
                tag: tag)
        }
    }

    /// What the code says, for those who do not see it.
    var alternative: String {
        let amount = "\(payment.currency.code) \(payment.printedAmount)"
        let facts = ["\(payment.iban)", amount, payment.message].joined(separator: words.punctuation.comma)
        return words.paymentPart + words.punctuation.colon + facts
    }

    private func drawCode(on canvas: inout Canvas) {
        let side = Length.millimetres(46)
        let area = Rectangle(x: .millimetres(67), y: top + .millimetres(17), width: side, height: side)
        let figure = canvas.element(.figure, alternative: alternative)
        canvas.draw(code, in: area, tag: figure)
        drawCross(x: area.x + side / 2, y: area.y + side / 2, tag: figure, on: &canvas)
    }

    /// The Swiss cross, 7 mm wide with its white border, in the middle of the code; arms as on the flag, a sixth
    /// longer than wide.
    private func drawCross(x: Length, y: Length, tag: Tag, on canvas: inout Canvas) {
        func square(_ side: Length, _ height: Length) -> Rectangle {
            Rectangle(x: x - side / 2, y: y - height / 2, width: side, height: height)
        }
        let outer = Length.millimetres(7)
        let inner = Length.millimetres(6)
        canvas.fill(square(outer, outer), color: .white, tag: tag)
        canvas.fill(square(inner, inner), color: .black, tag: tag)
        let (long, short) = (inner * 20 / 32, inner * 6 / 32)
        canvas.fill(Path([square(long, short), square(short, long)]), color: .white, tag: tag)
    }

    /// Lines to cut along, with the words that stand in for scissors.
    private func drawCuts(on canvas: inout Canvas) {
        let width = context.sheet.size.width
        let style = TextStyle(.slip, size: .points(7), color: context.theme.quiet)
        let note = canvas.element(.paragraph)
        canvas.draw(
            StyledLine(words.separate, style, leading: .points(10)), x: width / 2, y: top - .points(12),
            alignment: .center, tag: note)
        let across = Path(from: Point(x: .zero, y: top), to: Point(x: width, y: top))
        let down = Path(
            from: Point(x: Self.receiptWidth, y: top),
            to: Point(x: Self.receiptWidth, y: context.sheet.size.height))
        for path in [across, down] {
            canvas.stroke(path, width: .tenths(5), color: .gray(98), dash: .points(2), tag: .artifact)
        }
    }

    /// Fields below each other: a bold label, then its lines.
    private struct Column {
        let x: Length
        let width: Length
        let heading: Length
        let value: Length
        let part: SwissPaymentPart

        func headingLine(_ text: String) -> StyledLine {
            StyledLine(text, TextStyle(.slipBold, size: heading), leading: heading + .points(1))
        }

        func valueLine(_ text: String) -> StyledLine {
            StyledLine(text, TextStyle(.slip, size: value), leading: value + .points(1))
        }

        /// - Parameter blank: the box for who is not known yet, in millimetres.
        func draw(
            from start: Length, with fields: [(String, [String])], blank: (width: Int, height: Int),
            on canvas: inout Canvas
        ) {
            var y = part.top + start
            for (label, lines) in fields {
                let tag = canvas.element(.paragraph)
                let wrapped = lines.flatMap {
                    part.context.fonts.wrap($0, TextStyle(.slip, size: value), width: width)
                }
                y = canvas.draw([headingLine(label)] + wrapped.map(valueLine), x: x, y: y, tag: tag)
                if lines.isEmpty {
                    corners(
                        Rectangle(
                            x: x, y: y + .points(2), width: .millimetres(blank.width),
                            height: .millimetres(blank.height)), on: &canvas)
                }
                y = y + value - .points(1)
            }
        }

        private func corners(_ area: Rectangle, on canvas: inout Canvas) {
            let arm = Length.millimetres(3)
            var path = Path()
            for (x, dx) in [(area.x, arm), (area.right, -arm)] {
                for (y, dy) in [(area.y, arm), (area.bottom, -arm)] {
                    path.move(to: Point(x: x + dx, y: y))
                    path.line(to: Point(x: x, y: y))
                    path.line(to: Point(x: x, y: y + dy))
                }
            }
            canvas.stroke(path, width: .tenths(8), color: .black, tag: .artifact)
        }
    }
}
