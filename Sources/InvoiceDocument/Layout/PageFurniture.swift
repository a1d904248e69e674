import Billing
import PDFWriter

/// What stands on every page: the foot with number and page, and the running head of later pages.
///
/// All of it stands elsewhere on the document in full, so here it may end in an ellipsis.
struct PageFurniture {
    let context: LayoutContext
    /// The base line of the foot; the sheet's own where nothing stands there.
    var foot: Length?

    func draw(pageCount: Int, on canvas: inout Canvas) {
        let sheet = context.sheet
        let style = context.theme.small
        let foot = foot ?? sheet.foot
        rule(y: foot - .points(14), on: &canvas)
        let page = context.texts.page("\(canvas.pageNumber)") + context.texts.pageOf("\(pageCount)")
        let width = canvas.text(
            page, at: Point(x: sheet.right, y: foot), style: style, alignment: .right, tag: .pagination)
        let (title, seller) = (context.head.title, context.head.seller.name)
        let isBelow = footDepth > .zero
        let left = context.fonts.cut(
            isBelow ? title : "\(title) · \(seller)", style, width: sheet.width - width - .points(20))
        canvas.text(left, at: Point(x: sheet.left, y: foot), style: style, tag: .pagination)
        if isBelow {
            canvas.text(
                context.fonts.cut(seller, style, width: sheet.width),
                at: Point(x: sheet.left, y: foot + footDepth), style: style, tag: .pagination)
        }
        if canvas.pageNumber > 1 { drawRunningHead(on: &canvas) }
    }

    private func drawRunningHead(on canvas: inout Canvas) {
        let sheet = context.sheet
        let theme = context.theme
        let y = sheet.top + .points(8)
        let title = context.fonts.cut(context.head.title, theme.strong, width: sheet.width / 2)
        canvas.text(title, at: Point(x: sheet.left, y: y), style: theme.strong, tag: .pagination)
        let buyer = context.fonts.cut(
            context.head.buyer.name, theme.small, width: sheet.width / 2 - .points(20))
        canvas.text(
            buyer, at: Point(x: sheet.right, y: y + Self.depth(of: buyer)), style: theme.small,
            alignment: .right, tag: .pagination)
    }

    /// What the foot takes below its base line.
    var footDepth: Length { Self.depth(of: context.head.seller.name) }

    /// How far below a title a name stands: on one line with more words that read from right to left PDFium turns the
    /// title round, "-2024-002INV Invoice".
    private static func depth(of name: String) -> Length {
        LeftwardScripts.occur(in: name) ? .points(11) : .zero
    }

    private func rule(y: Length, on canvas: inout Canvas) {
        canvas.line(
            from: Point(x: context.sheet.left, y: y), to: Point(x: context.sheet.right, y: y),
            width: .tenths(5), color: context.theme.hairline, tag: .artifact)
    }
}
