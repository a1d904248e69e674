/// What a piece of page content means: an element of the structure tree, or an artifact.
///
/// Every drawing call takes a tag, so nothing on a page can be forgotten (PDF/UA-1 7.1). Tags of elements
/// come from ``PDFDocument/element(_:in:alternative:language:)``; they stay good over all pages of their
/// document, so a table is one element however many pages it spans.
public struct Tag: Hashable, Sendable {
    let index: Int32

    /// The document itself: the parent of the uppermost elements; no content stands in it.
    public static let document = Tag(index: 0)
    /// Decoration without meaning: rules, backgrounds.
    public static let artifact = Tag(index: -1)
    /// Page furniture: page numbers, running heads, table heads repeated on the next page.
    public static let pagination = Tag(index: -2)

    var isArtifact: Bool { index < 0 }
}
