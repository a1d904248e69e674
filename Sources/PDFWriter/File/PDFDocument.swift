/// A document being made: structure, pages, attachments, and at the end the bytes of the file.
///
/// ```swift
/// var document = try PDFDocument(kit: kit, metadata: metadata)
/// let title = document.element(.heading(1))
/// document.page(.a4) { canvas in
///     canvas.text("Invoice 4711", at: Point(x: .points(72), y: .points(72)),
///         style: TextStyle(.bold, size: .points(18)), tag: title)
/// }
/// let file = try document.finish()
/// ```
///
/// Only ``init(kit:metadata:)`` and ``finish()`` throw: mistakes made in between are kept, and the first one
/// is thrown at the end, before any bytes come out.
public struct PDFDocument: ~Copyable {
    private var canvas: Canvas
    private var body: ObjectBody
    private var pages: [PageRecord] = []
    private var files: [EmbeddedFile] = []
    private var outline = Outline()
    private let kit: DocumentKit
    private let metadata: DocumentMetadata

    /// Begins a document.
    ///
    /// - Throws: ``PDFError/missingTitle``, ``PDFError/language(_:)``, ``PDFError/metadata(_:)``.
    public init(kit: DocumentKit, metadata: DocumentMetadata) throws(PDFError) {
        try metadata.check()
        body = try ObjectBody(
            prefix: kit.prefix, prefixHash: kit.prefixHash, places: kit.prefixPlaces,
            compression: kit.compression, form: kit.form)
        canvas = Canvas(kit)
        self.kit = kit
        self.metadata = metadata
    }

    /// Adds an element to the structure tree; see ``Canvas/element(_:in:alternative:language:)``.
    public mutating func element(
        _ role: StructureRole, in parent: Tag = .document, alternative: String? = nil, language: String? = nil
    ) -> Tag {
        canvas.element(role, in: parent, alternative: alternative, language: language)
    }

    /// Adds a page and draws it. The page is compressed and laid down at once; only its bytes are kept.
    public mutating func page<Failure: Error>(
        _ size: PageSize, _ draw: (inout Canvas) throws(Failure) -> Void
    ) throws(Failure) {
        canvas.beginPage(size)
        do throws(Failure) {
            try draw(&canvas)
        } catch {
            canvas.note(.unfinishedPage(canvas.pageNumber))
            throw error
        }
        let (owners, links) = canvas.endPage()
        let contents = body.reserve()
        do throws(PDFError) {
            try canvas.content.withBytes { content throws(PDFError) in
                try body.writeStream(contents, content, .page)
            }
        } catch {
            canvas.note(error)
        }
        let reference = body.reserve()
        pages.append(
            PageRecord(reference: reference, contents: contents, size: size, owners: owners, links: links))
    }

    /// Embeds a file and lists it as associated with the document.
    public mutating func attach(_ file: EmbeddedFile) {
        do throws(PDFError) {
            try file.check()
            guard !files.contains(where: { $0.name == file.name }) else { throw .embeddedFile(file.name) }
            files.append(file)
        } catch {
            canvas.note(error)
        }
    }

    /// Adds an entry to the outline, in reading order.
    ///
    /// - Parameters:
    ///   - level: 1 for the uppermost; no level is skipped on the way down.
    ///   - page: the page it leads to, counted from 1; it may be added later.
    ///   - top: distance from the upper edge of the page.
    public mutating func outline(_ title: String, level: Int = 1, page: Int, top: Length = .zero) {
        do throws(PDFError) {
            guard top.isDrawable else { throw .outOfRange(page: page) }
            guard title.utf16.count <= ByteBuffer.longestText else {
                throw .metadata("outline title too long")
            }
            try outline.add(Outline.Entry(title: title, level: level, page: page, top: top))
        } catch {
            canvas.note(error)
        }
    }

