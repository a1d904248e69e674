import Billing
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
    /// Where the logo stands; nil where there is none.
    private let logo: Rectangle?

    private static let statusHeight = Length.points(15)
    private static let gap = Length.points(14)

    init(_ context: LayoutContext) {
        self.context = context
        let theme = context.theme
        let head = context.head
        panel = SummaryPanel(context)
        let room = context.sheet.right - panel.left
        // The number stands below the word, in the same heading.
        let numberStyle = TextStyle(.bold, size: .points(11), color: theme.quiet)
        let size = context.fonts.fittingSize(
            of: head.titleWord, .bold, sizes: [.points(22), .points(18), .points(15)], width: room)
        title =
            context.wrap(head.titleWord, TextStyle(.bold, size: size, color: theme.ink), width: room)
            + context.wrap(head.number, numberStyle, width: room)
        let left = panel.left - context.sheet.left - Self.gap
        logo = context.logo.map { logo in
            Self.place(of: logo, at: Point(x: context.sheet.left, y: context.sheet.top), within: left)
        }
        seller = Self.sellerLines(head.seller, context, width: left)
        buyer = Self.buyerLines(head.buyer, context, width: left)
    }

    /// As large as fits into 60 by 16 mm, never larger than 144 pixels to the inch.
    private static func place(of logo: PDFImage, at corner: Point, within room: Length) -> Rectangle {
        let widest = min(room, .millimetres(60))
        let highest = Length.millimetres(16)
        var width = Length.points(logo.width) / 2
        var height = Length.points(logo.height) / 2
        if width > widest {
            height = Length(thousandths: height.thousandths * widest.thousandths / width.thousandths)
            width = widest
        }
        if height > highest {
            width = Length(thousandths: width.thousandths * highest.thousandths / height.thousandths)
            height = highest
        }
        return Rectangle(
            x: corner.x, y: corner.y, width: max(width, .points(1)), height: max(height, .points(1)))
    }

    private static func sellerLines(
        _ seller: DocumentParty, _ context: LayoutContext, width: Length
    ) -> [StyledLine] {
        let theme = context.theme
        let registrations = seller.registrations.map { "\($0.label) \($0.value)" }
        let contact = seller.contact.map { [$0.name, $0.phone, $0.email] } ?? []
        return context.wrap(
            seller.name, TextStyle(.bold, size: .points(12), color: theme.accent), width: width)
            + context.wrap(seller.addressLines.joined(separator: " · "), theme.small, width: width)
            + context.wrap(registrations.joined(separator: " · "), theme.small, width: width)
            + context.wrap(contact.joined(separator: " · "), theme.small, width: width)
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

    private var labelLine: StyledLine { StyledLine(context.head.buyerLabel, context.theme.label) }

    private var sellerTop: Length {
        logo.map { $0.bottom + .points(6) } ?? context.sheet.top + .points(6)
    }

    private var secondTop: Length {
        let statusBottom = context.sheet.top + title.height + Self.statusHeight + Self.gap
        let sellerBottom = sellerTop + seller.height + Self.gap
        return max(.millimetres(48), statusBottom, sellerBottom)
    }

    /// Where the flow begins.
    var bottom: Length {
        let buyerBottom = secondTop + labelLine.leading + buyer.height
        return max(buyerBottom, secondTop + panel.height) + .points(22)
    }

    func draw(on canvas: inout Canvas) {
        let sheet = context.sheet
        let heading = canvas.element(.heading(1))
        let titleBottom = canvas.draw(title, x: panel.left, y: sheet.top, tag: heading)
        if !context.head.statusWord.isEmpty {
            let status = canvas.element(.paragraph)
            canvas.draw(
                StyledLine(
                    context.head.statusWord,
                    TextStyle(.bold, size: .tenths(85), color: context.theme.accent),
                    leading: Self.statusHeight), x: panel.left, y: titleBottom, tag: status)
        }
        if let image = context.logo, let logo {
            let figure = canvas.element(.figure, alternative: context.head.seller.name)
            canvas.draw(image, in: logo, tag: figure)
        }
        let sellerTag = canvas.element(.paragraph)
        canvas.draw(seller, x: sheet.left, y: sellerTop, tag: sellerTag)
        let billTo = canvas.element(.heading(2))
        canvas.draw(labelLine, x: sheet.left, y: secondTop, tag: billTo)
        let buyerTag = canvas.element(.paragraph)
        canvas.draw(buyer, x: sheet.left, y: secondTop + labelLine.leading, tag: buyerTag)
        panel.draw(y: secondTop, on: &canvas)
    }
}
