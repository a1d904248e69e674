import Billing
import Monetary
import PDFWriter

/// The table of the invoice's lines, one heading per group.
struct LineTable: FlowSection {
    private enum Content {
        case head
        case group(Int)
        /// A part of a row's description; the first carries the figures.
        case row(Int, lines: Range<Int>)
    }

    private struct Row {
        var figures: LineFigures
        var description: [StyledLine]
    }

    private let context: InvoiceContext
    private let columns: LineColumns
    private let heads: [String]
    private let rows: [Row]
    /// Why a credit note was written, below its only heading.
    private let reason: [StyledLine]
    private var contents: [Content] = []
    private(set) var boxes: [FlowBox] = []

    private var table = Tag.artifact
    private var rowTag = Tag.artifact
    private var descriptionCell = Tag.artifact

    private static let padding = Length.tenths(35)
    private static let headHeight = Length.points(20)
    private static let groupHeight = Length.points(26)
    private static let carriedHeight = Length.points(18)

    init(_ context: InvoiceContext) {
        self.context = context
        heads = [
            context.texts.quantity, context.texts.unitPrice, context.texts.tax,
            context.texts.amount(context.content.currency.code),
        ]
        let lines = context.content.lines
        let figures = lines.map { LineFigures($0, context) }
        let columns = LineColumns(figures, heads: heads, context)
        self.columns = columns
        reason =
            context.content.reason.map { reason in
                context.wrap(
                    context.texts.paying.reason(reason), context.theme.body, width: context.sheet.width)
            } ?? []
        rows = zip(lines, figures).map { line, figures in
            Row(figures: figures, description: Self.description(of: line, figures, columns, context))
        }
        layOut()
    }

    var rules: SectionRules {
        SectionRules(headHeight: Self.headHeight, carriedHeight: Self.carriedHeight)
    }

    private static func description(
        of line: DocumentLine, _ figures: LineFigures, _ columns: LineColumns, _ context: InvoiceContext
    ) -> [StyledLine] {
        let width = columns.descriptionWidth
        var lines = context.wrap(line.name, context.theme.body, width: width)
        if let period = line.periodText { lines += context.wrap(period, context.theme.small, width: width) }
        if line.columnsSayAll && !figures.isQuantityShortened { return lines }
        return lines + context.wrap(line.explanation, context.theme.small, width: width)
    }

    private mutating func layOut() {
        add(.head, FlowBox(height: Self.headHeight, keepsWithNext: true))
        var row = 0
        let groups = context.content.groups
        for (index, group) in groups.enumerated() {
            add(.group(index), FlowBox(height: height(of: group), keepsWithNext: true))
            for (position, line) in group.lines.enumerated() {
                let isCreditOfPair =
                    line.kind == .prorationCredit && position + 1 < group.lines.count
                    && group.lines[position + 1].kind == .prorationCharge
                // The sums after the table never stand alone on a page.
                let isLast = index == groups.count - 1 && position == group.lines.count - 1
                addRow(row, line, keepsWithNext: isCreditOfPair || isLast)
                row += 1
            }
        }
    }

    /// A row that would fill most of a page may be cut between lines of its description.
    private mutating func addRow(_ row: Int, _ line: DocumentLine, keepsWithNext: Bool) {
        let description = rows[row].description
        let limit = 24
        var start = 0
        repeat {
            let end = description.count - start > limit + 4 ? start + limit : description.count
            let isLast = end == description.count
            let figures = start == 0 ? Length.points(12) * rows[row].figures.taxes.count : .zero
            let height = max([StyledLine](description[start..<end]).height, figures)
            add(
                .row(row, lines: start..<end),
                FlowBox(
                    height: height + Self.padding * ((start == 0 ? 1 : 0) + (isLast ? 1 : 0)),
                    keepsWithNext: isLast && keepsWithNext,
                    amountMinorUnits: start == 0 ? line.amountMinorUnits : 0))
            start = end
        } while start < description.count
    }

    private mutating func add(_ content: Content, _ box: FlowBox) {
        contents.append(content)
        boxes.append(box)
    }
}

// Drawing.
extension LineTable {
    mutating func draw(_ index: Int, y: Length, on canvas: inout Canvas) {
        switch contents[index] {
        case .head:
            table = canvas.element(.table)
            let row = canvas.element(.tableRow, in: table)
            let cells = (0..<5).map { _ in canvas.element(.headerCell(.column), in: row) }
            drawHead(cells, y: y, on: &canvas)
        case .group(let group):
            draw(context.content.groups[group], y: y, on: &canvas)
        case .row(let row, let lines):
            draw(rows[row], lines, y: y, on: &canvas)
        }
    }

    func drawRepeatedHead(y: Length, on canvas: inout Canvas) {
        drawHead(Array(repeating: .pagination, count: 5), y: y, on: &canvas)
    }

