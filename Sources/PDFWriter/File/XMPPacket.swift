/// The XMP packet: the same facts as the Info dictionary, the conformance claims, the extension schemas.
///
/// It is written without compression, so that tools find it by scanning.
struct XMPPacket: ~Copyable {
    private var buffer = ByteBuffer(capacity: 6_144)

    init(_ metadata: DocumentMetadata, profile: PDFProfile) {
        buffer.append("<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n")
        buffer.append("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n")
        buffer.append("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n")
        writeStandard(metadata)
        writeClaims(profile)
        for schema in metadata.extensions { write(schema) }
        var described = metadata.extensions
        if profile == .archiveAndAccessible { described.append(Self.accessibilitySchema) }
        if !described.isEmpty { describe(described) }
        buffer.append("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
    }

    var bytes: [UInt8] { buffer.bytes }

    /// PDF/A-3 does not know pdfuaid and wants it described as well.
    private static let accessibilitySchema = XMPSchema(
        title: "PDF/UA identification schema", namespace: "http://www.aiim.org/pdfua/ns/id/",
        prefix: "pdfuaid",
        properties: [XMPSchema.Property(name: "part", value: "1", meaning: "Part of PDF/UA that is met")])

    private mutating func writeStandard(_ metadata: DocumentMetadata) {
        buffer.append("<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"")
        buffer.append(
            " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n")
        buffer.append("<dc:format>application/pdf</dc:format>\n")
        writeAlternatives("dc:title", metadata.title)
        if let author = metadata.author {
            buffer.append("<dc:creator><rdf:Seq><rdf:li>")
            escape(author)
            buffer.append("</rdf:li></rdf:Seq></dc:creator>\n")
        }
        if let subject = metadata.subject { writeAlternatives("dc:description", subject) }
        buffer.append("<dc:language><rdf:Bag><rdf:li>")
        escape(metadata.language)
        buffer.append("</rdf:li></rdf:Bag></dc:language>\n<xmp:CreateDate>")
        buffer.append(xmpDate: metadata.created)
        buffer.append("</xmp:CreateDate>\n<xmp:ModifyDate>")
        buffer.append(xmpDate: metadata.modified ?? metadata.created)
        buffer.append("</xmp:ModifyDate>\n")
        if let creator = metadata.creator { writeElement("xmp:CreatorTool", creator) }
        writeElement("pdf:Producer", DocumentMetadata.producer)
        buffer.append("</rdf:Description>\n")
    }

    private mutating func writeClaims(_ profile: PDFProfile) {
        guard let level = profile.archiveLevel else { return }
        buffer.append("<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n")
        buffer.append("<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>")
        buffer.append(level)
        buffer.append("</pdfaid:conformance>\n</rdf:Description>\n")
        if profile == .archiveAndAccessible { write(Self.accessibilitySchema) }
    }

    private mutating func write(_ schema: XMPSchema) {
        buffer.append("<rdf:Description rdf:about=\"\" xmlns:")
        buffer.append(utf8: schema.prefix)
        buffer.append("=\"")
        escape(schema.namespace)
        buffer.append("\">\n")
        for property in schema.properties {
            buffer.append(byte: 0x3C)
            writeName(property, of: schema)
            buffer.append(byte: 0x3E)
            escape(property.value)
            buffer.append("</")
            writeName(property, of: schema)
            buffer.append(">\n")
        }
        buffer.append("</rdf:Description>\n")
    }

    private mutating func writeName(_ property: XMPSchema.Property, of schema: XMPSchema) {
        buffer.append(utf8: schema.prefix)
        buffer.append(byte: 0x3A)
        buffer.append(utf8: property.name)
    }

    private mutating func describe(_ schemas: [XMPSchema]) {
        buffer.append(
            """
            <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
            xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
            xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas><rdf:Bag>

            """)
        for schema in schemas {
            buffer.append("<rdf:li rdf:parseType=\"Resource\">\n")
            writeElement("pdfaSchema:schema", schema.title)
            writeElement("pdfaSchema:namespaceURI", schema.namespace)
            writeElement("pdfaSchema:prefix", schema.prefix)
            buffer.append("<pdfaSchema:property><rdf:Seq>\n")
            for property in schema.properties {
                buffer.append("<rdf:li rdf:parseType=\"Resource\">")
                writeElement("pdfaProperty:name", property.name)
                writeElement(
                    "pdfaProperty:valueType", schema.prefix == "pdfuaid" ? "Integer" : "Text")
                writeElement(
                    "pdfaProperty:category", schema.prefix == "pdfuaid" ? "internal" : "external")
                writeElement("pdfaProperty:description", property.meaning)
                buffer.append("</rdf:li>\n")
            }
            buffer.append("</rdf:Seq></pdfaSchema:property>\n</rdf:li>\n")
        }
        buffer.append("</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n")
    }

    private mutating func writeAlternatives(_ name: StaticString, _ value: String) {
        buffer.append(byte: 0x3C)
        buffer.append(name)
        buffer.append("><rdf:Alt><rdf:li xml:lang=\"x-default\">")
        escape(value)
        buffer.append("</rdf:li></rdf:Alt></")
        buffer.append(name)
        buffer.append(">\n")
    }

    private mutating func writeElement(_ name: StaticString, _ value: String) {
        buffer.append(byte: 0x3C)
        buffer.append(name)
        buffer.append(byte: 0x3E)
        escape(value)
        buffer.append("</")
        buffer.append(name)
        buffer.append(">\n")
    }

    /// XML text; characters that XML 1.0 does not allow are left out.
    private mutating func escape(_ text: String) {
        if text.utf8.allSatisfy(Self.isPlain) { return buffer.append(utf8: text) }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": buffer.append("&amp;")
            case "<": buffer.append("&lt;")
            case ">": buffer.append("&gt;")
            case "\"": buffer.append("&quot;")
            case "\t", "\n", "\r": buffer.append(byte: 0x20)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": break
            default: buffer.append(utf8: String(scalar))
            }
        }
    }

    /// ASCII that stands for itself.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != 0x26 && byte != 0x3C && byte != 0x3E && byte != 0x22
    }
}
