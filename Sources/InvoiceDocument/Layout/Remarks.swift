import Billing
import PDFWriter

/// What is to be done, or was done: payment, void, preview; and what the seller adds.
struct Remarks: FlowSection {
    private let context: LayoutContext
    private let paragraphs: [[StyledLine]]

    /// - Parameter note: the seller's own words at the end.
    init(_ context: LayoutContext, note: String?) {
        self.context = context
        paragraphs = [Self.sentence(context.content), note ?? ""].map {
            context.wrap($0, context.theme.body, width: context.sheet.width)
        }.filter { !$0.isEmpty }
    }

    /// The first is the heading.
    var boxes: [FlowBox] {
        [FlowBox(height: .points(36), keepsWithNext: true)]
            + paragraphs.map { FlowBox(height: $0.height + .points(5)) }
    }

    static func sentence(_ content: DocumentContent) -> String {
        let texts = content.texts
        switch content.status {
        case .preview: return texts.previewNote
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
        guard index > 0 else {
            let tag = canvas.element(.heading(2))
            return canvas.draw(
                StyledLine(context.texts.payment, context.theme.heading, leading: .points(12)),
                x: context.sheet.left, y: y + .points(20), tag: tag)
        }
        let tag = canvas.element(.paragraph)
        canvas.draw(paragraphs[index - 1], x: context.sheet.left, y: y + .points(2), tag: tag)
    }
}
