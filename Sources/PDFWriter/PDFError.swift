/// Why a document, a font or an image was refused. Nothing is written when one of these is thrown.
public enum PDFError: Error, Hashable, Sendable {
    /// The font file is broken, is not TrueType, or may not be embedded.
    case font(FontDefect)
    /// The image file is broken or of a kind that PDF/A-3 or this writer does not take.
    case image(ImageDefect)
    /// The structure tree would break PDF/UA-1; the text names the element.
    case structure(StructureDefect, element: String)
    /// A character is in no font of the library, and the kit's policy is ``MissingCharacterPolicy/refuse``.
    case missingCharacter(UInt32, page: Int)
    /// A coordinate, size or line width lies outside what a PDF page can have (page numbers begin at 1).
    case outOfRange(page: Int)
    /// A page side is not within 3...14,400 points.
    case pageSize(page: Int)
    /// The drawing of this page ended with an error of its own; the document cannot be finished.
    case unfinishedPage(Int)
    /// A document needs one page at least.
    case noPages
    /// A title is demanded by PDF/UA-1 (7.1).
    case missingTitle
    /// A language tag is empty or is not letters, digits and hyphens (RFC 5646).
    case language(String)
    /// A date is not a day of the calendar, or lies outside the years 0...9999.
    case date
    /// A link's address is empty, is not printable ASCII, or has no scheme of the allowed ones.
    case linkAddress(String)
    /// A link or an outline entry points to a page that does not exist.
    case missingPage(Int)
    /// Two embedded files have the same name, or a name or a media type is empty or malformed.
    case embeddedFile(String)
    /// An XMP property has a name that is not an XML name, or a reserved prefix; or a text of the metadata is
    /// longer than a PDF string may be (16,000 UTF-16 units).
    case metadata(String)
    /// zlib failed with this code (out of memory, or broken input).
    case compression(Int32)
    /// The file would pass a limit of PDF/A (8,388,607 objects) or of cross-reference tables (10 digits).
    case tooLarge
}

/// What is wrong with a font file.
public enum FontDefect: Hashable, Sendable {
    /// A read at this byte offset would leave the file or its table.
    case truncated(at: Int)
    /// The file is not TrueType with glyf outlines (CFF and collections are not read).
    case notTrueType
    /// A demanded table is missing.
    case missingTable(String)
    /// A table contradicts itself or another one.
    case malformed(String)
    /// OS/2 fsType forbids embedding or subsetting.
    case embeddingForbidden(fsType: Int)
    /// Composite glyphs are nested deeper than 8 levels or refer to themselves.
    case compositeDepth
    /// The PostScript name is missing or not printable ASCII.
    case name
    /// The library needs U+25A1 (or another sign) to stand for unknown characters.
    case noReplacementSign
}

/// What is wrong with an image file.
public enum ImageDefect: Hashable, Sendable {
    /// Neither PNG nor JPEG.
    case unknownFormat
    /// The data ends too early or a chunk is out of bounds.
    case truncated
    /// A field has a value its format does not allow.
    case malformed(String)
    /// Correct, but not taken here: interlaced PNG, CMYK or 12-bit JPEG, more than 25 megapixels.
    case unsupported(String)
}

/// Which rule of the structure tree was broken.
public enum StructureDefect: Hashable, Sendable {
    /// The element cannot stand in this parent (a cell outside a row, a row outside a table).
    case wrongParent
    /// Text or graphics were put directly into an element that may hold only elements.
    case contentNotAllowed
    /// A tag of another document, or an artifact, was used as an element.
    case unknownElement
    /// Headings must begin at level 1 and skip no level; levels are 1...6.
    case headingLevel
    /// The rows of a table do not have the same number of columns, spans counted (PDF/UA-1 7.2-42).
    case unequalRows
    /// A span is smaller than 1 or larger than 1,000.
    case span
    /// An item has a label in a list that says it has no marks (PDF/UA-1 7.6).
    case labelWithoutMarks
    /// A figure has no alternative text.
    case missingAlternative
    /// An alternative text is longer than a PDF string may be (16,000 UTF-16 units).
    case alternativeTooLong
    /// A link element has no link annotation, or an annotation was put on another kind of element.
    case linkWithoutTarget
}
