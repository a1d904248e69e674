/// A header field whose text comes from outside: it can never begin another field.
struct HeaderField {
    /// Folded, without line ends.
    let lines: [String]

    /// Free text: as it is where it is short and plain, else in encoded words (RFC 2047).
    init(_ name: String, text: String) {
        let clean = Self.oneLine(text)
        if Self.isPlain(clean), name.utf8.count + 2 + clean.utf8.count <= 76 {
            lines = ["\(name): \(clean)"]
        } else {
            lines = Self.folded(name, words: Self.encodedWords(clean))
        }
    }

    /// A mailbox; its name as a quoted string or in encoded words.
    init(_ name: String, mailbox: MailMessage.Mailbox) {
        let address = "<\(mailbox.address.text)>"
        guard let display = mailbox.name.map(Self.oneLine), !display.isEmpty else {
            lines = ["\(name): \(mailbox.address.text)"]
            return
        }
        let quoted = "\"\(display.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        let isShort = name.utf8.count + quoted.utf8.count + address.utf8.count + 3 <= 76
        if Self.isPlain(display), isShort {
            lines = ["\(name): \(quoted) \(address)"]
        } else {
            lines = Self.folded(name, words: Self.encodedWords(display) + [address])
        }
    }

    /// Letters, digits and what ids and media types are made of; everything else goes.
    static func token(_ text: String) -> String {
        String(
            text.unicodeScalars.filter { isPlain($0) || "@/+=".unicodeScalars.contains($0) }.map(
                Character.init))
    }

    /// A character of a file name.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": true
        default: false
        }
    }

    /// Without control characters and line separators of any kind: blanks stand for them.
    private static func oneLine(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format: " "
            default: Character(scalar)
            }
        }
        return String(scalars).split(separator: " ").joined(separator: " ")
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !text.contains("=?")
    }

    /// Each at most 75 characters and never ending inside a character (RFC 2047, 2 and 5).
    private static func encodedWords(_ text: String) -> [String] {
        var words: [String] = []
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if bytes.count + next.count > 45 {
                words.append("=?utf-8?B?\(Base64Lines.text(bytes))?=")
                bytes = []
            }
            bytes += next
        }
        return bytes.isEmpty ? words : words + ["=?utf-8?B?\(Base64Lines.text(bytes))?="]
    }

    private static func folded(_ name: String, words: [String]) -> [String] {
        var lines: [String] = []
        var line = "\(name):"
        for word in words {
            if line.utf8.count + 1 + word.utf8.count > 76, line.utf8.count > name.utf8.count + 1 {
                lines.append(line)
                line = ""
            }
            line += " \(word)"
        }
        return lines + [line]
    }
}
