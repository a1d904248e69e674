/// Rows as CSV (RFC 4180): fields in quotes where they must be, rows that end in CR LF.
///
/// Texts come from customers and are opened in spreadsheets: one that a spreadsheet would run as a formula gets an
/// apostrophe in front. Numbers are exempt.
struct CSVWriter {
    enum Field {
        case text(String?)
        /// An amount, a count or a date of ours: written as it is.
        case number(String)
    }

    static func row(_ fields: [Field]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    private static func field(_ field: Field) -> String {
        switch field {
        case .number(let text): return text
        case .text(let text):
            guard let text, !text.isEmpty else { return "" }
            return quoted(isFormula(text) ? "'" + text : text)
        }
    }

    /// What spreadsheets take for the beginning of a formula, also behind white space.
    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }) else {
            return text.unicodeScalars.contains { $0 == "\t" || $0 == "\r" || $0 == "\n" }
        }
        return "=+-@＝＋－＠|".unicodeScalars.contains(first)
            || text.unicodeScalars.first.map { $0 == "\t" || $0 == "\r" || $0 == "\n" } ?? false
    }

    private static func quoted(_ text: String) -> String {
        let special: Set<Character> = [",", "\"", "\r", "\n", "\r\n", "\t", " "]
        guard text.contains(where: { special.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
