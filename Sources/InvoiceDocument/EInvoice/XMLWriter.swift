/// Writes XML in one pass; elements are closed by the writer, so none can be left open. Names are the program's own
/// literals and are copied as they are.
struct XMLWriter {
    private(set) var bytes: [UInt8]

    init() {
        bytes = []
        bytes.reserveCapacity(16_384)
        bytes += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8
    }

    /// An element with a text; no element for no text.
    mutating func element(
        _ name: StaticString, _ text: String?, _ attributes: KeyValuePairs<StaticString, String> = [:]
    ) {
        guard let text else { return }
        open(name, attributes)
        append(text)
        close(name)
    }

    /// An element with elements.
    mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        _ body: (inout XMLWriter) -> Void
    ) {
        open(name, attributes)
        body(&self)
        close(name)
    }

    private mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
        bytes.append(UInt8(ascii: "<"))
        append(literal: name)
        for (key, value) in attributes {
            bytes.append(UInt8(ascii: " "))
            append(literal: key)
            append(literal: "=\"")
            append(value)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func close(_ name: StaticString) {
        append(literal: "</")
        append(literal: name)
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func append(literal: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Text that any parser takes: what XML 1.0 forbids and bidi controls are left out, line ends are blanks. Almost all
    /// texts are plain and copied as they are.
    private mutating func append(_ text: String) {
        let isWritten = text.utf8.withContiguousStorageIfAvailable { plain in
            guard plain.allSatisfy(Self.isPlain) else { return false }
            bytes.append(contentsOf: plain)
            return true
        }
        if isWritten == true { return }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: bytes += "&amp;".utf8
            case 0x3C: bytes += "&lt;".utf8
            case 0x3E: bytes += "&gt;".utf8
            case 0x22: bytes += "&quot;".utf8
            case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: bytes.append(0x20)
            case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF,
                0xFFFE, 0xFFFF:
                continue
            default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
    }

    /// ASCII that stands for itself.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != 0x26 && byte != 0x3C && byte != 0x3E && byte != 0x22
    }
}
