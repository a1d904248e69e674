/// A whole file, and what its reader should be told about it.
public struct FinishedPDF: Sendable {
    /// The bytes of the file; the same input gives the same bytes.
    public let bytes: [UInt8]
    /// Number of pages.
    public let pageCount: Int
    /// Characters that no font has, each drawn as a box.
    public let replaced: [ReplacedCharacter]
}

/// A character drawn as a box because no font of the library has it.
public struct ReplacedCharacter: Hashable, Sendable {
    /// The character as it was given; private use characters come as U+FFFF.
    public let character: Unicode.Scalar
    /// How often it was met.
    public internal(set) var count: Int
    /// The page it was met on first, counted from 1.
    public let firstPage: Int
}
