import PDFWriter

/// From the subtotal to what is to be paid, in the right half of the page.
struct SumsTable: FlowSection {
    private struct Row {
        var content: Sums.Row
        var label: [StyledLine]
        var figure: TextStyle
        /// Above the text.
        var gap: Length
        var height: Length
    }

    private let context: InvoiceContext
    private let left: Length
    private let rows: [Row]
    private var table = Tag.artifact

    init(_ context: InvoiceContext) {
        self.context = context
        let left = context.sheet.right - max(.points(250), context.sheet.width / 2)
        self.left = left
        rows = Sums(context.content).rows.map { Self.measure($0, left: left, context) }
    }

    /// The first is the room below the lines.
    var boxes: [FlowBox] {
        [FlowBox(height: .points(14), keepsWithNext: true)]
            + rows.enumerated().map { index, row in
                FlowBox(height: row.height, keepsWithNext: index < rows.count - 1)
            }
    }

    private static func measure(_ row: Sums.Row, left: Length, _ context: InvoiceContext) -> Row {
        let theme = context.theme
        var label = row.weight == .plain ? theme.body : theme.strong
        var figure = label
        var lead = Length.points(13)
        var (gap, below) = (Length.points(1), Length.points(1))
        switch row.weight {
        case .plain:
            label.color = theme.quiet
            if row.isRemark { figure.color = theme.quiet }
        case .total:
            (gap, below) = (.points(7), .points(5))
        case .due:
            let size = context.fonts.fittingSize(
                of: row.amount, .bold, sizes: [.points(13), .points(11), .points(9), .points(7)],
                width: (context.sheet.right - left) * 2 / 3)
            figure = TextStyle(.bold, size: size, color: theme.accent)
            lead = .points(18)
            (gap, below) = (.points(9), .points(6))
        }
        let room = context.sheet.right - left - .points(12) - context.width(of: row.amount, figure)
        let lines = context.fonts.wrap(row.label, label, width: max(room, .points(60)))
            .map { StyledLine($0, label, leading: lead) }
        return Row(
            content: row, label: lines, figure: figure, gap: gap,
            height: gap + max(lines.height, lead) + below)
    }

    mutating func draw(_ index: Int, y: Length, on canvas: inout Canvas) {
        guard index > 0 else {
            table = canvas.element(.table)
            return
        }
        let row = rows[index - 1]
        decorate(row, y: y, on: &canvas)
        let tag = canvas.element(.tableRow, in: table)
        let labelCell = canvas.element(.headerCell(.row), in: tag)
        let amountCell = canvas.element(.dataCell(), in: tag)
        let top = y + row.gap
        canvas.draw(row.label, x: left, y: top, tag: labelCell)
        let lead = row.label.first?.leading ?? .points(13)
        canvas.draw(
            StyledLine(row.content.amount, row.figure, leading: lead), x: context.sheet.right, y: top,
            alignment: .right, tag: amountCell)
    }

    private func decorate(_ row: Row, y: Length, on canvas: inout Canvas) {
        switch row.content.weight {
        case .plain:
            break
        case .total:
            rule(y: y + .points(3), width: .tenths(5), color: context.theme.quiet, on: &canvas)
        case .due:
            rule(y: y + .points(4), width: .points(1), color: context.theme.accent, on: &canvas)
        }
    }

    private func rule(y: Length, width: Length, color: Color, on canvas: inout Canvas) {
        canvas.line(
            from: Point(x: left, y: y), to: Point(x: context.sheet.right, y: y), width: width, color: color,
            tag: .artifact)
    }
}
