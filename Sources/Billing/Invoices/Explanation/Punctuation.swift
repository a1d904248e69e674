/// The signs that a language puts between the parts of a composed text, with their blanks.
public struct Punctuation: Sendable, Hashable {
    /// Between parts in a row: ", ".
    public var comma: String
    /// Between a label and what it says: ": ".
    public var colon: String
    /// Between a code and what it stands for: " – ".
    public var dash: String
    /// Around what is said by the way, behind what it belongs to: " ({})".
    public var brackets: Phrase
    /// At the end of a sentence.
    public var fullStop: String

    /// Signs of a language.
    public init(
        comma: String = ", ", colon: String = ": ", dash: String = " – ", brackets: Phrase = " ({})",
        fullStop: String = "."
    ) {
        self.comma = comma
        self.colon = colon
        self.dash = dash
        self.brackets = brackets
        self.fullStop = fullStop
    }
}
