/// Rows in columns for people.
struct Table {
    enum Alignment { case left, right }

    struct Column {
        var title: String
        var alignment: Alignment

        static func left(_ title: String) -> Column { Column(title: title, alignment: .left) }
        static func right(_ title: String) -> Column { Column(title: title, alignment: .right) }
    }

    var columns: [Column]
    var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    mutating func add(_ row: String...) { rows.append(row.map(Self.printable)) }

    mutating func add(row: [String]) { rows.append(row.map(Self.printable)) }

    /// The lines, the titles first.
    var lines: [String] {
        let titles = columns.map(\.title)
        let widths = columns.indices.map { index in
            ([titles] + rows).map { index < $0.count ? $0[index].count : 0 }.max() ?? 0
        }
        return ([titles] + rows).map { row in
            let cells = columns.indices.map { index in
                pad(index < row.count ? row[index] : "", to: widths[index], columns[index].alignment)
            }
            return cells.joined(separator: "  ").trimmingTrailingSpaces
        }
    }

    func print() {
        for line in lines { Terminal.print(line) }
    }

    private func pad(_ text: String, to width: Int, _ alignment: Alignment) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return alignment == .left ? text + space : space + text
    }

    /// Names come from customers: control characters must not reach a terminal.
    private static func printable(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
