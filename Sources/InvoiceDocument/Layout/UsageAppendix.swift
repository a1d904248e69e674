import Billing
import Monetary
import PDFWriter

/// Every charge for use part by part: what was measured, what is included, tier by tier what the rest costs. The
/// amounts of the lines are the lines' own, and their sum stands at the end.
struct UsageAppendix: FlowSection {
    /// A row of the table: of one line, or the sum of all.
    struct Row: Hashable {
        enum Weight {
            /// Names the line.
            case heading
            case plain
            /// What the line comes to.
            case sum
            case total
        }

        var label: String
        var quantity = ""
        var price = ""
        var amount = ""
        var weight = Weight.plain
    }

    private let context: InvoiceContext
    private let rows: [Row]
    private let heads: [String]
    private let edges: [Length]
    private let labels: [[StyledLine]]
    private(set) var boxes: [FlowBox] = []
    private var table = Tag.artifact

    private static let titleHeight = Length.points(38)
    private static let headHeight = Length.points(18)

    init(_ context: InvoiceContext) {
        self.context = context
        let texts = context.texts
        rows = Self.rows(of: context.content)
        heads = [texts.quantity, texts.unitPrice, texts.amount(context.head.currency.code)]
        var widths = heads.map { context.width(of: $0, context.theme.label) }
        for row in rows {
            for (column, figure) in [row.quantity, row.price, row.amount].enumerated() {
                widths[column] = max(widths[column], context.width(of: figure, Self.style(of: row, context)))
            }
        }
        let gap = Length.points(18)
        let amount = context.sheet.right
        let price = amount - widths[2] - gap
        let quantity = price - widths[1] - gap
        edges = [quantity, price, amount]
        let room = max(.points(80), quantity - widths[0] - gap - context.sheet.left)
        labels = rows.map { row in
            // Beside the name of a line there are no figures.
            let width = row.weight == .heading ? context.sheet.width : room - Self.indent(of: row)
            return context.wrap(row.label, Self.style(of: row, context), width: width)
        }
        layOut()
    }

    var rules: SectionRules { SectionRules(headHeight: Self.headHeight) }

    private mutating func layOut() {
        guard !rows.isEmpty else { return }
        boxes.append(FlowBox(height: Self.titleHeight, keepsWithNext: true))
        boxes.append(FlowBox(height: Self.headHeight, keepsWithNext: true))
        for (index, row) in rows.enumerated() {
            let room = Self.roomAbove(row) + .points(2)
            let lines = max(labels[index].height, .points(11))
            boxes.append(
                FlowBox(height: lines + room, keepsWithNext: row.weight != .sum && row.weight != .total))
        }
        // The sum of all stays with the last line's.
        if boxes.count > 3 { boxes[boxes.count - 2].keepsWithNext = true }
    }

    private static func indent(of row: Row) -> Length {
        row.weight == .plain || row.weight == .sum ? .points(10) : .zero
    }

    private static func roomAbove(_ row: Row) -> Length {
        switch row.weight {
        case .heading: .points(10)
        case .plain, .sum: .points(2)
        case .total: .points(5)
        }
    }

    private static func style(of row: Row, _ context: InvoiceContext) -> TextStyle {
        switch row.weight {
        case .heading, .total: context.theme.strong
        case .sum: TextStyle(.bold, size: .points(8), color: context.theme.ink)
        case .plain: TextStyle(size: .points(8), color: context.theme.ink)
        }
    }
}

// Drawing.
extension UsageAppendix {
    mutating func draw(_ index: Int, y: Length, on canvas: inout Canvas) {
        switch index {
        case 0:
            let tag = canvas.element(.heading(2))
            canvas.draw(
                StyledLine(context.texts.appendix.title, context.theme.heading, leading: .points(12)),
                x: context.sheet.left, y: y + .points(22), tag: tag)
            table = canvas.element(.table)
        case 1:
            let row = canvas.element(.tableRow, in: table)
            drawHead((0..<4).map { _ in canvas.element(.headerCell(.column), in: row) }, y: y, on: &canvas)
        default:
            draw(rows[index - 2], labels[index - 2], height: boxes[index].height, y: y, on: &canvas)
        }
    }

    func drawRepeatedHead(y: Length, on canvas: inout Canvas) {
        drawHead(Array(repeating: .pagination, count: 4), y: y, on: &canvas)
    }

    private func drawHead(_ cells: [Tag], y: Length, on canvas: inout Canvas) {
        let style = context.theme.label
        canvas.draw(
            StyledLine(context.texts.description, style, leading: .points(13)), x: context.sheet.left, y: y,
            tag: cells[0])
        for (column, head) in heads.enumerated() {
            canvas.draw(
                StyledLine(head, style, leading: .points(13)), x: edges[column], y: y, alignment: .right,
                tag: cells[column + 1])
        }
        rule(y: y + .points(16), color: context.theme.quiet, on: &canvas)
    }

    private func draw(
        _ row: Row, _ label: [StyledLine], height: Length, y: Length, on canvas: inout Canvas
    ) {
        let tag = canvas.element(.tableRow, in: table)
        let top = y + Self.roomAbove(row)
        let style = Self.style(of: row, context)
        if row.weight == .heading {
            let cell = canvas.element(.headerCell(.row, columns: 4), in: tag)
            canvas.draw(label, x: context.sheet.left, y: top, tag: cell)
            return
        }
        if row.weight == .total { rule(y: y + .points(1), color: context.theme.quiet, on: &canvas) }
        let cells =
            [canvas.element(.headerCell(.row), in: tag)]
            + (0..<3).map { _ in canvas.element(.dataCell(), in: tag) }
        canvas.draw(label, x: context.sheet.left + Self.indent(of: row), y: top, tag: cells[0])
        for (column, figure) in [row.quantity, row.price, row.amount].enumerated() {
            canvas.draw(
                StyledLine(figure, style), x: edges[column], y: top, alignment: .right, tag: cells[column + 1]
            )
        }
        if row.weight == .sum { rule(y: y + height, color: context.theme.hairline, on: &canvas) }
    }

    private func rule(y: Length, color: Color, on canvas: inout Canvas) {
        canvas.line(
            from: Point(x: context.sheet.left, y: y), to: Point(x: context.sheet.right, y: y),
            width: .tenths(5), color: color, tag: .artifact)
    }
}
