/// The text of one SQL statement, with `$1`, `$2` … for its parameters, and a name for messages.
///
/// A string literal is a statement. The statements below sql/ come as named constants from the EmbedSQL plugin.
public struct SQLStatement: Sendable, Hashable, ExpressibleByStringLiteral {
    /// Where it stands, such as "scan/claim_due"; nil for a statement written in place.
    public let name: String?
    /// What is sent, unchanged.
    public let text: String

    /// A statement of this text.
    public init(name: String? = nil, text: String) {
        self.name = name
        self.text = text
    }

    /// A statement without a name, written in place.
    public init(stringLiteral text: String) {
        self.init(text: text)
    }
}
