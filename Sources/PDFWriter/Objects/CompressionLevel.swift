/// How hard deflate tries on page contents and the other streams of one document.
///
/// Constant parts of a ``DocumentKit`` are always compressed at level 9, once.
public enum CompressionLevel: Int, Hashable, Sendable {
    /// Streams are stored as they are: the debug mode, every operator readable.
    case none = 0
    /// About three times as fast as the default, streams about a tenth larger.
    case fastest = 1
    /// Between the two.
    case fast = 3
    /// The usual compromise.
    case standard = 6
    /// Smallest.
    case smallest = 9
}
