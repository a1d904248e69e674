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
        let content = context.content
        let texts = content.texts
        left = context.sheet.right - .millimetres(78)
        let (label, minorUnits) = content.headline
        let amount = texts.money(minorUnits, content.currency)
        let size = context.fonts.fittingSize(
            of: amount, .bold, sizes: [18, 16, 14, 12, 10, 8].map(Length.points),
            width: context.sheet.right - left - Self.padding * 2)
        headline = (label, amount, TextStyle(.bold, size: size, color: context.theme.accent))

        var rows: [(label: String, value: String)] = []
        if content.outstandingMinorUnits > 0 && content.status != .creditNote {
            rows.append((texts.dueDate, texts.dates.text(content.dueOn)))
        }
        if let paidOn = content.paidOn, content.amountPaidMinorUnits != 0 {
            rows.append((texts.paid, texts.dates.text(paidOn)))
        }
        rows.append((texts.total, texts.money(content.totalMinorUnits, content.currency)))
        rows.append((texts.issueDate, texts.dates.text(content.issuedOn)))
        if let corrected = content.correctedNumber { rows.append((texts.corrects, corrected)) }
        let theme = context.theme
        let room = context.sheet.right - left - Self.padding * 2 - .points(12)
        self.rows = rows.enumerated().map { index, row in
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
