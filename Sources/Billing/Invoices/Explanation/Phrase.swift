/// A few words with one place for a value, written "{}": "{} used", "coupon {}".
public struct Phrase: Sendable, Hashable, ExpressibleByStringLiteral {
    private let before: String
    private let after: String

    /// A phrase as it is written; without "{}" the value stands behind it.
    public init(stringLiteral text: String) {
        guard let open = text.firstIndex(of: "{"), text[open...].hasPrefix("{}") else {
            before = text + " "
            after = ""
            return
        }
        before = String(text[..<open])
        after = String(text[open...].dropFirst(2))
    }

    /// The phrase with the value in its place.
    public func callAsFunction(_ value: String) -> String { before + value + after }
}
