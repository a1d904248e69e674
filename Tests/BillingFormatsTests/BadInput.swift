import Foundation
import Testing

/// A row of a table of refused files.
struct BadInput: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    /// The error's whole text.
    var error: String

    var testDescription: String { name }

    /// The rows of a table; `above` stands above every text that is not marked as the whole file.
    static func rows(of table: String, above: String) throws -> [BadInput] {
        try table.split(separator: "\n=== ").dropFirst().map { block in
            let title = try #require(block.firstIndex(of: "\n"))
            let end = try #require(block.range(of: "\n>>> "))
            let text = title < end.lowerBound ? block[block.index(after: title)..<end.lowerBound] : ""
            let isWhole = text.hasPrefix("<raw>")
            return BadInput(
                name: String(block[..<title]), text: isWhole ? String(text.dropFirst(5)) : above + text,
                error: String(block[end.upperBound...].prefix { $0 != "\n" }))
        }
    }
}
