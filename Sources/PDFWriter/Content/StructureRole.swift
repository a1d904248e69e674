/// What an element of the structure tree is (ISO 32000-1 14.8.4), as far as business documents need it.
public enum StructureRole: Hashable, Sendable {
    /// A part of the document, with headings of its own.
    case section
    /// A group without meaning of its own.
    case division
    /// A heading of level 1...6; the first is level 1, no level is skipped on the way down.
    case heading(Int)
    /// A paragraph.
    case paragraph
    /// A run of text within another element, for a language of its own.
    case span
    /// A link; give it an annotation with ``Canvas/link(to:over:alternative:tag:)``.
    case link
    /// A list of ``listItem`` elements; with marks other than none, each item has a ``label``.
    case list(ListMarks = .none)
    /// An item: a ``label`` (or none) and a ``listBody``.
    case listItem
    /// The bullet or number of an item.
    case label
    /// The text of an item.
    case listBody
    /// A table of ``tableRow`` elements, which may stand in a head, bodies and a foot; it may span pages.
    case table
    /// The rows at the head of a table, drawn once; repeat them on later pages as ``Tag/pagination``.
    case tableHead
    /// A group of rows.
    case tableBody
    /// The rows at the foot of a table.
    case tableFoot
    /// A row of cells; all rows of a table must have the same number of columns, spans counted.
    case tableRow
    /// A cell that names the row or column it begins.
    case headerCell(HeaderScope, columns: Int = 1, rows: Int = 1)
    /// A cell with data.
    case dataCell(columns: Int = 1, rows: Int = 1)
    /// The caption of a table or figure.
    case caption
    /// A picture, a chart, a code to scan: it needs an alternative text.
    case figure

    /// What stands before the items of a list; it must say so when there are labels (PDF/UA-1 7.6).
    public enum ListMarks: Hashable, Sendable {
        /// Nothing: no item may have a label.
        case none
        /// Bullets.
        case bullets
        /// Numbers.
        case numbers
    }

    /// What a header cell is the header of.
    public enum HeaderScope: Hashable, Sendable {
        /// The cells below.
        case column
        /// The cells to its right.
        case row
        /// Both.
        case both
    }
}

extension StructureRole {
    /// The standard structure type.
    var name: StaticString {
        switch self {
        case .section: "Sect"
        case .division: "Div"
        case .heading(let level): Self.headingNames[min(max(level, 1), 6) - 1]
        case .paragraph: "P"
        case .span: "Span"
        case .link: "Link"
        case .list: "L"
        case .listItem: "LI"
        case .label: "Lbl"
        case .listBody: "LBody"
        case .table: "Table"
        case .tableHead: "THead"
        case .tableBody: "TBody"
        case .tableFoot: "TFoot"
        case .tableRow: "TR"
        case .headerCell: "TH"
        case .dataCell: "TD"
        case .caption: "Caption"
        case .figure: "Figure"
        }
    }

    /// Whether text and graphics may stand directly in the element.
    var holdsContent: Bool {
        switch self {
        case .section, .division, .list, .listItem, .table, .tableHead, .tableBody, .tableFoot, .tableRow:
            false
        default: true
        }
    }

    /// Whether an element of this role may stand in `parent`; nil is the document itself.
    func mayStand(in parent: StructureRole?) -> Bool {
        switch (self, parent) {
        case (.tableRow, .table), (.tableRow, .tableHead), (.tableRow, .tableBody), (.tableRow, .tableFoot),
            (.headerCell, .tableRow), (.dataCell, .tableRow), (.tableHead, .table), (.tableBody, .table),
            (.tableFoot, .table), (.caption, .table), (.caption, .figure), (.caption, .list),
            (.listItem, .list), (.list, .list), (.label, .listItem), (.listBody, .listItem):
            true
        case (.tableRow, _), (.headerCell, _), (.dataCell, _), (.tableHead, _), (.tableBody, _),
            (.tableFoot, _), (.caption, _), (.listItem, _), (.label, _), (.listBody, _),
            (_, .table), (_, .tableHead), (_, .tableBody), (_, .tableFoot), (_, .tableRow), (_, .list),
            (_, .listItem), (_, .figure):
            false
        case (.section, .section), (.section, .division), (.division, .section), (.division, .division),
            (.section, nil), (.division, nil):
            true
        case (.section, _), (.division, _):
            false
        case (.span, nil), (.link, nil):
            // Runs within a line need a block around them.
            false
        case (.heading, .some(let block)), (.paragraph, .some(let block)), (.table, .some(let block)),
            (.list, .some(let block)):
            block.holdsBlocks
        default:
            true
        }
    }

    private var holdsBlocks: Bool {
        switch self {
        case .section, .division, .headerCell, .dataCell, .listBody: true
        default: false
        }
    }

    private static let headingNames: [StaticString] = ["H1", "H2", "H3", "H4", "H5", "H6"]
}
