// Names and strings (ISO 32000-1 7.3.4, 7.3.5, 7.9.2).

extension ByteBuffer {
    /// `/Name` for a name of the PDF language itself.
    mutating func append(name: StaticString) {
        append(byte: 0x2F)
        append(name)
    }

    /// `/Name` for a name from outside; everything but letters and digits that may disturb is `#xx`.
    mutating func append(escapedName name: String) {
        append(byte: 0x2F)
        for byte in name.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x5F:
                append(byte: byte)
            default:
                append(byte: 0x23)
                append(hexadecimal: byte)
            }
        }
    }

    /// `(bytes)` with the escapes a literal string needs.
    mutating func append(literal bytes: some Sequence<UInt8>) {
        append(byte: 0x28)
        for byte in bytes {
            switch byte {
            case 0x28, 0x29, 0x5C:
                append(byte: 0x5C)
                append(byte: byte)
            case 0x0D:
                append("\\r")
            default:
                append(byte: byte)
            }
        }
        append(byte: 0x29)
    }

    /// UTF-16 units of a text string; PDF/A-3 6.1.13 allows 32,767 bytes.
    static let longestText = 16_000

    /// A text string for readers: ASCII as it is, anything else in UTF-16BE with its mark.
    mutating func append(text: String) {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            append(literal: text.utf8)
            return
        }
        append("<FEFF")
        for unit in text.utf16 { append(hexadecimal: unit) }
        append(byte: 0x3E)
    }

    /// `<0123ABCD>`.
    mutating func append(hexString bytes: [UInt8]) {
        append(byte: 0x3C)
        for byte in bytes { append(hexadecimal: byte) }
        append(byte: 0x3E)
    }
}
