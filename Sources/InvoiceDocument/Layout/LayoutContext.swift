import Monetary
import PDFWriter

/// What all parts of a layout need. A class, though it never changes: it holds some hundred words, and every
/// section would copy them all.
class LayoutContext {
    let head: DocumentHead
    let texts: DocumentTexts
    let fonts: FontLibrary
    let theme: InvoiceTheme
    let sheet: Sheet
    let logo: PDFImage?

    init(head: DocumentHead, fonts: FontLibrary, options: InvoiceLayout.Options, sheet: Sheet) {
        self.head = head
        texts = head.texts
        self.fonts = fonts
        theme = options.theme
        logo = options.logo
        self.sheet = sheet
    }

    func amount(_ minorUnits: Int64) -> String { texts.amount(minorUnits, head.currency) }

    func width(of text: String, _ style: TextStyle) -> Length {
        fonts.width(of: text, style.font, size: style.size)
    }

    func wrap(_ text: String, _ style: TextStyle, width: Length) -> [StyledLine] {
        fonts.wrap(text, style, width: width).map { StyledLine($0, style) }
    }
}

/// The context of invoices and credit notes.
final class InvoiceContext: LayoutContext {
    let content: DocumentContent
    /// What the customer's banking app reads.
    let paymentCode: PaymentCode?

    init(content: DocumentContent, fonts: FontLibrary, options: InvoiceLayout.Options, sheet: Sheet) {
        self.content = content
        paymentCode = PaymentCode(content)
        super.init(head: DocumentHead(content), fonts: fonts, options: options, sheet: sheet)
    }
}
