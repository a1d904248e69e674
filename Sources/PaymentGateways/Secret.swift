/// A key or password. It prints, logs and mirrors as `***`; only ``revealed`` gives it away.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The secret itself, for the header it belongs in and nowhere else.
    public let revealed: String

    /// Wraps a secret, without surrounding blanks and line ends such as files carry.
    public init(_ text: String) {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        revealed = String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    /// Always `***`.
    public var description: String { "***" }

    /// Always `***`.
    public var debugDescription: String { "***" }

    /// Without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
