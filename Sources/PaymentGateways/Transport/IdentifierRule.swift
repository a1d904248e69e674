/// The characters that keys and ids may have where they go into a header or an address (CWE-113).
enum IdentifierRule {
    /// `[A-Za-z0-9_:.-]{1,255}`.
    static func isPlain(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count) && text.utf8.allSatisfy(isPlainByte)
    }

    /// Whether an id may be a segment of a path: plain, and not one of the dots that lead elsewhere.
    static func isPathSegment(_ text: String) -> Bool {
        isPlain(text) && text.utf8.contains { $0 != UInt8(ascii: ".") }
    }

    private static func isPlainByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default:
            false
        }
    }
}
