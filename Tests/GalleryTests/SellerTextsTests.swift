import Billing
import Foundation
import Testing

@testable import InvoiceDocument
@testable import dueday

@Suite("Files of a seller's own texts")
struct SellerTextsTests {
    @Test("separators that change places are read whichever comes first, and stand in every country")
    func separators() throws {
        let lines = ["numbers.decimal_separator: \".\"", "numbers.group_separator: \",\""]
        for order in [lines, lines.reversed()] {
            let texts = try Self.read(order)
            #expect(texts.words.numbers == .init(decimalSeparator: ".", groupSeparator: ","))
            #expect(texts.written(in: "CH").words.numbers == texts.words.numbers)
        }
    }

    @Test("a file without separators leaves numbers to the country")
    func withoutSeparators() throws {
        let texts = try Self.read(["invoice_title: Honorarnote"])
        #expect(texts.invoiceTitle == "Honorarnote")
        #expect(texts.written(in: "CH").words.numbers == .init(decimalSeparator: ".", groupSeparator: "'"))
    }

    @Test(
        "a mistake is named with its line",
        arguments: [
            (
                ["numbers.group_separator: \",\"", "invoice_title: Honorarnote"],
                ":1: numbers.group_separator: must differ from numbers.decimal_separator"
            ),
            (["invoice_title: A", "statuses: {lost: B}"], ":2: statuses.lost: is no text of documents"),
        ])
    func mistakes(lines: [String], message: String) {
        #expect {
            try Self.read(lines)
        } throws: {
            "\($0)".hasSuffix("de.yaml\(message)")
        }
    }

    /// The German texts with those of a file in their places.
    private static func read(_ lines: [String]) throws -> DocumentTexts {
        try Validators.inFolder { folder in
            try Data(lines.joined(separator: "\n").utf8).write(to: folder.appending(path: "de.yaml"))
            return try SellerTexts(folder: folder.path).texts(.german, seller: "spree")
        }
    }
}