    /// Ends the document.
    ///
    /// - Throws: the first mistake made since the document was begun; the rules of the structure tree that can
    ///   only be judged at the end; ``PDFError/noPages``.
    public consuming func finish() throws(PDFError) -> FinishedPDF {
        try checkWhole()
        let fonts = try writeFonts()
        let resources = writeResources(fonts)
        let pageTree = body.reserve()
        let annotations = writeAnnotations()
        writePages(pageTree, resources, annotations)
        let structure = StructureWriter(
            tree: canvas.structure, pages: pages, annotations: canvas.links, annotationObjects: annotations)
        var catalog = Catalog(pages: pageTree, structure: structure.write(to: &body))
        for file in files.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
            catalog.files.append((file.name, try file.write(to: &body)))
        }
        if !outline.entries.isEmpty { catalog.outline = outline.write(to: &body, pages: pages) }
        catalog.metadata = body.reserve()
        body.writeEncodedStream(
            catalog.metadata, XMPPacket(metadata, profile: kit.profile).bytes, filter: nil
        ) { entries in
            entries.append("/Type/Metadata/Subtype/XML")
        }
        let root = body.add { buffer in
            buffer.dictionary {
                catalog.write(to: &$0, language: metadata.language, intent: kit.outputProfile)
            }
        }
        let info = body.add { buffer in buffer.dictionary { metadata.writeInfo(&$0) } }
        let identity = ContentHash(of: Array(metadata.identifier.utf8))
        let bytes = try body.finish { trailer, content in
            trailer.entry("Root", reference: root)
            trailer.entry("Info", reference: info)
            trailer.array("ID") { id in
                id.append(hexString: identity.bytes)
                id.append(hexString: content.bytes)
            }
        }
        return FinishedPDF(bytes: bytes, pageCount: pages.count, replaced: canvas.replaced)
    }

    private borrowing func checkWhole() throws(PDFError) {
        if let mistake = canvas.mistake { throw mistake }
        if pages.isEmpty { throw .noPages }
        for link in canvas.links {
            if case .page(let number, _) = link.target, !(1...pages.count).contains(number) {
                throw .missingPage(number)
            }
        }
        for entry in outline.entries where !(1...pages.count).contains(entry.page) {
            throw .missingPage(entry.page)
        }
        try canvas.structure.checkWhole()
    }

    /// The font resources: the prepared ones, and the document's own subsets.
    private mutating func writeFonts() throws(PDFError) -> [(resource: Int, font: ObjectReference)] {
        var fonts: [(resource: Int, font: ObjectReference)] = []
        for index in canvas.plans.indices {
            if let shared = kit.prepared[index] { fonts.append((index * 2, shared.reference)) }
            let plan = canvas.plans[index]
            if plan.isEmpty { continue }
            let font = EmbeddedFont(
                face: kit.fonts.faces[index], plan: plan, compositions: kit.fonts.compositions)
            fonts.append((index * 2 + 1, try font.write(to: &body)))
        }
        return fonts
    }

    private mutating func writeResources(_ fonts: [(resource: Int, font: ObjectReference)]) -> ObjectReference
    {
        let images = canvas.pictures.map { $0.write(to: &body) }
        return body.add { buffer in
            buffer.dictionary { entries in
                entries.dictionary("Font") { dictionary in
                    for (resource, font) in fonts {
                        dictionary.append("/F")
                        dictionary.append(decimal: resource)
                        dictionary.append(byte: 0x20)
                        dictionary.append(font)
                    }
                }
                guard !images.isEmpty else { return }
                entries.dictionary("XObject") { dictionary in
                    for (number, image) in images.enumerated() {
                        dictionary.append("/I")
                        dictionary.append(decimal: number)
                        dictionary.append(byte: 0x20)
                        dictionary.append(image)
                    }
                }
            }
        }
    }

    private mutating func writeAnnotations() -> [ObjectReference] {
        let pages = pages
        return canvas.links.enumerated().map { index, link in
            body.add { buffer in
                buffer.dictionary { link.write(to: &$0, pages: pages, parentKey: pages.count + index) }
            }
        }
    }

    private mutating func writePages(
        _ tree: ObjectReference, _ resources: ObjectReference, _ annotations: [ObjectReference]
    ) {
        for (index, page) in pages.enumerated() {
            body.write(page.reference) { buffer in
                buffer.dictionary { entries in
                    entries.entry("Type", name: "Page")
                    entries.entry("Parent", reference: tree)
                    entries.entry(
                        "MediaBox", box: [0, 0, page.size.width.thousandths, page.size.height.thousandths])
                    entries.entry("Resources", reference: resources)
                    entries.entry("Contents", reference: page.contents)
                    entries.entry("StructParents", integer: index)
                    if !page.links.isEmpty {
                        entries.entry("Tabs", name: "S")
                        entries.entry("Annots", references: annotations[page.links])
                    }
                }
            }
        }
        let kids = pages.map(\.reference)
        body.write(tree) { buffer in
            buffer.dictionary { entries in
                entries.entry("Type", name: "Pages")
                entries.entry("Count", integer: kids.count)
                entries.entry("Kids", references: kids)
            }
        }
    }
}
