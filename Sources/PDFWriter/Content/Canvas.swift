/// The pen of one page: text, lines, areas and images, each with the ``Tag`` that says what it means.
///
/// Places are given from the upper left corner. Drawing does not throw: the first mistake (a coordinate out
/// of range, content in a table row) is kept and thrown by ``PDFDocument/finish()``, so layout code stays
/// free of error paths and no broken file can come out. Operators are written at once; what is open (a text
/// object, marked content) is closed by the pen itself, so nothing can be left unbalanced.
public struct Canvas: ~Copyable {
    /// The size of the page.
    public internal(set) var size = PageSize.a4
    let fonts: FontLibrary
    /// For each face the characters of the font prepared by the kit; an empty plan where there is none.
    let prepared: [SubsetPlan]
    let preparedASCII: ByStyle<PreparedASCII>
    let policy: MissingCharacterPolicy
    var plans: [SubsetPlan]
    var structure = StructureTree()
    var links: [LinkAnnotation] = []
    var pictures: [Picture] = []
    var replaced: [ReplacedCharacter] = []
    /// The page drawn on, counted from 0; -1 before the first.
    private(set) var page = -1
    private(set) var mistake: PDFError?
    var content = ByteBuffer(capacity: 16_384)
    var state = GraphicsState()
    private var firstOwner = 0
    private var firstLink = 0
    private var open: Tag?
    private var openedInText = false
    private var inText = false

    init(_ kit: DocumentKit) {
        fonts = kit.fonts
        prepared = kit.preparedPlans
        preparedASCII = kit.preparedASCII
        policy = kit.missingCharacters
        plans = kit.emptyPlans
    }

    /// The number of this page, counted from 1.
    public var pageNumber: Int { page + 1 }

    /// Adds an element to the structure tree, behind the elements and contents its parent has already.
    ///
    /// - Parameters:
    ///   - alternative: what the element says to those who cannot see it; demanded of figures.
    ///   - language: the language of the element where it differs from the document's (RFC 5646).
    public mutating func element(
        _ role: StructureRole, in parent: Tag = .document, alternative: String? = nil, language: String? = nil
    ) -> Tag {
        do throws(PDFError) {
            return try structure.add(role, in: parent, alternative: alternative, language: language)
        } catch {
            note(error)
            // What is drawn with it does no harm: finish() throws before anything leaves.
            return .artifact
        }
    }

    /// The current width of a text, as ``FontLibrary/width(of:_:size:)`` gives it.
    public func width(of text: String, _ style: TextStyle) -> Length {
        fonts.width(of: text, style.font, size: style.size)
    }

    /// Puts a link over an area of the page; its text is drawn apart, with the same tag.
    ///
    /// - Parameters:
    ///   - alternative: what the link leads to, in words (PDF/UA-1 7.18.5).
    ///   - tag: an element of the role ``StructureRole/link``.
    public mutating func link(to target: LinkTarget, over area: Rectangle, alternative: String, tag: Tag) {
        guard area.isDrawable else { return note(.outOfRange(page: pageNumber)) }
        do throws(PDFError) {
            try LinkAnnotation.check(target, page: pageNumber)
            guard !alternative.isEmpty else {
                throw .structure(.missingAlternative, element: "Link")
            }
            guard alternative.utf16.count <= ByteBuffer.longestText else {
                throw .structure(.alternativeTooLong, element: "Link")
            }
            try structure.addAnnotation(links.count, to: tag)
            links.append(
                LinkAnnotation(
                    target: target, page: page, box: size.pdfBox(of: area), alternative: alternative, tag: tag
                ))
        } catch {
            note(error)
        }
    }

    /// Keeps the first mistake.
    mutating func note(_ error: PDFError) {
        if mistake == nil { mistake = error }
    }

    mutating func beginPage(_ size: PageSize) {
        page += 1
        self.size = size
        state = GraphicsState()
        firstOwner = structure.owners.count
        firstLink = links.count
        content.removeAll()
        let sides = [size.width.thousandths, size.height.thousandths]
        if !sides.allSatisfy({ (3_000...14_400_000).contains($0) }) {
            note(.pageSize(page: pageNumber))
            // The drawing goes on for nothing, on a page it can be computed with.
            self.size = .a4
        }
    }

    /// Closes what is open and tells which marked contents and links are this page's.
    mutating func endPage() -> (owners: Range<Int>, links: Range<Int>) {
        leaveText()
        closeTag()
        return (firstOwner..<structure.owners.count, firstLink..<links.count)
    }

    /// Makes the pen ready for text operators of the tag.
    mutating func enterText(_ tag: Tag) {
        if inText, open == tag { return }
        if inText, !openedInText { leaveText() }
        if open != tag { closeTag() }
        if !inText {
            content.append("BT\n")
            inText = true
            state.linePosition = (0, 0)
        }
        if open != tag { openTag(tag) }
    }

    /// Makes the pen ready for path operators of the tag.
    mutating func enterGraphics(_ tag: Tag) {
        leaveText()
        if open == tag { return }
        closeTag()
        openTag(tag)
    }

    /// PDF's y of a distance from the upper edge.
    func flipped(_ y: Length) -> Int {
        size.height.thousandths - y.thousandths
    }

    private mutating func leaveText() {
        guard inText else { return }
        // Marked content begun in a text object must end in it (ISO 32000-1 14.6.1).
        if openedInText { closeTag() }
        content.append("ET\n")
        inText = false
    }

    private mutating func openTag(_ tag: Tag) {
        open = tag
        openedInText = inText
        if tag == .pagination {
            content.append("/Artifact<</Type/Pagination>>BDC\n")
            return
        }
        guard !tag.isArtifact else { return content.append("/Artifact BMC\n") }
        do throws(PDFError) {
            let id = try structure.addContent(of: tag, page: page, firstOwner: firstOwner)
            content.append(byte: 0x2F)
            content.append(structure.nodes[Int(tag.index)].role?.name ?? "Span")
            content.append("<</MCID ")
            content.append(decimal: id)
            content.append(">>BDC\n")
        } catch {
            note(error)
            content.append("/Artifact BMC\n")
        }
    }

    private mutating func closeTag() {
        guard open != nil else { return }
        content.append("EMC\n")
        open = nil
    }
}

/// What the operators so far have set; a page begins with PDF's own defaults.
struct GraphicsState {
    /// The font resource and size chosen last; -1 for none.
    var font = -1
    var fontSize = Length.zero
    var fillColor = Color.black
    var lineColor = Color.black
    var lineWidth = Length.points(1)
    var isDashed = false
    /// Whether letters are filled and outlined.
    var isThickened = false
    /// Whether no Latin letter was drawn since one that reads from right to left.
    var followsLeftwardText = false
    /// Where the line of text began, in PDF coordinates.
    var linePosition = (x: 0, y: 0)
}
