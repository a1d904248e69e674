import PDFWriter

/// The upper part of the first page: seller and buyer on the left, title and the amount due on the right.
///
/// The buyer's block begins 52 mm below the edge and 20 mm from the left, within the window of DIN 5008
/// form B; a seller with a long address moves it down.
struct Letterhead {
    private let context: LayoutContext
    private let title: [StyledLine]
    private let seller: [StyledLine]
    private let buyer: [StyledLine]
    private let panel: SummaryPanel

    private static let statusHeight = Length.points(15)
    private static let gap = Length.points(14)

    init(_ context: LayoutContext) {
        self.context = context
        let theme = context.theme
        let content = context.content
        panel = SummaryPanel(context)
        let room = context.sheet.right - panel.left
        // The number stands below the word, in the same heading.
        let hasNumber = !content.number.isEmpty && content.title.hasSuffix(content.number)
        let word = hasNumber ? String(content.title.dropLast(content.number.count + 1)) : content.title
        let numberStyle = TextStyle(.bold, size: .points(11), color: theme.quiet)
        let size = context.fonts.fittingSize(
            of: word, .bold, sizes: [.points(22), .points(18), .points(15)], width: room)
        title =
            context.wrap(word, TextStyle(.bold, size: size, color: theme.ink), width: room)
            + (hasNumber ? context.wrap(content.number, numberStyle, width: room) : [])
        let left = panel.left - context.sheet.left - Self.gap
        seller = Self.sellerLines(content.seller, context, width: left)
        buyer = Self.buyerLines(content.buyer, context, width: left)
    }

    private static func sellerLines(
        _ seller: DocumentParty, _ context: LayoutContext, width: Length
    ) -> [StyledLine] {
        let theme = context.theme
        let registrations = seller.registrations.map { "\($0.label) \($0.value)" }
        return context.wrap(
            seller.name, TextStyle(.bold, size: .points(12), color: theme.accent), width: width)
            + context.wrap(seller.addressLines.joined(separator: " · "), theme.small, width: width)
            + context.wrap(registrations.joined(separator: " · "), theme.small, width: width)
    }

    private static func buyerLines(
        _ buyer: DocumentParty, _ context: LayoutContext, width: Length
    ) -> [StyledLine] {
        let theme = context.theme
        let registrations = buyer.registrations.map { "\($0.label) \($0.value)" }
        return context.wrap(
            buyer.name, TextStyle(.bold, size: .points(10), color: theme.ink), width: width)
            + buyer.addressLines.flatMap { context.wrap($0, theme.body, width: width) }
            + (registrations + [buyer.email ?? ""]).flatMap { context.wrap($0, theme.small, width: width) }
    }

    private var labelLine: StyledLine { StyledLine(context.texts.billTo, context.theme.label) }

    private var secondTop: Length {
        let statusBottom = context.sheet.top + title.height + Self.statusHeight + Self.gap
        let sellerBottom = context.sheet.top + seller.height + Self.gap
        return max(.millimetres(52), statusBottom, sellerBottom)
    }

    /// Where the flow begins.
    var bottom: Length {
        let buyerBottom = secondTop + labelLine.leading + buyer.height
        return max(buyerBottom, secondTop + panel.height) + .points(26)
    }

    func draw(on canvas: inout Canvas) {
        let sheet = context.sheet
        let heading = canvas.element(.heading(1))
        let titleBottom = canvas.draw(title, x: panel.left, y: sheet.top, tag: heading)
        let status = canvas.element(.paragraph)
        let word = context.texts.statuses[context.content.status] ?? ""
        canvas.draw(
            StyledLine(
                word, TextStyle(.bold, size: .tenths(85), color: context.theme.accent),
                leading: Self.statusHeight), x: panel.left, y: titleBottom, tag: status)

        let sellerTag = canvas.element(.paragraph)
        canvas.draw(seller, x: sheet.left, y: sheet.top + .points(6), tag: sellerTag)
        let billTo = canvas.element(.heading(2))
        canvas.draw(labelLine, x: sheet.left, y: secondTop, tag: billTo)
        let buyerTag = canvas.element(.paragraph)
        canvas.draw(buyer, x: sheet.left, y: secondTop + labelLine.leading, tag: buyerTag)
        panel.draw(y: secondTop, on: &canvas)
    }
}
