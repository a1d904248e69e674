/// What a document says about itself: in the Info dictionary, in XMP and in the catalog, always the same.
public struct DocumentMetadata: Sendable {
    /// The title, shown by viewers instead of the file's name; must not be empty.
    public var title: String
    /// The natural language of the text (RFC 5646), as `en-GB`.
    public var language: String
    /// Who issued the document.
    public var author: String?
    /// What it is about.
    public var subject: String?
    /// The program that asked for the document.
    public var creator: String?
    /// When the document was made; the clock is never read.
    public var created: PDFDate
    /// When it was changed last; its making, if nil.
    public var modified: PDFDate?
    /// What stays the same over all versions of the document, as "seller, invoice number": it names the
    /// document in the first half of the file's /ID.
    public var identifier: String
    /// XMP properties beyond the standard ones, with their schemas.
    public var extensions: [XMPSchema]

    /// Metadata with everything a conforming file needs.
    public init(
        title: String, language: String, created: PDFDate, identifier: String, author: String? = nil,
        subject: String? = nil, creator: String? = nil, modified: PDFDate? = nil, extensions: [XMPSchema] = []
    ) {
        self.title = title
        self.language = language
        self.created = created
        self.identifier = identifier
        self.author = author
        self.subject = subject
        self.creator = creator
        self.modified = modified
        self.extensions = extensions
    }

    static let producer = "Dueday PDFWriter"

    func check() throws(PDFError) {
        guard title.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw .missingTitle
        }
        guard LanguageTag.isValid(language) else { throw .language(language) }
        for text in [title, author, subject, creator] where text?.utf16.count ?? 0 > ByteBuffer.longestText {
            throw .metadata("text too long")
        }
        for schema in extensions { try schema.check() }
    }

    /// The Info dictionary.
    func writeInfo(_ entries: inout ByteBuffer) {
        entries.entry("Title", text: title)
        if let author { entries.entry("Author", text: author) }
        if let subject { entries.entry("Subject", text: subject) }
        if let creator { entries.entry("Creator", text: creator) }
        entries.entry("Producer", text: Self.producer)
        entries.append("/CreationDate")
        entries.append(date: created)
        entries.append("/ModDate")
        entries.append(date: modified ?? created)
    }
}
