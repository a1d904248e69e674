import Billing
import BillingCalendar
import BillingFormats
import Monetary

/// Usage events from a file, row by row: CSV with a header line, or one JSON object a line.
struct UsageFile {
    /// An event, or why its row is none.
    enum Item {
        case event(UsageEvent, line: Int)
        case bad(line: Int, reason: String)
    }

    static let columns = ["id", "account", "subscription", "meter", "quantity", "at"]
    static let optionalColumns = ["recorded_at", "key"]

    private enum Source {
        case csv(CSVReader, places: [String: Int])
        case jsonLines(ByteLines, line: Int)
    }

    private var source: Source
    private let now: Instant

    /// - Parameter now: when events count as recorded that do not say.
    init(path: String, now: Instant) throws {
        self.now = now
        let lines = try ByteLines(path: path)
        if path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson") {
            source = .jsonLines(lines, line: 0)
            return
        }
        var reader = CSVReader(lines)
        guard let head = try reader.next() else { throw CommandFailure.usage("\(path): it is empty") }
        source = .csv(reader, places: try Self.places(head.fields, path: path))
    }

    private static func places(_ head: [String], path: String) throws -> [String: Int] {
        var places: [String: Int] = [:]
        for (index, name) in head.enumerated() {
            let name = index == 0 ? name.trimmingByteOrderMark : name
            guard columns.contains(name) || optionalColumns.contains(name) else {
                throw CommandFailure.usage(
                    "\(path):1: there is no column \"\(name)\"; the columns are "
                        + (columns + optionalColumns).joined(separator: ", "))
            }
            places[name] = index
        }
        let missing = columns.filter { places[$0] == nil }
        guard missing.isEmpty else {
            throw CommandFailure.usage("\(path):1: missing columns: \(missing.joined(separator: ", "))")
        }
        return places
    }

    mutating func next() throws -> Item? {
        switch source {
        case .csv(var reader, let places):
            guard let row = try reader.next() else { return nil }
            source = .csv(reader, places: places)
            if let problem = row.problem { return .bad(line: row.line, reason: problem) }
            guard row.fields.count <= places.count else {
                return .bad(
                    line: row.line, reason: "\(row.fields.count) fields, the head has \(places.count)")
            }
            return item(line: row.line) { name in
                places[name].flatMap { $0 < row.fields.count ? row.fields[$0] : nil }
            }
        case .jsonLines(var lines, let line):
            guard let text = try lines.next() else { return nil }
            source = .jsonLines(lines, line: line + 1)
            if text.isEmpty { return try next() }
            do {
                let json = try OrderedJSON.parse(
                    String(decoding: text, as: UTF8.self), fileName: "line \(line + 1)")
                return item(line: line + 1) { json[$0]?.scalarText }
            } catch {
                return .bad(line: line + 1, reason: "\(error)")
            }
        }
    }

    private func item(line: Int, _ field: (String) -> String?) -> Item {
        func required(_ name: String) throws -> String {
            guard let text = field(name), !text.isEmpty else {
                throw CommandFailure.usage("\(name) is missing")
            }
            return text
        }
        do {
            let at = try Instant(parsing: required("at"))
            let recordedAt = try field("recorded_at").flatMap { $0.isEmpty ? nil : $0 }.map(
                Instant.init(parsing:))
            let event = UsageEvent(
                id: try required("id"), account: try required("account"),
                subscription: try required("subscription"), meter: try required("meter"),
                quantity: try ExactDecimal(parsing: required("quantity")), at: at,
                recordedAt: recordedAt ?? now,
                key: field("key").flatMap { $0.isEmpty ? nil : $0 })
            return .event(event, line: line)
        } catch {
            return .bad(line: line, reason: "\(error)")
        }
    }
}

extension String {
    fileprivate var trimmingByteOrderMark: String { hasPrefix("\u{FEFF}") ? String(dropFirst()) : self }
}

extension OrderedJSON {
    /// The text of a string or number.
    fileprivate var scalarText: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .null, .bool, .array, .object: nil
        }
    }
}