    func drawCarried(_ minorUnits: Int64, isForward: Bool, y: Length, on canvas: inout Canvas) {
        let label = isForward ? context.texts.carriedForward : context.texts.broughtForward
        let style = context.theme.small
        let lead = Self.carriedHeight
        canvas.draw(
            StyledLine(label, style, leading: lead), x: context.sheet.left, y: y, tag: .pagination)
        var figures = columns.style
        figures.color = context.theme.quiet
        canvas.draw(
            StyledLine(context.amount(minorUnits), figures, leading: lead), x: columns.amountRight, y: y,
            alignment: .right, tag: .pagination)
        if !isForward { hairline(y: y + lead, on: &canvas) }
    }

    private func drawHead(_ cells: [Tag], y: Length, on canvas: inout Canvas) {
        let style = context.theme.label
        let lead = Self.headHeight - .points(4)
        canvas.draw(
            StyledLine(context.texts.description, style, leading: lead), x: context.sheet.left, y: y,
            tag: cells[0])
        let edges = [columns.quantityRight, columns.unitPriceRight, columns.taxRight, columns.amountRight]
        for (index, head) in heads.enumerated() {
            canvas.draw(
                StyledLine(head, style, leading: lead), x: edges[index], y: y, alignment: .right,
                tag: cells[index + 1])
        }
        let bottom = y + Self.headHeight - .points(2)
        canvas.line(
            from: Point(x: context.sheet.left, y: bottom), to: Point(x: context.sheet.right, y: bottom),
            width: .points(1), color: context.theme.accent, tag: .artifact)
    }

    private mutating func draw(_ group: DocumentLineGroup, y: Length, on canvas: inout Canvas) {
        let row = canvas.element(.tableRow, in: table)
        let cell = canvas.element(.headerCell(.row, columns: 5), in: row)
        let theme = context.theme
        let top = y + .points(8)
        let lead = Self.groupHeight - .points(8)
        canvas.draw(
            StyledLine(group.heading, theme.heading, leading: lead), x: context.sheet.left, y: top, tag: cell)
        if group.kind == .change && group.lines.count > 1 {
            let net = context.texts.changeTotal(context.amount(group.amountMinorUnits))
            canvas.draw(
                StyledLine(net, theme.small, leading: lead), x: columns.amountRight, y: top,
                alignment: .right,
                tag: cell)
        }
        if group.kind == .credited {
            canvas.draw(reason, x: context.sheet.left, y: top + lead - .points(2), tag: cell)
        }
        hairline(y: y + height(of: group), on: &canvas)
    }

    private func height(of group: DocumentLineGroup) -> Length {
        group.kind == .credited && !reason.isEmpty
            ? Self.groupHeight + reason.height + .points(3) : Self.groupHeight
    }

    private mutating func draw(_ row: Row, _ lines: Range<Int>, y: Length, on canvas: inout Canvas) {
        let isFirst = lines.lowerBound == 0
        let top = isFirst ? y + Self.padding : y
        if isFirst {
            rowTag = canvas.element(.tableRow, in: table)
            descriptionCell = canvas.element(.dataCell(), in: rowTag)
        }
        let description = [StyledLine](row.description[lines])
        let bottom = canvas.draw(description, x: context.sheet.left, y: top, tag: descriptionCell)
        if isFirst { draw(row.figures, y: top, on: &canvas) }
        if lines.upperBound == row.description.count {
            let figures = isFirst ? top + .points(12) * row.figures.taxes.count : top
            hairline(y: max(bottom, figures) + Self.padding, on: &canvas)
        }
    }

    private func draw(_ figures: LineFigures, y: Length, on canvas: inout Canvas) {
        let cells = (0..<4).map { _ in canvas.element(.dataCell(), in: rowTag) }
        func draw(_ text: String, end: Length, _ cell: Int, line: Int = 0, on canvas: inout Canvas) {
            let lead = Length.points(12)
            canvas.draw(
                StyledLine(text, columns.style, leading: lead), x: end, y: y + lead * line, alignment: .right,
                tag: cells[cell])
        }
        draw(figures.quantity, end: columns.quantityEnd(figures.quantity), 0, on: &canvas)
        draw(figures.unitPrice, end: columns.unitPriceEnd(figures.unitPrice), 1, on: &canvas)
        for (index, tax) in figures.taxes.enumerated() {
            draw(tax, end: columns.taxRight, 2, line: index, on: &canvas)
        }
        draw(figures.amount, end: columns.amountRight, 3, on: &canvas)
    }

    private func hairline(y: Length, on canvas: inout Canvas) {
        canvas.line(
            from: Point(x: context.sheet.left, y: y), to: Point(x: context.sheet.right, y: y),
            width: .tenths(5), color: context.theme.hairline, tag: .artifact)
    }
}
