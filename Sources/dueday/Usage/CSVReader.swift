import Foundation

/// Reads RFC 4180 text row by row from a file, in constant memory, with each row's line.
///
/// Own code because an import of a million rows must say the line of a bad one and must not hold the file. A row is
/// one line: no column has line ends in it, and a quote that is never closed must not swallow the rows behind it.
struct CSVReader {
    /// A row with its line, from 1.
    struct Row {
        var line: Int
        var fields: [String]
        /// Set where the row's quotes are not in order; the fields are then not to be used.
        var problem: String?
    }

    private var input: ByteLines
    private(set) var line = 0

    init(_ input: ByteLines) { self.input = input }

    /// The next row that is not empty; nil at the end.
    mutating func next() throws -> Row? {
        while let text = try input.next() {
            line += 1
            if text.isEmpty { continue }
            return Self.row(text, line: line)
        }
        return nil
    }

    private static func row(_ text: [UInt8], line: Int) -> Row {
        var fields: [String] = []
        var index = 0
        while true {
            guard let (field, end) = field(text, from: index) else {
                return Row(line: line, fields: [], problem: "its quotes are not in order")
            }
            fields.append(String(decoding: field, as: UTF8.self))
            guard end < text.count else { return Row(line: line, fields: fields, problem: nil) }
            index = end + 1
        }
    }

    /// One field and the index of the comma behind it, or of the end; nil where quotes are not in order.
    private static func field(_ text: [UInt8], from start: Int) -> (field: [UInt8], end: Int)? {
        let comma = UInt8(ascii: ",")
        let quote = UInt8(ascii: "\"")
        guard start < text.count, text[start] == quote else {
            let end = text[start...].firstIndex(of: comma) ?? text.count
            let field = Array(text[start..<end])
            return field.contains(quote) ? nil : (field, end)
        }
        var field: [UInt8] = []
        var index = start + 1
        while index < text.count {
            if text[index] != quote {
                field.append(text[index])
                index += 1
            } else if index + 1 < text.count, text[index + 1] == quote {
                field.append(quote)
                index += 2
            } else {
                let end = index + 1
                return end == text.count || text[end] == comma ? (field, end) : nil
            }
        }
        return nil
    }
}

/// A file's lines without their ends, read in blocks.
struct ByteLines {
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    init(path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure.usage("\(path): it cannot be read")
        }
        self.file = file
    }

    mutating func next() throws -> [UInt8]? {
        while true {
            if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[start..<end]
                start = end + 1
                return Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
            }
            guard !isAtEnd else {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return Array(buffer[start...])
            }
            buffer.removeFirst(start)
            start = 0
            let block = try file.read(upToCount: 1 << 18) ?? Data()
            isAtEnd = block.isEmpty
            buffer += block
        }
    }
}
