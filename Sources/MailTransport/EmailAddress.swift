/// An address that can stand in an SMTP command and in a header without breaking out of either.
///
/// ASCII only, dot-atoms and a host name (RFC 5321 4.1.2 without quoted strings and address literals): what mail
/// servers everywhere take. An address that needs SMTPUTF8 is refused.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    /// "billing@example.com".
    public let text: String

    /// nil where the text is no such address.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count), (1...255).contains(parts[1].count),
            Self.isDotAtom(parts[0], Self.isAtomByte), Self.isDotAtom(parts[1], Self.isHostByte)
        else { return nil }
        self.text = text
    }

    /// What stands behind the "@".
    public var domain: String {
        String(text[text.index(after: text.firstIndex(of: "@") ?? text.startIndex)...])
    }

    /// The address.
    public var description: String { text }

    private static func isDotAtom(_ text: Substring.UTF8View.SubSequence, _ isAllowed: (UInt8) -> Bool)
        -> Bool
    {
        text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAllowed) }
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isHostByte(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
