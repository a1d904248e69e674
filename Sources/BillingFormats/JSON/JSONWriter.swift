extension OrderedJSON {
    /// Every value on a line of its own, one space deeper than what holds it; no line end after the last.
    public var pretty: String { JSONWriter.text(of: self, isPretty: true) }

    /// Everything on one line without spaces.
    public var compact: String { JSONWriter.text(of: self, isPretty: false) }
}

/// Writes JSON values as text.
private struct JSONWriter {
    private var result = ""
    private let isPretty: Bool

    static func text(of value: OrderedJSON, isPretty: Bool) -> String {
        var writer = JSONWriter(isPretty: isPretty)
        writer.write(value, depth: 0)
        return writer.result
    }

    private init(isPretty: Bool) { self.isPretty = isPretty }

    private mutating func write(_ value: OrderedJSON, depth: Int) {
        switch value {
        case .null: result += "null"
        case .bool(let flag): result += flag ? "true" : "false"
        case .number(let text): result += text
        case .string(let text): write(text)
        case .array(let values):
            writeList(values, brackets: ("[", "]"), depth: depth) { writer, value in
                writer.write(value, depth: depth + 1)
            }
        case .object(let members):
            writeList(members, brackets: ("{", "}"), depth: depth) { writer, member in
                writer.write(member.key)
                writer.result += writer.isPretty ? ": " : ":"
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func writeList<Element>(
        _ elements: [Element], brackets: (String, String), depth: Int,
        _ writeOne: (inout JSONWriter, Element) -> Void
    ) {
        result += brackets.0
        for (index, element) in elements.enumerated() {
            if index > 0 { result += "," }
            breakLine(depth: depth + 1)
            writeOne(&self, element)
        }
        if !elements.isEmpty { breakLine(depth: depth) }
        result += brackets.1
    }

    private mutating func breakLine(depth: Int) {
        guard isPretty else { return }
        result += "\n"
        result += String(repeating: " ", count: depth)
    }

    private mutating func write(_ text: String) {
        result += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            // Not needed in JSON, but the two end a line in JavaScript.
            case "\u{2028}": result += "\\u2028"
            case "\u{2029}": result += "\\u2029"
            default: result += scalar.value < 0x20 ? Self.escape(scalar.value) : String(scalar)
            }
        }
        result += "\""
    }

    private static func escape(_ control: UInt32) -> String {
        switch control {
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0C: "\\f"
        case 0x0D: "\\r"
        default: "\\u00" + (control < 0x10 ? "0" : "") + String(control, radix: 16)
        }
    }
}
