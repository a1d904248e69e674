/// A file's text, checked before any parser sees it.
struct SourceText {
    /// Files above it are refused: the tree of a larger one would not fit beside a worker.
    static let maximumBytes = 32 << 20

    let file: String
    /// Valid text without a byte order mark and without control characters but tab and line ends.
    let text: String

    init(_ bytes: some Collection<UInt8>, file: String) throws(FormatError) {
        guard bytes.count <= Self.maximumBytes else {
            throw FormatError(
                file: file, message: "the file has \(bytes.count) bytes",
                hint: "at most \(Self.maximumBytes) are read")
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Self.notUTF8(content, file: file)
        }
        self.file = file
        self.text = text
        try refuseControlCharacters()
    }

    private static func notUTF8(_ bytes: some Collection<UInt8>, file: String) -> FormatError {
        let utf16Marks: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
        if utf16Marks.contains(where: bytes.starts(with:)) {
            return FormatError(
                file: file, line: 1, column: 1, message: "the file is UTF-16", hint: "save it as UTF-8")
        }
        var place = TextPlace()
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { place.pass(scalar) }
        return FormatError(
            file: file, line: place.line, column: place.column, message: "the file is not UTF-8 here",
            hint: "save it as UTF-8")
    }

    private func refuseControlCharacters() throws(FormatError) {
        var place = TextPlace()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF:
                place.pass(scalar)
            default:
                throw FormatError(
                    file: file, line: place.line, column: place.column,
                    message: "the character U+\(hexadecimal(scalar.value)) cannot stand in a file",
                    hint: "write it as an escape in double quotes")
            }
        }
    }

    private func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

/// Line and column while walking over a text, both from 1.
struct TextPlace {
    var line = 1
    var column = 1

    /// Steps over one character; a line feed begins a line.
    mutating func pass(_ scalar: Unicode.Scalar) {
        if scalar == "\n" {
            line += 1
            column = 1
        } else {
            column += 1
        }
    }
}
