import Billing
import BillingCalendar
import PDFWriter

/// A document as it is sent: the pages, the electronic invoice in or beside them, and what should be looked at.
public struct DocumentBundle: Sendable {
    /// The pages, with what is embedded.
    public var pages: RenderedInvoice
    /// The XML that is sent beside the pages, where the buyer takes one.
    public var xml: [UInt8]?
    /// One sentence each: characters without a glyph, an electronic invoice that lacks something.
    public var remarks: [String]
}

extension InvoiceLayout {
    /// Makes the pages and the electronic invoice of a content.
    ///
    /// What keeps the electronic invoice from being made is a remark by its name, and the pages are made without it: an
    /// invoice is owed to its buyer in any case.
    ///
    /// - Throws: ``DocumentError/pdf(_:)``.
    public func bundle(
        _ content: DocumentContent, _ choice: EInvoiceChoice
    ) throws(DocumentError) -> DocumentBundle {
        var remarks: [String] = []
        var attachments: [EmbeddedFile] = []
        var extensions: [XMPSchema] = []
        if let profile = choice.embedded {
            do throws(DocumentError) {
                let attachment = try embedded(content, profile)
                attachments.append(attachment.file)
                extensions.append(attachment.schema)
            } catch {
                remarks.append("\(content.title): \(error)")
            }
        }
        var xml: [UInt8]?
        if let beside = choice.beside {
            do throws(DocumentError) {
                xml = try Self.xml(content, beside)
            } catch {
                let remark = "\(content.title): \(error)"
                if !remarks.contains(remark) { remarks.append(remark) }
            }
        }
        let pages = try render(content, attachments: attachments, extensions: extensions)
        return DocumentBundle(
            pages: pages, xml: xml, remarks: remarks + pages.remarks(of: content.number))
    }

    /// The XML of a content in one of the two syntaxes.
    ///
    /// - Throws: as ``FacturX/xml(_:profile:)``.
    public static func xml(
        _ content: DocumentContent, _ form: EInvoiceChoice.Beside
    ) throws(DocumentError) -> [UInt8] {
        switch form {
        case .cii(let profile): try FacturX.xml(content, profile: profile)
        case .ubl(let profile): try UBL.xml(content, profile: profile)
        }
    }

    private func embedded(
        _ content: DocumentContent, _ profile: EInvoiceProfile
    ) throws(DocumentError) -> (file: EmbeddedFile, schema: XMPSchema) {
        let xml = try FacturX.xml(content, profile: profile)
        let modified: PDFDate
        do throws(PDFError) {
            modified = try PDFDate(content.issuedAt)
        } catch {
            throw .pdf(error)
        }
        // In France the data are what counts (FNFE-MPE); the German habit is "alternative".
        let isFrench = content.seller.country == "FR" || content.buyer.country == "FR"
        return FacturX.attachment(
            xml, profile: profile, modified: modified, relationship: isFrench ? .data : .alternative)
    }
}

extension RenderedInvoice {
    /// The characters that no font has, and what to do; empty when every character is shown.
    public func remarks(of document: String) -> [String] {
        if replacedCharacters.isEmpty { return [] }
        let named = replacedCharacters.prefix(8).map { replaced in
            let code = String(replaced.character.value, radix: 16, uppercase: true)
            let padding = String(repeating: "0", count: max(0, 4 - code.count))
            let properties = replaced.character.properties
            let isVisible = properties.generalCategory != .control && !properties.isNoncharacterCodePoint
            return (isVisible ? "\(replaced.character) " : "") + "U+\(padding)\(code)"
        }
        let more = replacedCharacters.count > 8 ? " and \(replacedCharacters.count - 8) more" : ""
        return [
            "the document of \(document) shows □ for \(named.joined(separator: ", "))\(more): no font here has"
                + " them; install one of Debian's fonts-* packages or name a font in documents.fonts"
        ]
    }
}

extension PDFDate {
    /// An instant in UTC.
    init(_ instant: Instant) throws(PDFError) {
        let moment = Zone.utc.local(instant)
        try self.init(
            year: moment.date.year, month: moment.date.month, day: moment.date.day,
            hour: moment.secondOfDay / 3600, minute: moment.secondOfDay / 60 % 60,
            second: moment.secondOfDay % 60)
    }
}
