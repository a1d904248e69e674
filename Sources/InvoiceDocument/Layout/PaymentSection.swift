import Billing
import PDFWriter

/// What is to be done, or was done: payment, void, preview; where to pay to, with a code to scan; and what the
/// seller adds.
struct PaymentSection: FlowSection {
    private enum Content {
        case heading
        case paragraph([StyledLine])
        case account
    }

    private let context: InvoiceContext
    private var contents: [Content] = []
    private(set) var boxes: [FlowBox] = []
    private let account: AccountBlock?

    init(_ context: InvoiceContext) {
        self.context = context
        let content = context.content
        account = AccountBlock(context)
        add(.heading, FlowBox(height: .points(36), keepsWithNext: true))
        let reason = content.reason.map { "\(content.texts.paying.reason): \($0)" } ?? ""
        for text in [reason, Self.sentence(content)] { add(text, keepsWithNext: account != nil) }
        if let account { add(.account, FlowBox(height: account.height)) }
        add(content.note ?? "", keepsWithNext: false)
    }

    private mutating func add(_ text: String, keepsWithNext: Bool) {
        let lines = context.wrap(text, context.theme.body, width: context.sheet.width)
        guard !lines.isEmpty else { return }
        add(.paragraph(lines), FlowBox(height: lines.height + .points(5), keepsWithNext: keepsWithNext))
    }

    private mutating func add(_ content: Content, _ box: FlowBox) {
        contents.append(content)
        boxes.append(box)
    }

    /// What there is to pay, and how; also BT-20 of electronic invoices.
    static func sentence(_ content: DocumentContent) -> String {
        let texts = content.texts
        switch content.status {
        case .preview: return texts.previewNote
        case .draft: return texts.paying.draftNote
        case .void: return texts.voidNote
        case .creditNote: return texts.nothingDue
        case .paid, .due, .uncollectible: break
        }
        if content.outstandingMinorUnits == 0 {
            guard let paidOn = content.paidOn, content.amountPaidMinorUnits != 0 else {
                return texts.nothingDue
            }
            let method = content.paidWith.map { texts.paidWith($0) } ?? ""
            return texts.paidInFull(texts.dates.text(paidOn)) + method + "."
        }
        let due = texts.money(content.outstandingMinorUnits, content.currency)
        if content.isCollectedAutomatically && content.status == .due {
            return texts.chargedAutomatically(due)
        }
        return texts.payAmount(due) + texts.payDate(texts.dates.text(content.dueOn))
    }

    mutating func draw(_ index: Int, y: Length, on canvas: inout Canvas) {
        switch contents[index] {
        case .heading:
            let tag = canvas.element(.heading(2))
            canvas.draw(
                StyledLine(context.texts.payment, context.theme.heading, leading: .points(12)),
                x: context.sheet.left, y: y + .points(20), tag: tag)
        case .paragraph(let lines):
            let tag = canvas.element(.paragraph)
            canvas.draw(lines, x: context.sheet.left, y: y + .points(2), tag: tag)
        case .account:
            account?.draw(y: y + .points(6), on: &canvas)
        }
    }
}
