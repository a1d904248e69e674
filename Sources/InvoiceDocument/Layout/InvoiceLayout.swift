public import Billing
public import PDFWriter

/// Lays invoices out on pages.
///
/// One value serves all documents of a run, on all threads: it never changes. The same content gives the same
/// bytes; every date in the file is the content's.
public struct InvoiceLayout: Sendable {
    /// What may differ from seller to seller.
    public struct Options: Sendable {
        /// The paper; the one of the buyer's country where it is nil.
        public var pageSize: PageSize?
        /// Colours and sizes.
        public var theme: InvoiceTheme
        /// The seller's picture at the head.
        public var logo: PDFImage?

        /// Options by their values.
        public init(pageSize: PageSize? = nil, theme: InvoiceTheme = InvoiceTheme(), logo: PDFImage? = nil) {
            self.pageSize = pageSize
            self.theme = theme
            self.logo = logo
        }

        /// What the seller wants.
        public init(_ seller: SellerInvoicing, logo: PDFImage? = nil) {
            let size: PageSize? =
                switch seller.paper {
                case .a4: .a4
                case .letter: .letter
                case nil: nil
                }
            let accent = seller.accent.map { Color.rgb($0.red, $0.green, $0.blue) }
            self.init(
                pageSize: size, theme: accent.map(InvoiceTheme.init(accent:)) ?? InvoiceTheme(), logo: logo)
        }
    }

    private let kit: DocumentKit
    private let options: Options

    /// A layout with the fonts and the PDF profile of a kit.
    public init(kit: DocumentKit, options: Options = Options()) {
        self.kit = kit
        self.options = options
    }

    /// The document of an invoice or a credit note.
    ///
    /// - Parameter attachments: files to embed, as the XML of an e-invoice, with the XMP that announces them.
    /// - Throws: ``DocumentError/pdf(_:)``; characters that no font has are no error but reported.
    public func render(
        _ content: DocumentContent, attachments: [EmbeddedFile] = [], extensions: [XMPSchema] = []
    ) throws(DocumentError) -> RenderedInvoice {
        let context = InvoiceContext(
            content: content, fonts: kit.fonts, options: options, sheet: sheet(for: content.buyer))
        // The Swiss payment part is A4 by its scheme.
        var part = SwissPaymentPart(context)
        if part != nil, context.sheet.size != .a4 {
            part = SwissPaymentPart(
                InvoiceContext(
                    content: content, fonts: kit.fonts, options: options, sheet: Sheet(size: .a4)))
        }
        let sections: [any FlowSection] = [
            LineTable(context), SumsTable(context), TaxTableSection(context), PaymentSection(context),
            UsageAppendix(context),
        ]
        return try render(context, sections, part, attachments, extensions)
    }

    /// A statement of account or a receipt.
    ///
    /// - Throws: as ``render(_:attachments:extensions:)``.
    public func render(_ content: StatementContent) throws(DocumentError) -> RenderedInvoice {
        let context = LayoutContext(
            head: DocumentHead(content), fonts: kit.fonts, options: options, sheet: sheet(for: content.buyer))
        return try render(context, [EntryTable(context, content)], nil, [], [])
    }

    private func sheet(for buyer: DocumentParty) -> Sheet {
        let isLetter = CountryFacts.letterPaper.contains(buyer.country)
        return Sheet(size: options.pageSize ?? (isLetter ? .letter : .a4))
    }

    private func render(
        _ context: LayoutContext, _ sections: [any FlowSection], _ part: SwissPaymentPart?,
        _ attachments: [EmbeddedFile], _ extensions: [XMPSchema]
    ) throws(DocumentError) -> RenderedInvoice {
        do throws(PDFError) {
            let finished = try draw(context, Flow(sections: sections), part, attachments, extensions)
            return RenderedInvoice(
                bytes: finished.bytes, pageCount: finished.pageCount, replacedCharacters: finished.replaced)
        } catch {
            throw .pdf(error)
        }
    }

    private func draw(
        _ context: LayoutContext, _ flow: Flow, _ part: SwissPaymentPart?, _ attachments: [EmbeddedFile],
        _ extensions: [XMPSchema]
    ) throws(PDFError) -> FinishedPDF {
        let sheet = context.sheet
        let letterhead = Letterhead(context)
        var flow = flow
        let pages = Pagination(
            boxes: flow.boxes, sections: flow.rules, firstHeight: sheet.bottom - letterhead.bottom,
            laterHeight: sheet.bottom - sheet.laterTop
        ).pages()
        func top(_ index: Int) -> Length { index == 0 ? letterhead.bottom : sheet.laterTop }
        // The payment part has the foot of a page for itself: the last one's where it is free.
        let end = flow.end(of: pages[pages.count - 1], y: top(pages.count - 1))
        let foot = Length.points(44) + PageFurniture(context: context).footDepth
        let isFree = end <= sheet.size.height - SwissPaymentPart.height - foot
        let isPartAlone = part != nil && (sheet.size != .a4 || !isFree)
        let pageCount = pages.count + (isPartAlone ? 1 : 0)

        var document = try PDFDocument(kit: kit, metadata: metadata(of: context.head, extensions))
        for attachment in attachments { document.attach(attachment) }
        for index in 0..<pageCount {
            let carriesPart = part != nil && index == pageCount - 1
            document.page(carriesPart ? .a4 : sheet.size) { canvas in
                if index == 0 { letterhead.draw(on: &canvas) }
                if index < pages.count { flow.draw(pages[index], y: top(index), on: &canvas) }
                var furniture = PageFurniture(context: context)
                if carriesPart, let part {
                    part.draw(on: &canvas)
                    furniture.foot =
                        PageSize.a4.height - SwissPaymentPart.height - .points(20) - furniture.footDepth
                }
                furniture.draw(pageCount: pageCount, on: &canvas)
            }
        }
        return try document.finish()
    }

    private func metadata(
        of head: DocumentHead, _ extensions: [XMPSchema]
    ) throws(PDFError) -> DocumentMetadata {
        DocumentMetadata(
            title: head.title, language: head.texts.language, created: try PDFDate(head.issuedAt),
            identifier: "\(head.sellerID), \(head.title)", author: head.seller.name,
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
