import Billing
import BillingCalendar
public import PDFWriter

/// Electronic invoices in UN/CEFACT's Cross Industry Invoice, as Factur-X, ZUGFeRD and XRechnung use it.
public enum FacturX {
    /// The XML of an invoice; the same content gives the same bytes.
    ///
    /// - Throws: ``DocumentError/notRepresentable(_:)`` for what EN 16931 has no words for (previews, three
    ///   decimals, several taxes on one line), ``DocumentError/missing(_:)`` for what the profile demands.
    public static func xml(
        _ content: DocumentContent, profile: EInvoiceProfile
    ) throws(DocumentError) -> [UInt8] {
        var writer = XMLWriter()
        CrossIndustryInvoice(model: try EInvoiceModel(content, profile: profile))
            .write(to: &writer)
        return writer.bytes
    }

    /// The file to embed into the PDF, and the metadata that announces it.
    ///
    /// - Parameter relationship: `.alternative` is the German habit; France takes `.data` too.
    public static func attachment(
        _ xml: [UInt8], profile: EInvoiceProfile, modified: PDFDate,
        relationship: EmbeddedFile.Relationship = .alternative
    ) -> (file: EmbeddedFile, schema: XMPSchema) {
        let (fileName, level) = profile.attachment
        let file = EmbeddedFile(
            name: fileName, mediaType: "text/xml", summary: "Invoice as XML (\(level))", bytes: xml,
            relationship: relationship, modified: modified)
        return (file, .facturX(level: level, fileName: fileName))
    }
}
