/// How a text looks.
public struct TextStyle: Hashable, Sendable {
    /// The weight.
    public var font: FontStyle
    /// The size of an em; 1...1,000 points.
    public var size: Length
    /// The colour of the letters.
    public var color: Color

    /// A style by its parts.
    public init(_ font: FontStyle = .regular, size: Length, color: Color = .black) {
        self.font = font
        self.size = size
        self.color = color
    }
}

/// Which point of a text stands at the place given.
public enum TextAlignment: Hashable, Sendable {
    /// The text begins there.
    case left
    /// The text has its middle there.
    case center
    /// The text ends there.
    case right
}
