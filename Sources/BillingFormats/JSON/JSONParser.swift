extension OrderedJSON {
    /// Reads a JSON document: nothing beyond RFC 8259, no key twice in an object, at most 512 levels deep.
    public static func parse(_ text: String, fileName: String) throws(FormatError) -> OrderedJSON {
        var parser = JSONParser(text: text, file: fileName)
        return try parser.document()
    }
}

/// A JSON reader over UTF-8 bytes.
private struct JSONParser {
    private static let maximumDepth = 512

    private let bytes: [UInt8]
    private let file: String
    private var index = 0

    init(text: String, file: String) {
        bytes = Array(text.utf8)
        self.file = file
    }

    mutating func document() throws(FormatError) -> OrderedJSON {
        let value = try value(.root, depth: 0)
        skipSpace()
        guard index == bytes.count else { throw error("text after the value", .root) }
        return value
    }

    private mutating func value(_ path: ValuePath, depth: Int) throws(FormatError) -> OrderedJSON {
        guard depth <= Self.maximumDepth else {
            throw error("nested deeper than \(Self.maximumDepth) levels", .root)
        }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return .object(try members(path, depth: depth))
        case UInt8(ascii: "["): return .array(try elements(path, depth: depth))
        case UInt8(ascii: "\""): return .string(try string(path))
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number(try number(path))
        default:
            if takeWord("null") { return .null }
            if takeWord("true") { return .bool(true) }
            if takeWord("false") { return .bool(false) }
            throw error("expected a value", path)
        }
    }

    private mutating func members(_ path: ValuePath, depth: Int) throws(FormatError) -> [OrderedJSON.Member] {
        index += 1
        var members: [OrderedJSON.Member] = []
        var keys: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return members }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw error("expected a key in quotes", path) }
            let start = index
            let key = try string(path)
            guard keys.insert(key).inserted else {
                index = start
                throw error("the key \(quoted(key)) stands twice in one object", path)
            }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw error("expected a colon", .key(path, key)) }
            members.append(.init(key, try value(.key(path, key), depth: depth + 1)))
            skipSpace()
            if take(UInt8(ascii: "}")) { return members }
            guard take(UInt8(ascii: ",")) else { throw error("expected , or }", path) }
        }
    }

    private mutating func elements(_ path: ValuePath, depth: Int) throws(FormatError) -> [OrderedJSON] {
        index += 1
        var elements: [OrderedJSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try value(.index(path, elements.count), depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return elements }
            guard take(UInt8(ascii: ",")) else { throw error("expected , or ]", path) }
        }
    }

    private mutating func number(_ path: ValuePath) throws(FormatError) -> String {
        let start = index
        _ = take(UInt8(ascii: "-"))
        guard take(UInt8(ascii: "0")) || takeDigits() else { throw error("expected a digit", path) }
        if take(UInt8(ascii: ".")), !takeDigits() { throw error("expected a digit", path) }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
            guard takeDigits() else { throw error("expected a digit", path) }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func string(_ path: ValuePath) throws(FormatError) -> String {
        index += 1
        var content: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                content += String(try escape(path)).utf8
            case 0..<0x20:
                throw error("a control character must be escaped", path)
            default:
                content.append(byte)
                index += 1
            }
        }
        throw error("the string does not end", path)
    }

    private mutating func escape(_ path: ValuePath) throws(FormatError) -> Unicode.Scalar {
        index += 1
        let kind = peek
        index += 1
        switch kind {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(path)
        default:
            index -= 1
            throw error("there is no such escape", path)
        }
    }

    private mutating func unicodeEscape(_ path: ValuePath) throws(FormatError) -> Unicode.Scalar {
        let first = try codeUnit(path)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw error("half of a surrogate pair", path)
        }
        let second = try codeUnit(path)
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error("half of a surrogate pair", path) }
        return scalar
    }

    private mutating func codeUnit(_ path: ValuePath) throws(FormatError) -> UInt32 {
        let digits = bytes.dropFirst(index).prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("expected four hexadecimal digits", path) }
        index += 4
        return unit
    }
}

// MARK: - Bytes

extension JSONParser {
    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func takeDigits() -> Bool {
        let start = index
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index > start
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard bytes[index...].starts(with: word.utf8) else { return false }
        index += word.utf8.count
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private func error(_ message: String, _ path: ValuePath) -> FormatError {
        var place = TextPlace()
        for scalar in String(decoding: bytes[..<min(index, bytes.count)], as: UTF8.self).unicodeScalars {
            place.pass(scalar)
        }
        return FormatError(
            file: file, line: place.line, column: place.column, path: "\(path)", message: message)
    }
}
