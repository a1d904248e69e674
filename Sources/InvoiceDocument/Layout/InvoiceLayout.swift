import BillingCalendar
public import PDFWriter

/// Lays invoices out on pages.
///
/// One value serves all documents of a run, on all threads: it never changes. The same content gives the same
/// bytes; every date in the file is the content's.
public struct InvoiceLayout: Sendable {
    /// What may differ from seller to seller.
    public struct Options: Sendable, Hashable {
        /// The paper; the one of the buyer's country where it is nil.
        public var pageSize: PageSize?
        /// Colours and sizes.
        public var theme: InvoiceTheme
        /// The seller's own words at the end, as bank details.
        public var note: String?

        /// Options by their values.
        public init(pageSize: PageSize? = nil, theme: InvoiceTheme = InvoiceTheme(), note: String? = nil) {
            self.pageSize = pageSize
            self.theme = theme
            self.note = note
        }
    }

    private let kit: DocumentKit
    private let options: Options

    /// A layout with the fonts and the PDF profile of a kit.
    public init(kit: DocumentKit, options: Options = Options()) {
        self.kit = kit
        self.options = options
    }

    /// The document of a content.
    ///
    /// - Parameter attachments: files to embed, as the XML of an e-invoice, with the XMP that announces them.
    /// - Throws: ``DocumentError/pdf(_:)``; characters that no font has are no error but reported.
    public func render(
        _ content: DocumentContent, attachments: [EmbeddedFile] = [], extensions: [XMPSchema] = []
    ) throws(DocumentError) -> RenderedInvoice {
        do throws(PDFError) {
            let finished = try draw(content, attachments, extensions)
            return RenderedInvoice(
                bytes: finished.bytes, pageCount: finished.pageCount, replacedCharacters: finished.replaced)
        } catch {
            throw .pdf(error)
        }
    }

    private func draw(
        _ content: DocumentContent, _ attachments: [EmbeddedFile], _ extensions: [XMPSchema]
    ) throws(PDFError) -> FinishedPDF {
        let letter = CountryFacts.letterPaper.contains(content.buyer.country)
        let sheet = Sheet(size: options.pageSize ?? (letter ? .letter : .a4))
        let context = LayoutContext(content: content, fonts: kit.fonts, theme: options.theme, sheet: sheet)
        let letterhead = Letterhead(context)
        var flow = Flow(
            sections: [
                LineTable(context), SumsTable(context), TaxTableSection(context),
                Remarks(context, note: options.note),
            ])
        let pages = Pagination(
            boxes: flow.boxes, sections: flow.rules, firstHeight: sheet.bottom - letterhead.bottom,
            laterHeight: sheet.bottom - sheet.laterTop
        ).pages()

        var document = try PDFDocument(kit: kit, metadata: metadata(of: content, extensions))
        for attachment in attachments { document.attach(attachment) }
        for (index, slice) in pages.enumerated() {
            document.page(sheet.size) { canvas in
                if index == 0 { letterhead.draw(on: &canvas) }
                flow.draw(slice, y: index == 0 ? letterhead.bottom : sheet.laterTop, on: &canvas)
                PageFurniture(context: context).draw(pageCount: pages.count, on: &canvas)
            }
        }
        return try document.finish()
    }

    private func metadata(
        of content: DocumentContent, _ extensions: [XMPSchema]
    ) throws(PDFError) -> DocumentMetadata {
        let moment = Zone.utc.local(content.issuedAt)
        let date = moment.date
        return DocumentMetadata(
            title: content.title, language: content.texts.language,
            created: try PDFDate(
                year: date.year, month: date.month, day: date.day, hour: moment.secondOfDay / 3600,
                minute: moment.secondOfDay / 60 % 60, second: moment.secondOfDay % 60),
            identifier: "\(content.sellerID), \(content.title)", author: content.seller.name,
            creator: "Dueday", extensions: extensions)
    }
}

/// A document, and what its reader should be told about it.
public struct RenderedInvoice: Sendable {
    /// The file.
    public let bytes: [UInt8]
    /// Number of pages.
    public let pageCount: Int
    /// Characters that no font has, each drawn as a box: a fallback font is missing, or somebody typed rubbish.
    public let replacedCharacters: [ReplacedCharacter]
}
