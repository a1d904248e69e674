// What can only be judged when the tree is whole.

extension StructureTree {
    /// - Throws: ``PDFError/structure(_:element:)`` for the first rule of PDF/UA-1 that the tree breaks.
    func checkWhole() throws(PDFError) {
        var lastHeading = 0
        for (index, node) in nodes.enumerated() {
            switch node.role {
            case .table: try checkTable(index)
            case .link: try checkLink(index)
            case .label: try checkLabel(node)
            default: break
            }
        }
        for level in headingLevels() {
            guard level <= lastHeading + 1 else { throw .structure(.headingLevel, element: "H\(level)") }
            lastHeading = level
        }
    }

    /// Levels in reading order, which is the order of the tree and not that of creation.
    private func headingLevels() -> [Int] {
        var levels: [Int] = []
        func visit(_ index: Int) {
            if case .heading(let level) = nodes[index].role { levels.append(level) }
            forEachKid(of: index) { kid in
                if case .element(let child) = kid { visit(Int(child)) }
            }
        }
        visit(0)
        return levels
    }

    /// Lays the cells out as a reader does and compares the widths of all rows.
    private func checkTable(_ table: Int) throws(PDFError) {
        var columns: Int?
        var spans = RowSpans()
        for row in rows(of: table) {
            var width = spans.takeRow()
            forEachKid(of: row) { kid in
                guard case .element(let cell) = kid else { return }
                switch nodes[Int(cell)].role {
                case .headerCell(_, let columnSpan, let rowSpan), .dataCell(let columnSpan, let rowSpan):
                    width += columnSpan
                    spans.add(columns: columnSpan, rows: rowSpan)
                default:
                    break
                }
            }
            guard columns == nil || columns == width, width > 0 else {
                throw .structure(.unequalRows, element: "Table")
            }
            columns = width
        }
        guard spans.isFinished else { throw .structure(.unequalRows, element: "Table") }
    }

    private func rows(of table: Int) -> [Int] {
        var rows: [Int] = []
        forEachKid(of: table) { kid in
            guard case .element(let child) = kid else { return }
            if nodes[Int(child)].role == .tableRow {
                rows.append(Int(child))
            } else {
                forEachKid(of: Int(child)) { inner in
                    if case .element(let row) = inner, nodes[Int(row)].role == .tableRow {
                        rows.append(Int(row))
                    }
                }
            }
        }
        return rows
    }

    private func checkLabel(_ label: Node) throws(PDFError) {
        let item = nodes[Int(label.parent)]
        if nodes[Int(item.parent)].role == .list(.none) {
            throw .structure(.labelWithoutMarks, element: "Lbl")
        }
    }

    private func checkLink(_ index: Int) throws(PDFError) {
        var hasAnnotation = false
        forEachKid(of: index) { kid in
            if case .annotation = kid { hasAnnotation = true }
        }
        if !hasAnnotation { throw .structure(.linkWithoutTarget, element: "Link") }
    }
}

/// Cells that reach into the rows below: how many columns of the coming rows are taken.
private struct RowSpans {
    private var open: [(columns: Int, rowsLeft: Int)] = []

    var isFinished: Bool { open.allSatisfy { $0.rowsLeft == 0 } }

    mutating func takeRow() -> Int {
        var taken = 0
        for index in open.indices where open[index].rowsLeft > 0 {
            taken += open[index].columns
            open[index].rowsLeft -= 1
        }
        open.removeAll { $0.rowsLeft == 0 }
        return taken
    }

    mutating func add(columns: Int, rows: Int) {
        if rows > 1 { open.append((columns, rows - 1)) }
    }
}
