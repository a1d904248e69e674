/// A file carried inside the PDF (PDF/A-3 6.8), as the XML of an electronic invoice.
public struct EmbeddedFile: Sendable {
    /// How the file relates to the document (ISO 19005-3 annex E).
    public enum Relationship: Hashable, Sendable {
        /// The same content in another form: the usual one for Factur-X in Germany.
        case alternative
        /// The data from which the document was made.
        case data
        /// The original from which the document was made.
        case source
        /// An addition to the document.
        case supplement
        /// None of these.
        case unspecified

        var name: StaticString {
            switch self {
            case .alternative: "Alternative"
            case .data: "Data"
            case .source: "Source"
            case .supplement: "Supplement"
            case .unspecified: "Unspecified"
            }
        }
    }

    /// Its name: printable ASCII without / and \.
    public var name: String
    /// Its media type, as `text/xml`.
    public var mediaType: String
    /// What it is, in words.
    public var summary: String
    /// Its contents.
    public var bytes: [UInt8]
    /// How it relates to the document.
    public var relationship: Relationship
    /// When it was changed last.
    public var modified: PDFDate

    /// A file by its parts.
    public init(
        name: String, mediaType: String, summary: String, bytes: [UInt8], relationship: Relationship,
        modified: PDFDate
    ) {
        self.name = name
        self.mediaType = mediaType
        self.summary = summary
        self.bytes = bytes
        self.relationship = relationship
        self.modified = modified
    }

    func check() throws(PDFError) {
        let plainName = name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x2F && $0 != 0x5C }
        guard plainName, (1...255).contains(name.utf8.count) else { throw .embeddedFile(name) }
        guard summary.utf16.count <= ByteBuffer.longestText else { throw .embeddedFile(name) }
        let parts = mediaType.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
        let plainType = mediaType.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && mediaType.utf8.count <= 100
        guard parts.count == 2, plainType, parts.allSatisfy({ !$0.isEmpty }) else {
            throw .embeddedFile(mediaType)
        }
    }

    /// - Returns: the file specification, for the name tree and the list of associated files.
    func write(to body: inout ObjectBody) throws(PDFError) -> ObjectReference {
        let stream = body.reserve()
        let isMarkup = mediaType == "text/xml" || mediaType.hasSuffix("+xml")
        try body.writeStream(stream, bytes, isMarkup ? .markup : nil) { entries in
            entries.entry("Type", name: "EmbeddedFile")
            entries.append(name: "Subtype")
            entries.append(escapedName: mediaType)
            entries.dictionary("Params") { parameters in
                parameters.append(name: "ModDate")
                parameters.append(date: modified)
                parameters.entry("Size", integer: bytes.count)
            }
        }
        return body.add { buffer in
            buffer.dictionary { entries in
                entries.entry("Type", name: "Filespec")
                entries.entry("F", text: name)
                entries.entry("UF", text: name)
                entries.entry("AFRelationship", name: relationship.name)
                if !summary.isEmpty { entries.entry("Desc", text: summary) }
                entries.dictionary("EF") { files in
                    files.entry("F", reference: stream)
                    files.entry("UF", reference: stream)
                }
            }
        }
    }
}
