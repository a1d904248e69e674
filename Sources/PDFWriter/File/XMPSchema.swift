/// XMP properties of a schema that PDF/A does not know, with the description it demands (6.6.2.3).
public struct XMPSchema: Hashable, Sendable {
    /// One property with a text as its value.
    public struct Property: Hashable, Sendable {
        /// Its XML name.
        public var name: String
        /// Its value in this document.
        public var value: String
        /// What it means, for the schema's description.
        public var meaning: String

        /// A property by its parts.
        public init(name: String, value: String, meaning: String) {
            self.name = name
            self.value = value
            self.meaning = meaning
        }
    }

    /// The name of the schema for people.
    public var title: String
    /// The namespace address.
    public var namespace: String
    /// The prefix of its properties.
    public var prefix: String
    /// The properties in the order they are written.
    public var properties: [Property]

    /// A schema by its parts.
    public init(title: String, namespace: String, prefix: String, properties: [Property]) {
        self.title = title
        self.namespace = namespace
        self.prefix = prefix
        self.properties = properties
    }

    /// The schema of Factur-X and ZUGFeRD 2, which says what the embedded XML is.
    ///
    /// - Parameters:
    ///   - level: `MINIMUM`, `BASIC WL`, `BASIC`, `EN 16931`, `EXTENDED` or `XRECHNUNG`.
    ///   - fileName: the name of the embedded file: `factur-x.xml`, or `xrechnung.xml` for the level XRECHNUNG.
    public static func facturX(level: String, fileName: String = "factur-x.xml") -> XMPSchema {
        XMPSchema(
            title: "Factur-X PDFA Extension Schema",
            namespace: "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#", prefix: "fx",
            properties: [
                Property(name: "DocumentType", value: "INVOICE", meaning: "The type of the hybrid document"),
                Property(name: "DocumentFileName", value: fileName, meaning: "The name of the embedded XML"),
                Property(name: "Version", value: "1.0", meaning: "The version of the standard of the XML"),
                Property(name: "ConformanceLevel", value: level, meaning: "The conformance level of the XML"),
            ])
    }

    func check() throws(PDFError) {
        let reserved = ["pdf", "pdfaid", "pdfuaid", "dc", "xmp", "rdf", "x", "xml", "pdfaExtension"]
        guard !reserved.contains(prefix) else { throw .metadata(prefix) }
        for name in [prefix] + properties.map(\.name) {
            let bytes = Array(name.utf8)
            let isName = bytes.allSatisfy { byte in
                (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5F
            }
            guard isName, let first = bytes.first, first > 0x39 else { throw .metadata(name) }
        }
    }
}
