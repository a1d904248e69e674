import Billing
import PDFWriter

/// The tax table by category and rate, with the reasons the law asks for where no tax is charged.
struct TaxTableSection: FlowSection {
    private enum Content {
        case heading
        case head
        case row(cells: [[StyledLine]])
        case reason([StyledLine])
    }

    private let context: InvoiceContext
    private let columns: TaxColumns
    private var contents: [Content] = []
    private(set) var boxes: [FlowBox] = []
    private var table = Tag.artifact

    private static let headHeight = Length.points(18)

    init(_ context: InvoiceContext) {
        self.context = context
        columns = TaxColumns(context)
        guard !context.content.taxes.isEmpty else { return }
        add(.heading, FlowBox(height: .points(32), keepsWithNext: true))
        add(.head, FlowBox(height: Self.headHeight, keepsWithNext: true))
        let reasons = self.reasons
        let taxes = context.content.taxes
        for (index, tax) in taxes.enumerated() {
            let cells = cells(of: tax)
            let height = (cells.map(\.height).max() ?? .zero) + .points(6)
            let isLast = index == taxes.count - 1
            add(.row(cells: cells), FlowBox(height: height, keepsWithNext: isLast && !reasons.isEmpty))
        }
        for (index, reason) in reasons.enumerated() {
            let isLast = index == reasons.count - 1
            add(.reason(reason), FlowBox(height: reason.height + .points(5), keepsWithNext: !isLast))
        }
    }

    var rules: SectionRules { SectionRules(headHeight: Self.headHeight) }

    private mutating func add(_ content: Content, _ box: FlowBox) {
        contents.append(content)
        boxes.append(box)
    }

    /// One sentence for each category on the invoice that needs one.
    private var reasons: [[StyledLine]] {
        var seen: [String] = []
        for tax in context.content.taxes {
            guard let reason = context.texts.categoryReasons[tax.category], !seen.contains(reason) else {
                continue
            }
            seen.append(reason)
        }
        var style = context.theme.small
        style.color = context.theme.ink
        return seen.map { context.wrap($0, style, width: context.sheet.width) }
    }

    /// "USt (DE)", "S – Standard rate"
    static func names(of tax: DocumentTaxRow, _ texts: DocumentTexts) -> (tax: String, category: String) {
        (
            (tax.name ?? "–") + texts.punctuation.brackets(tax.jurisdiction),
            tax.category.rawValue + texts.punctuation.dash + (texts.categoryNames[tax.category] ?? "")
        )
    }

    private func cells(of tax: DocumentTaxRow) -> [[StyledLine]] {
        let names = Self.names(of: tax, context.texts)
        let style = context.theme.body
        return [
            context.wrap(names.tax, style, width: columns.nameWidth),
            context.wrap(names.category, style, width: columns.categoryWidth),
        ] + TaxColumns.figures(of: tax, context).map { [StyledLine($0, style)] }
    }

    mutating func draw(_ index: Int, y: Length, on canvas: inout Canvas) {
        switch contents[index] {
        case .heading:
            let tag = canvas.element(.heading(2))
            canvas.draw(
                StyledLine(context.texts.taxTable, context.theme.heading, leading: .points(12)),
                x: context.sheet.left, y: y + .points(16), tag: tag)
            table = canvas.element(.table)
        case .head:
            let row = canvas.element(.tableRow, in: table)
            drawHead((0..<5).map { _ in canvas.element(.headerCell(.column), in: row) }, y: y, on: &canvas)
        case .row(let cells):
            let row = canvas.element(.tableRow, in: table)
            for (column, lines) in cells.enumerated() {
                let tag = canvas.element(.dataCell(), in: row)
                canvas.draw(
                    lines, x: columns.edges[column], y: y + .points(3),
                    alignment: column < 2 ? .left : .right,
                    tag: tag)
            }
            rule(y: y + boxes[index].height, width: .tenths(5), color: context.theme.hairline, on: &canvas)
        case .reason(let lines):
            let tag = canvas.element(.paragraph)
            canvas.draw(lines, x: context.sheet.left, y: y + .points(5), tag: tag)
        }
    }

    func drawRepeatedHead(y: Length, on canvas: inout Canvas) {
        drawHead(Array(repeating: .pagination, count: 5), y: y, on: &canvas)
    }

    private func drawHead(_ cells: [Tag], y: Length, on canvas: inout Canvas) {
        for (column, head) in columns.heads.enumerated() {
            canvas.draw(
                StyledLine(head, context.theme.label, leading: .points(13)), x: columns.edges[column], y: y,
                alignment: column < 2 ? .left : .right, tag: cells[column])
        }
        rule(y: y + .points(16), width: .tenths(5), color: context.theme.quiet, on: &canvas)
    }

    private func rule(y: Length, width: Length, color: Color, on canvas: inout Canvas) {
        canvas.line(
            from: Point(x: context.sheet.left, y: y), to: Point(x: context.sheet.right, y: y), width: width,
            color: color, tag: .artifact)
    }
}
