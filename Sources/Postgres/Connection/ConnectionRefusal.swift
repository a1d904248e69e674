/// What libpq's verbose text of a failed connection says: the last SQLSTATE in it and one line for a person.
struct ConnectionRefusal: Equatable {
    let state: SQLState?
    let message: String

    init(verbose text: String) {
        var state: SQLState?
        var lines: [String] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("LOCATION:") {
            let (code, cleaned) = Self.splitOffCode(line)
            state = code ?? state
            lines.append(cleaned.trimmingSpaces())
        }
        self.state = state
        message = lines.joined(separator: "; ")
    }

    /// "FATAL:  28P01: text" is "FATAL: text" with code 28P01; the severity may be in any language.
    private static func splitOffCode(_ line: Substring) -> (SQLState?, Substring) {
        guard let separator = line.firstRange(of: ":  ") else { return (nil, line) }
        let rest = line[separator.upperBound...]
        let code = rest.prefix(5)
        let isCode = code.utf8.count == 5 && code.utf8.allSatisfy(Self.isCodeCharacter)
        guard isCode, rest.dropFirst(5).hasPrefix(": ") else { return (nil, line) }
        let cleaned = line[..<separator.lowerBound] + ": " + rest.dropFirst(7)
        return (SQLState(rawValue: String(code)), cleaned)
    }

    private static func isCodeCharacter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> String {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        let start = drop(while: isSpace)
        return String(start.reversed().drop(while: isSpace).reversed())
    }
}
