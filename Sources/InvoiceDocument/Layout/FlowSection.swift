import PDFWriter

/// A part of the document below the letterhead, made of boxes that flow over the pages.
protocol FlowSection {
    /// Its boxes from top to bottom; `section` is filled in by the layout.
    var boxes: [FlowBox] { get }
    /// What it repeats on further pages.
    var rules: SectionRules { get }
    /// Draws a box below `y`. Called once for each box, in order.
    mutating func draw(_ index: Int, y: Length, on canvas: inout Canvas)
    /// Draws the head again, on a further page.
    func drawRepeatedHead(y: Length, on canvas: inout Canvas)
    /// Draws the row with the sum so far.
    func drawCarried(_ minorUnits: Int64, isForward: Bool, y: Length, on canvas: inout Canvas)
}

extension FlowSection {
    var rules: SectionRules { SectionRules() }
    func drawRepeatedHead(y: Length, on canvas: inout Canvas) {}
    func drawCarried(_ minorUnits: Int64, isForward: Bool, y: Length, on canvas: inout Canvas) {}
}

/// What all parts of a layout need. A class, though it never changes: it holds some hundred words, and every
/// section would copy them all.
final class LayoutContext {
    let content: DocumentContent
    let texts: DocumentTexts
    let fonts: FontLibrary
    let theme: InvoiceTheme
    let sheet: Sheet

    init(content: DocumentContent, fonts: FontLibrary, theme: InvoiceTheme, sheet: Sheet) {
        self.content = content
        texts = content.texts
        self.fonts = fonts
        self.theme = theme
        self.sheet = sheet
    }

    func amount(_ minorUnits: Int64) -> String { texts.amount(minorUnits, content.currency) }

    func width(of text: String, _ style: TextStyle) -> Length {
        fonts.width(of: text, style.font, size: style.size)
    }

    func wrap(_ text: String, _ style: TextStyle, width: Length) -> [StyledLine] {
        fonts.wrap(text, style, width: width).map { StyledLine($0, style) }
    }
}
