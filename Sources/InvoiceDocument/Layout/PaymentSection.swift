import Billing
import PDFWriter

/// What is to be done, or was done: payment, void, preview; where to pay to, with a code to scan; and what the
/// seller adds.
struct PaymentSection: FlowSection {
    private enum Content {
        case heading
        case paragraph([StyledLine])
        /// Heading, sentence and account with the code beside them.
        case transfer([StyledLine], AccountBlock)
    }

    private let context: InvoiceContext
    private var contents: [Content] = []
    private(set) var boxes: [FlowBox] = []

    /// Above the heading, and down to what stands below it.
    private static let gap = Length.points(16)
    private static let headingHeight = Length.points(32)

    init(_ context: InvoiceContext) {
        self.context = context
        let content = context.content
        let sentence = Self.sentence(content)
        if let account = AccountBlock(context) {
            let lines = context.wrap(sentence, context.theme.body, width: account.room)
            let text = Self.headingHeight + lines.height + .points(5) + account.tableHeight
            add(
                .transfer(lines, account),
                FlowBox(height: max(text, Self.gap + account.codeHeight) + .points(4)))
        } else if content.status != .creditNote {
            add(.heading, FlowBox(height: Self.headingHeight, keepsWithNext: true))
            add(sentence)
        }
        add(content.note ?? "")
    }

    private mutating func add(_ text: String) {
        let lines = context.wrap(text, context.theme.body, width: context.sheet.width)
        guard !lines.isEmpty else { return }
        add(.paragraph(lines), FlowBox(height: lines.height + .points(5)))
    }

    private mutating func add(_ content: Content, _ box: FlowBox) {
        contents.append(content)
        boxes.append(box)
    }

    /// What there is to pay, and how; also BT-20 of electronic invoices.
    static func sentence(_ content: DocumentContent) -> String {
        switch content.status {
        case .preview: return content.texts.previewNote
        case .draft: return content.texts.paying.draftNote
        case .void: return content.texts.voidNote
        case .creditNote: return content.texts.nothingDue
        case .paid, .due, .uncollectible: break
        }
        if content.outstandingMinorUnits == 0 {
            guard let paidOn = content.paidOn, content.amountPaidMinorUnits != 0 else {
                return content.texts.nothingDue
            }
            let method = content.paidWith.map { content.texts.paidWith($0) } ?? ""
            return content.texts.paidInFull(content.texts.dates.text(paidOn)) + method
                + content.texts.punctuation.fullStop
        }
        let due = content.texts.money(content.outstandingMinorUnits, content.currency)
        if content.isCollectedAutomatically && content.status == .due {
            return content.texts.chargedAutomatically(due)
        }
        return content.texts.payAmount(due) + content.texts.payDate(content.texts.dates.text(content.dueOn))
    }

    mutating func draw(_ index: Int, y: Length, on canvas: inout Canvas) {
        switch contents[index] {
        case .heading: drawHeading(y: y, on: &canvas)
        case .paragraph(let lines): draw(lines, y: y, on: &canvas)
        case .transfer(let lines, let account):
            drawHeading(y: y, on: &canvas)
            draw(lines, y: y + Self.headingHeight, on: &canvas)
            account.draw(
                y: y + Self.headingHeight + lines.height + .points(5), codeTop: y + Self.gap, on: &canvas)
        }
    }

    private func drawHeading(y: Length, on canvas: inout Canvas) {
        let tag = canvas.element(.heading(2))
        canvas.draw(
            StyledLine(context.texts.payment, context.theme.heading, leading: .points(12)),
            x: context.sheet.left, y: y + Self.gap, tag: tag)
    }

    private func draw(_ lines: [StyledLine], y: Length, on canvas: inout Canvas) {
        let tag = canvas.element(.paragraph)
        canvas.draw(lines, x: context.sheet.left, y: y + .points(2), tag: tag)
    }
}
