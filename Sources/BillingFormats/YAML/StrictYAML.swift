internal import Yams

/// Reads one YAML (or JSON) document into a tree whose values keep their text and their place.
enum StrictYAML {
    /// The root of the only document in `source`.
    static func root(of source: SourceText) throws(FormatError) -> YAMLValue {
        let text = looksLikeJSON(source.text) ? withoutSurrogatePairs(source.text) : source.text
        try AliasKeys.refuse(in: text, file: source.file)
        guard let node = try tree(of: text, file: source.file) else {
            throw FormatError(file: source.file, line: 1, column: 1, message: "the file is empty")
        }
        return YAMLValue(node: node, path: .root, file: source.file)
    }

    /// Yams' tree of a text; nil where it is empty.
    static func tree(of text: String, file: String) throws(FormatError) -> Node? {
        do {
            return try tree(of: text)
        } catch let error as YamlError {
            throw formatError(for: error, in: text, file: file)
        } catch {
            throw FormatError(file: file, message: "\(error)")
        }
    }

    /// Yams' tree. The basic resolver leaves every scalar as its text; the encoding is named because Yams
    /// otherwise asks the environment.
    static func tree(of text: String) throws -> Node? { try compose(yaml: text, .basic, .default, .utf8) }

    private static func formatError(for error: YamlError, in text: String, file: String) -> FormatError {
        switch error {
        case .composer(_, "but found another document", let mark, _):
            return FormatError(
                file: file, line: mark.line, column: mark.column,
                message: "a second document begins", hint: "one file holds one document")
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            if scalar(at: mark, in: text) == "\t" {
                return FormatError(
                    file: file, line: mark.line, column: mark.column,
                    message: "a tab cannot indent", hint: "use spaces")
            }
            let began = context.map { ", \($0.text) of line \($0.mark.line)" } ?? ""
            return FormatError(
                file: file, line: mark.line, column: mark.column,
                message: "not YAML: \(problem)\(began)")
        case .duplicatedKeysInMapping(let keys, let context):
            return DuplicateKey(name: keys.first ?? "", first: context.mark).error(in: text, file: file)
        case .reader(let problem, _, _, _):
            return FormatError(file: file, message: "not YAML: \(problem)")
        case .memory:
            return FormatError(file: file, message: "there is not enough memory to read it")
        case .no, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return FormatError(file: file, message: "\(error)")
        }
    }

    private static func scalar(at mark: Mark, in text: String) -> Unicode.Scalar? {
        var place = TextPlace()
        for scalar in text.unicodeScalars {
            if place.line == mark.line, place.column == mark.column { return scalar }
            place.pass(scalar)
        }
        return nil
    }
}

// MARK: - What JSON may and YAML may not

extension StrictYAML {
    private static func looksLikeJSON(_ text: String) -> Bool {
        let first = text.utf8.first { !" \t\r\n".utf8.contains($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// Writes a JSON escape of two halves (`\ud83d\ude00`), which YAML refuses, as YAML's eight-digit one.
    private static func withoutSurrogatePairs(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                result.append(bytes[index])
                index += 1
                continue
            }
            if let high = utf16Escape(bytes, at: index), (0xD800..<0xDC00).contains(high),
                let low = utf16Escape(bytes, at: index + 6), (0xDC00..<0xE000).contains(low)
            {
                let digits = String(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), radix: 16)
                result +=
                    Array("\\U".utf8) + Array(repeating: UInt8(ascii: "0"), count: 8 - digits.utf8.count)
                result += digits.utf8
                index += 12
            } else {
                result += bytes[index...index + 1]
                index += 2
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func utf16Escape(_ bytes: [UInt8], at index: Int) -> UInt32? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        return UInt32(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16)
    }
}
