/// The elements of a document and where their content stands, in flat arrays.
struct StructureTree {
    struct Node {
        let role: StructureRole?
        let parent: Int32
        fileprivate(set) var firstKid: Int32 = -1
        fileprivate(set) var lastKid: Int32 = -1
        /// Index in `texts`, or -1.
        let texts: Int32
    }

    /// What an element holds, in reading order.
    enum Kid {
        case element(Int32)
        /// Content of a page (numbered from 0) by its marked-content id.
        case content(page: Int32, id: Int32)
        /// A link annotation by its index in the document.
        case annotation(Int32)
    }

    struct Texts {
        let alternative: String?
        let language: String?
    }

    private(set) var nodes: [Node] = [Node(role: nil, parent: -1, texts: -1)]
    private(set) var texts: [Texts] = []
    /// The area of each figure, as (page, rectangle) of its first page.
    private(set) var figureAreas: [Int32: (page: Int32, area: Rectangle)] = [:]
    private var kids: [(kid: Kid, next: Int32)] = []
    /// Owner element of each marked-content id, all pages one after the other.
    private(set) var owners: [Int32] = []

    /// Adds an element behind the kids its parent has already.
    mutating func add(
        _ role: StructureRole, in parent: Tag, alternative: String?, language: String?
    ) throws(PDFError) -> Tag {
        let name = "\(role.name)"
        guard parent.index >= 0, parent.index < nodes.count else {
            throw .structure(.unknownElement, element: name)
        }
        guard role.mayStand(in: nodes[Int(parent.index)].role) else {
            throw .structure(.wrongParent, element: name)
        }
        try Self.checkNumbers(of: role)
        if role == .figure, alternative?.isEmpty ?? true {
            throw .structure(.missingAlternative, element: name)
        }
        if alternative?.utf16.count ?? 0 > ByteBuffer.longestText {
            throw .structure(.alternativeTooLong, element: name)
        }
        if let language, !LanguageTag.isValid(language) { throw .language(language) }
        var texts: Int32 = -1
        if alternative != nil || language != nil {
            texts = Int32(self.texts.count)
            self.texts.append(Texts(alternative: alternative, language: language))
        }
        let index = Int32(nodes.count)
        nodes.append(Node(role: role, parent: parent.index, texts: texts))
        append(.element(index), to: parent.index)
        return Tag(index: index)
    }

    /// The next marked-content id of a page for content of the element.
    mutating func addContent(of tag: Tag, page: Int, firstOwner: Int) throws(PDFError) -> Int {
        guard tag.index < nodes.count else { throw .structure(.unknownElement, element: "content") }
        guard let role = nodes[Int(tag.index)].role else {
            throw .structure(.contentNotAllowed, element: "Document")
        }
        guard role.holdsContent else { throw .structure(.contentNotAllowed, element: "\(role.name)") }
        let id = owners.count - firstOwner
        owners.append(tag.index)
        append(.content(page: Int32(page), id: Int32(id)), to: tag.index)
        return id
    }

    /// Ties a link annotation to its element.
    mutating func addAnnotation(_ index: Int, to tag: Tag) throws(PDFError) {
        guard tag.index > 0, tag.index < nodes.count, nodes[Int(tag.index)].role == .link else {
            throw .structure(.linkWithoutTarget, element: "Link")
        }
        append(.annotation(Int32(index)), to: tag.index)
    }

    /// Widens the area of a figure; only its first page counts.
    mutating func extendFigure(_ tag: Tag, page: Int, by area: Rectangle) {
        guard tag.index > 0, tag.index < nodes.count, nodes[Int(tag.index)].role == .figure else { return }
        if let known = figureAreas[tag.index] {
            guard known.page == page else { return }
            figureAreas[tag.index] = (known.page, known.area.union(area))
        } else {
            figureAreas[tag.index] = (Int32(page), area)
        }
    }

    func forEachKid(of node: Int, _ body: (Kid) -> Void) {
        var index = nodes[node].firstKid
        while index >= 0 {
            body(kids[Int(index)].kid)
            index = kids[Int(index)].next
        }
    }

    func hasSingleKid(_ node: Int) -> Bool {
        nodes[node].firstKid >= 0 && nodes[node].firstKid == nodes[node].lastKid
    }

    private mutating func append(_ kid: Kid, to parent: Int32) {
        let index = Int32(kids.count)
        kids.append((kid, -1))
        let last = nodes[Int(parent)].lastKid
        if last >= 0 { kids[Int(last)].next = index } else { nodes[Int(parent)].firstKid = index }
        nodes[Int(parent)].lastKid = index
    }

    private static func checkNumbers(of role: StructureRole) throws(PDFError) {
        switch role {
        case .heading(let level):
            guard (1...6).contains(level) else { throw .structure(.headingLevel, element: "H\(level)") }
        case .headerCell(_, let columns, let rows), .dataCell(let columns, let rows):
            guard (1...1000).contains(columns), (1...1000).contains(rows) else {
                throw .structure(.span, element: "\(role.name)")
            }
        default:
            break
        }
    }
}

/// The form of a language tag (RFC 5646): groups of up to eight letters and digits, joined by hyphens.
enum LanguageTag {
    static func isValid(_ tag: String) -> Bool {
        let groups = tag.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
        return groups.allSatisfy { group in
            (1...8).contains(group.count)
                && group.allSatisfy { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) }
        }
    }
}
