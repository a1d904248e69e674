/// Which standards the file claims to meet; all of them are tagged and look the same.
public enum PDFProfile: Hashable, Sendable {
    /// PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1): the default.
    case archiveAndAccessible
    /// PDF/A-3u without the accessibility claim.
    case archive
    /// PDF 1.7 without claims.
    case plain

    /// PDF/A conformance level.
    var archiveLevel: StaticString? {
        switch self {
        case .archiveAndAccessible: "A"
        case .archive: "U"
        case .plain: nil
        }
    }
}

/// What happens to a character that no font of the library has.
public enum MissingCharacterPolicy: Hashable, Sendable {
    /// A box is drawn in its place, and the character is reported.
    case replace
    /// The document is refused.
    case refuse
}

/// Which characters' fonts are made once per run and stand in every file.
public enum FontEmbedding: Hashable, Sendable {
    /// Every document gets a subset of just its own characters: the smallest files.
    case perDocument
    /// These characters of both weights stand ready compressed in every file; a document that has others
    /// gets an additional subset for those: the fastest.
    case prepared(characters: String)

    /// Prepared for printable ASCII, with the signs of invoices in European languages.
    public static let preparedLatin = FontEmbedding.prepared(
        characters: String(String.UnicodeScalarView((0x20...0x7E).compactMap(Unicode.Scalar.init)))
            + String(String.UnicodeScalarView((0xA0...0xFF).compactMap(Unicode.Scalar.init)))
            + "–—‘’“”„•…€−□")
}
