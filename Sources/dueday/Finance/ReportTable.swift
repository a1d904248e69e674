import ArgumentParser
import BillingFormats
import Monetary

/// How a report answers.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json
}

struct ReportOptions: ParsableArguments {
    @Option(help: "table, csv or json.")
    var format = ReportFormat.table
    @Flag(help: "Answer as one JSON value; the same as --format json.")
    var json = false

    var chosen: ReportFormat { json ? .json : format }
}

/// A report as rows of named fields, for people, spreadsheets and programs alike.
struct ReportTable {
    enum Value {
        case text(String?)
        case amount(Int64, Currency)
        case count(Int)
        /// A date, a rate or another number of ours.
        case number(String)
    }

    struct Column {
        var name: String
        /// Whether it stands to the right in tables.
        var isNumber: Bool

        static func text(_ name: String) -> Column { Column(name: name, isNumber: false) }
        static func number(_ name: String) -> Column { Column(name: name, isNumber: true) }
    }

    var columns: [Column]
    private(set) var rows: [[Value]] = []

    init(_ columns: [Column]) { self.columns = columns }

    mutating func add(_ row: Value...) { rows.append(row) }

    /// - Parameters:
    ///   - name: what the rows are called in JSON.
    ///   - facts: what JSON says beside them, such as the range.
    func print(_ format: ReportFormat, name: String, facts: [OrderedJSON.Member] = []) {
        switch format {
        case .table:
            guard !rows.isEmpty else { return Terminal.print("none") }
            var table = Table(
                columns.map { column in
                    let title = column.name.uppercased().replacing("_", with: " ")
                    return column.isNumber ? .right(title) : .left(title)
                })
            for row in rows { table.add(row: row.map(\.words)) }
            table.print()
        case .csv:
            Terminal.write(CSVWriter.row(columns.map { .text($0.name) }))
            for row in rows { Terminal.write(CSVWriter.row(row.map(\.field))) }
        case .json:
            let items = rows.map { row in
                OrderedJSON.object(zip(columns, row).map { OrderedJSON.Member($0.name, $1.json) })
            }
            Terminal.print(
                OrderedJSON.object(
                    facts + [
                        OrderedJSON.Member(name, .array(items)),
                        OrderedJSON.Member("total", .integer(rows.count)),
                        OrderedJSON.Member("has_more", .bool(false)),
                    ]
                ).pretty)
        }
    }
}

extension ReportTable.Value {
    var words: String {
        switch self {
        case .text(let text): text ?? ""
        case .amount(let minorUnits, let currency): currency.majorUnits(minorUnits)
        case .count(let count): "\(count)"
        case .number(let text): text
        }
    }

    var field: CSVWriter.Field {
        if case .text(let text) = self { return .text(text) }
        return .number(words)
    }

    var json: OrderedJSON {
        switch self {
        case .text(let text): .text(text)
        case .amount: .string(words)
        case .count(let count): .integer(count)
        case .number(let text): .string(text)
        }
    }
}
