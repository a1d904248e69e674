import PDFWriter

/// Where a clerk looks first: the amount due, until when, and the dates.
struct SummaryPanel {
    private let context: LayoutContext
    private let headline: (label: String, amount: String, style: TextStyle)
    private let rows: [(label: String, value: [StyledLine])]

    let left: Length

    private static let padding = Length.points(12)
    private static let lead = Length.points(14)
    private static let headlineHeight = Length.points(24)

    init(_ context: LayoutContext) {
        self.context = context
        left = context.sheet.right - .millimetres(78)
        let head = context.head
        let size = context.fonts.fittingSize(
            of: head.headline.value, .bold, sizes: [18, 16, 14, 12, 10, 8].map(Length.points),
            width: context.sheet.right - left - Self.padding * 2)
        headline = (
            head.headline.label, head.headline.value,
            TextStyle(.bold, size: size, color: context.theme.accent)
        )
        let theme = context.theme
        let room = context.sheet.right - left - Self.padding * 2 - .points(12)
        rows = head.rows.enumerated().map { index, row in
            // The due date reads like a heading: it is the second thing to look for.
            let style = index == 0 ? theme.strong : theme.body
            let width = room - context.width(of: row.label, theme.label)
            let lines = context.fonts.wrap(row.value, style, width: width)
            return (row.label, lines.map { StyledLine($0, style, leading: Self.lead) })
        }
    }

    var height: Length {
        Self.padding * 2 + Self.lead + Self.headlineHeight + .points(8)
            + rows.reduce(.zero) { $0 + $1.value.height }
    }

    func draw(y: Length, on canvas: inout Canvas) {
        let sheet = context.sheet
        let theme = context.theme
        canvas.fill(
            Rectangle(x: left, y: y, width: sheet.right - left, height: height), color: theme.panel,
            tag: .artifact)
        canvas.fill(
            Rectangle(x: left, y: y, width: .points(2), height: height), color: theme.accent, tag: .artifact)
        let table = canvas.element(.table)
        let x = left + Self.padding
        var top = y + Self.padding
        let cells = self.cells(in: table, on: &canvas)
        canvas.draw(
            StyledLine(headline.label, theme.label, leading: Self.lead), x: x, y: top, tag: cells.label)
        top = top + Self.lead
        canvas.draw(
            StyledLine(headline.amount, headline.style, leading: Self.headlineHeight), x: x, y: top,
            tag: cells.value)
        top = top + Self.headlineHeight + .points(8)
        for row in rows {
            let cells = self.cells(in: table, on: &canvas)
            canvas.draw(
                StyledLine(row.label, theme.label, leading: Self.lead), x: x, y: top, tag: cells.label)
            top = canvas.draw(
                row.value, x: sheet.right - Self.padding, y: top, alignment: .right, tag: cells.value)
        }
    }

    private func cells(in table: Tag, on canvas: inout Canvas) -> (label: Tag, value: Tag) {
        let row = canvas.element(.tableRow, in: table)
        return (canvas.element(.headerCell(.row), in: row), canvas.element(.dataCell(), in: row))
    }
}
