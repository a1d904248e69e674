import PDFWriter

/// The table of a statement of account or of a receipt: a row for each entry, with the balance after it.
struct EntryTable: FlowSection {
    private enum Content {
        case head
        case row(date: String, text: [StyledLine], figures: [String], isSum: Bool)
    }

    private let context: LayoutContext
    private let heads: [String]
    private let edges: [Length]
    private let textLeft: Length
    private var contents: [Content] = []
    private(set) var boxes: [FlowBox] = []
    private var table = Tag.artifact

    private static let headHeight = Length.points(20)
    private static let carriedHeight = Length.points(18)

    init(_ context: LayoutContext, _ content: StatementContent) {
        self.context = context
        let words = content.texts.statement
        var isStatement = false
        if case .statement = content.kind { isStatement = true }
        let heads = isStatement ? [words.charged, words.paid, words.balance] : [words.paid]
        self.heads = heads
        let figures = Self.figures(of: content, isStatement: isStatement, context)
        let widths = heads.indices.map { column in
            figures.reduce(context.width(of: heads[column], context.theme.label)) {
                max($0, context.width(of: $1[column], context.theme.strong))
            }
        }
        var edges: [Length] = []
        var right = context.sheet.right
        for width in widths.reversed() {
            edges.append(right)
            right = right - width - .points(16)
        }
        self.edges = edges.reversed()
        let dates = content.entries.map { content.texts.dates.text($0.on) } + [words.date]
        textLeft =
            context.sheet.left + (dates.map { context.width(of: $0, context.theme.body) }.max() ?? .zero)
            + .points(14)
        let room = max(.points(60), right - textLeft)
        layOut(content, figures, room: room, isStatement: isStatement)
    }

    var rules: SectionRules {
        SectionRules(headHeight: Self.headHeight, carriedHeight: heads.count > 1 ? Self.carriedHeight : nil)
    }

    /// For the opening row, the entries and the closing row.
    private static func figures(
        of content: StatementContent, isStatement: Bool, _ context: LayoutContext
    ) -> [[String]] {
        guard isStatement else {
            return content.entries.map { [context.amount($0.minorUnits)] } + [
                [context.amount(content.paidMinorUnits)]
            ]
        }
        var balance = content.openingMinorUnits
        var rows = [["", "", context.amount(balance)]]
        var sums: (charged: Int64, paid: Int64) = (0, 0)
        for entry in content.entries {
            balance += entry.minorUnits
            let amount = context.amount(abs(entry.minorUnits))
            if entry.minorUnits < 0 {
                sums.paid -= entry.minorUnits
            } else {
                sums.charged += entry.minorUnits
            }
            rows.append(
                entry.minorUnits < 0
                    ? ["", amount, context.amount(balance)] : [amount, "", context.amount(balance)])
        }
        rows.append([context.amount(sums.charged), context.amount(sums.paid), context.amount(balance)])
        return rows
    }

    private mutating func layOut(
        _ content: StatementContent, _ figures: [[String]], room: Length, isStatement: Bool
    ) {
        let words = content.texts.statement
        add(.head, FlowBox(height: Self.headHeight, keepsWithNext: true))
        var index = 0
        if isStatement {
            addRow(
                "", words.opening, figures[index], sum: true, amount: content.openingMinorUnits, room: room)
            index += 1
        }
        for entry in content.entries {
            addRow(
                content.texts.dates.text(entry.on), content.text(of: entry.subject), figures[index],
                sum: false,
                amount: entry.minorUnits, room: room)
            index += 1
        }
        if boxes.count > 1 { boxes[boxes.count - 1].keepsWithNext = true }
        addRow(
            "", isStatement ? words.closing : words.received, figures[index], sum: true, amount: 0, room: room
        )
    }

    private mutating func addRow(
        _ date: String, _ text: String, _ figures: [String], sum: Bool, amount: Int64, room: Length
    ) {
        let style = sum ? context.theme.strong : context.theme.body
        let lines = context.wrap(text, style, width: room)
        add(
            .row(date: date, text: lines, figures: figures, isSum: sum),
            FlowBox(height: max(lines.height, .points(12)) + .points(8), amountMinorUnits: amount))
    }

    private mutating func add(_ content: Content, _ box: FlowBox) {
        contents.append(content)
        boxes.append(box)
    }
}

// Drawing.
extension EntryTable {
    mutating func draw(_ index: Int, y: Length, on canvas: inout Canvas) {
        switch contents[index] {
        case .head:
            table = canvas.element(.table)
            let row = canvas.element(.tableRow, in: table)
            drawHead(
                (0..<heads.count + 2).map { _ in canvas.element(.headerCell(.column), in: row) }, y: y,
                on: &canvas)
        case .row(let date, let text, let figures, let isSum):
            let row = canvas.element(.tableRow, in: table)
            let style = isSum ? context.theme.strong : context.theme.body
            let cells = (0..<heads.count + 2).map { _ in canvas.element(.dataCell(), in: row) }
            let top = y + .points(4)
            canvas.draw(StyledLine(date, style), x: context.sheet.left, y: top, tag: cells[0])
            canvas.draw(text, x: textLeft, y: top, tag: cells[1])
            for (column, figure) in figures.enumerated() {
                canvas.draw(
                    StyledLine(figure, style), x: edges[column], y: top, alignment: .right,
                    tag: cells[column + 2])
            }
            let color = isSum ? context.theme.quiet : context.theme.hairline
            rule(y: y + boxes[index].height, width: .tenths(5), color: color, on: &canvas)
        }
    }

    func drawRepeatedHead(y: Length, on canvas: inout Canvas) {
        drawHead(Array(repeating: .pagination, count: heads.count + 2), y: y, on: &canvas)
    }

    func drawCarried(_ minorUnits: Int64, isForward: Bool, y: Length, on canvas: inout Canvas) {
        let label = isForward ? context.texts.carriedForward : context.texts.broughtForward
        let style = context.theme.small
        canvas.draw(
            StyledLine(label, style, leading: Self.carriedHeight), x: textLeft, y: y, tag: .pagination)
        canvas.draw(
            StyledLine(context.amount(minorUnits), style, leading: Self.carriedHeight),
            x: context.sheet.right,
            y: y, alignment: .right, tag: .pagination)
        if !isForward {
            rule(
                y: y + Self.carriedHeight, width: .tenths(5), color: context.theme.hairline, on: &canvas)
        }
    }

    private func drawHead(_ cells: [Tag], y: Length, on canvas: inout Canvas) {
        let words = context.texts.statement
        let style = context.theme.label
        let lead = Self.headHeight - .points(4)
        canvas.draw(StyledLine(words.date, style, leading: lead), x: context.sheet.left, y: y, tag: cells[0])
        canvas.draw(
            StyledLine(heads.count > 1 ? words.document : words.paidFor, style, leading: lead), x: textLeft,
            y: y, tag: cells[1])
        for (column, head) in heads.enumerated() {
            canvas.draw(
                StyledLine(head, style, leading: lead), x: edges[column], y: y, alignment: .right,
                tag: cells[column + 2])
        }
        rule(
            y: y + Self.headHeight - .points(2), width: .points(1), color: context.theme.accent, on: &canvas)
    }

    private func rule(y: Length, width: Length, color: Color, on canvas: inout Canvas) {
        canvas.line(
            from: Point(x: context.sheet.left, y: y), to: Point(x: context.sheet.right, y: y), width: width,
            color: color, tag: .artifact)
    }
}
